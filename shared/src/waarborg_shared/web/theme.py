"""An organisation's look: design tokens, checked so that they cannot break out of CSS nor become unreadable.

The tokens, each a CSS custom property with its default, are `DEFAULTS` below:

* ``--waarborg-color-primary``: header, buttons, links' accent; ``--waarborg-color-on-primary``: text on it
* ``--waarborg-color-accent``: thin lines and the header's edge; it carries no text
* ``--waarborg-color-link``, ``--waarborg-color-text``, ``--waarborg-color-muted``: text on background and surface
* ``--waarborg-color-background``: the page; ``--waarborg-color-surface``: cards, fields, tables
* ``--waarborg-color-soft``: quiet panels; text and links must read on it too
* ``--waarborg-color-focus``: the focus ring
* ``--waarborg-font-family``, ``--waarborg-heading-font-family``: names of fonts that devices have; none is loaded
* ``--waarborg-radius``: corners, in px or rem
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from waarborg_shared.hooks.values import Theme

_SANS = "system-ui, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"
DEFAULTS: Mapping[str, str] = MappingProxyType(
    {
        "--waarborg-color-primary": "#1d4f73",
        "--waarborg-color-on-primary": "#ffffff",
        "--waarborg-color-accent": "#7fb2cf",
        "--waarborg-color-link": "#1b557d",
        "--waarborg-color-text": "#1c2733",
        "--waarborg-color-muted": "#51606e",
        "--waarborg-color-background": "#f7f8f9",
        "--waarborg-color-surface": "#ffffff",
        "--waarborg-color-soft": "#eaf1f5",
        "--waarborg-color-focus": "#0b3d91",
        "--waarborg-font-family": _SANS,
        "--waarborg-heading-font-family": _SANS,
        "--waarborg-radius": "6px",
    }
)
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_FONT = re.compile(
    r"(?:[A-Za-z0-9 -]+|'[A-Za-z0-9 -]+'|\"[A-Za-z0-9 -]+\")(?:,\s*(?:[A-Za-z0-9 -]+|'[A-Za-z0-9 -]+'))*"
)
_LENGTH = re.compile(r"(?:0|[0-9]{1,2}(?:\.[0-9]{1,2})?(?:px|rem))")
_TEXT_AA = 4.5
_GRAPHIC_AA = 3.0
_PAIRS = (
    ("color-on-primary", "color-primary", _TEXT_AA),
    *(
        (text, ground, _TEXT_AA)
        for text in ("color-text", "color-muted", "color-link")
        for ground in ("color-background", "color-surface", "color-soft")
    ),
    ("color-primary", "color-surface", _TEXT_AA),
    ("color-primary", "color-background", _GRAPHIC_AA),
    ("color-focus", "color-background", _GRAPHIC_AA),
    ("color-focus", "color-surface", _GRAPHIC_AA),
)


class ThemeError(ValueError):
    """A token that does not exist, could break out of CSS, or makes the page unreadable; the message names it."""


def theme_faults(theme: Theme) -> list[str]:
    """Return what is wrong with a theme, in English, for the plugin contract suite: unknown, unsafe, unreadable."""
    faults = [fault for name, value in theme.tokens.items() if (fault := _token_fault(name, value))]
    return faults or _contrast_faults({**DEFAULTS, **theme.tokens})


def theme_css(theme: Theme) -> str:
    """Return the style sheet of one organisation. Raises `ThemeError` naming the first fault."""
    faults = theme_faults(theme)
    if faults:
        raise ThemeError(faults[0])
    lines = "".join(f"  {name}: {value};\n" for name, value in {**DEFAULTS, **theme.tokens}.items())
    return f":root {{\n{lines}}}\n"


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _token_fault(name: str, value: str) -> str:
    if name not in DEFAULTS:
        return f"{name}: there is no such token"
    shape = _COLOR if "-color-" in name else _FONT if name.endswith("font-family") else _LENGTH
    return "" if shape.fullmatch(value) else f"{name}: {value!r} is no value for it"


def _contrast_faults(tokens: Mapping[str, str]) -> list[str]:
    faults = []
    for text, ground, least in _PAIRS:
        ratio = contrast(tokens[f"--waarborg-{text}"], tokens[f"--waarborg-{ground}"])
        if ratio < least:
            faults.append(f"--waarborg-{text} on --waarborg-{ground}: contrast {ratio:.2f}, needs {least}")
    return faults


def _luminance(color: str) -> float:
    digits = color[1:]
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    red, green, blue = (_linear(int(digits[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
