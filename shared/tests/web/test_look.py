"""The look: built assets match their sources, themes are safe and readable, everything has its Dutch."""

import hashlib
import re
from pathlib import Path

import pytest

import waarborg_shared.web
from waarborg_shared.hooks.values import Theme
from waarborg_shared.web.i18n import missing_translations
from waarborg_shared.web.theme import ThemeError, contrast, theme_css, theme_faults

STATIC = Path(waarborg_shared.web.__file__).parent / "static"
ASSETS = Path(__file__).parents[2] / "assets"


def test_the_style_sheet_was_built_from_the_sources_that_are_here() -> None:
    names = [
        "build.mjs",
        "package-lock.json",
        "package.json",
        *(f"src/{path.name}" for path in (ASSETS / "src").glob("*.css")),
    ]
    total = hashlib.sha256()
    for name in sorted(names):
        content = (ASSETS / name).read_bytes()
        total.update(f"{name}\0{len(content)}\0".encode() + content)
    built = (STATIC / "waarborg.css").read_text()
    assert f"inputs sha256:{total.hexdigest()}" in built, "run: npm ci && npm run build in shared/assets"
    assert len(built) < 125_000


def test_the_lock_names_no_registry_and_the_notice_ships() -> None:
    assert "resolved" not in (ASSETS / "package-lock.json").read_text()
    assert "EUPL" in (STATIC / "NOTICE.txt").read_text()


def test_everything_in_the_shell_has_its_dutch() -> None:
    assert missing_translations("waarborg_shared.web") == []


def test_a_package_without_dutch_is_told() -> None:
    assert missing_translations("waarborg_shared.hooks") == []


def test_the_platforms_own_look_is_readable() -> None:
    assert theme_faults(Theme()) == []
    assert contrast("#000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(
    "tokens",
    [
        {"--waarborg-colour-primary": "#000000"},
        {"--waarborg-color-primary": "red"},
        {"--waarborg-radius": "100%"},
        {"--waarborg-font-family": "x(1)"},
        {"--waarborg-color-text": "#dddddd"},
        {"--waarborg-color-primary": "#ffcc00"},
    ],
)
def test_a_theme_that_is_unknown_unsafe_or_unreadable_is_refused(tokens: dict[str, str]) -> None:
    with pytest.raises(ThemeError, match="--waarborg"):
        theme_css(Theme(tokens))


def test_a_theme_gives_every_token_once() -> None:
    css = theme_css(Theme({"--waarborg-color-primary": "#004400"}))
    assert css.count("--waarborg-color-primary:") == 1 and "#004400" in css and len(re.findall(r"--", css)) > 10
