"""The page shell: what templates know, the organisation's style sheet, and the address of every asset."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import structlog
from flask import Flask, Response, g, request, url_for
from jinja2 import StrictUndefined, pass_context
from markupsafe import Markup, escape

from waarborg_shared.hooks.values import Organisation, Subject, Text, Theme
from waarborg_shared.in_words import term_in_words
from waarborg_shared.web import words
from waarborg_shared.web.context import LANGUAGES, any_host, current
from waarborg_shared.web.forms import FOLD, to_local
from waarborg_shared.web.i18n import in_language
from waarborg_shared.web.security import FORM_FIELD, FormTokens
from waarborg_shared.web.theme import ThemeError, theme_css
from waarborg_shared.web.ways import second_proof_address, sign_in_address, way_to

if TYPE_CHECKING:
    from waarborg_shared.service import Service

STATIC = Path(__file__).parent / "static"
FOR_A_YEAR = "public, max-age=31536000, immutable"
_DIGEST = 12
log = structlog.get_logger("waarborg.web")


@lru_cache(maxsize=64)
def asset_digest(name: str) -> str:
    """Return the first digits of an asset's hash, so that its address changes with its content."""
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:_DIGEST]


@lru_cache(maxsize=4096)
def _style(tokens: tuple[tuple[str, str], ...]) -> str:
    try:
        return theme_css(Theme(dict(tokens)))
    except ThemeError as fault:
        log.error("theme_refused", fault=str(fault))
        return theme_css(Theme())


def organisation_style() -> str:
    """Return the style sheet of the request's organisation; the platform's own where its theme is refused."""
    theme = current.rules.theme if current.has_organisation else Theme()
    return _style(tuple(theme.tokens.items()))


def organisation() -> Organisation | None:
    """Return the organisation of this host, None on a host that is nobody's."""
    return current.rules.organisation if current.has_organisation else None


def grouped(code: str) -> str:
    """Return a code in groups of four, as a person copies it: `1234 5678`."""
    plain = code.replace(" ", "")
    return " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))


def unbroken(number: str) -> Markup:
    """Return a case's number that no line breaks in, for the middle of a heading."""
    return Markup('<span class="wb-number">{}</span>').format(number)


@pass_context
def source(_page: object, named: str) -> str:
    """Return where a rule stands, in the language of the page.

    It takes the page along for Jinja's sake, which would else work a constant out once, for whoever comes first.
    """
    return words.source_in_words(named)


def language_links() -> list[tuple[str, str, bool]]:
    """Return the languages as (code, address of this page in it, whether it is the page's own).

    There are none on the answer to a form: its address opens another page, or none, and what stands here once (a code,
    or what was typed) would be gone.
    """
    if request.method == "POST":
        return []
    offered = organisation()
    kept = [(name, value) for name, value in request.args.items(multi=True) if name != "lang"]
    links = []
    for code in offered.languages if offered is not None else LANGUAGES:
        links.append((code, f"{quote(request.path)}?{urlencode([*kept, ('lang', code)])}", code == current.lang))
    return links


def says_otherwise() -> str:
    """Note that the page says how the same goes by telephone or on paper."""
    g.says_otherwise = True
    return ""


def must_say_otherwise() -> bool:
    """Whether the page holds a form that changes something, and has not said how the same goes without it."""
    return g.get("has_form", False) and not g.get("says_otherwise", False)


def init_shell(app: Flask, service: Service, tokens: FormTokens) -> None:
    """Give the app's templates their words, and serve `/x/theme.css`."""
    environment = app.jinja_env
    environment.undefined = StrictUndefined
    environment.trim_blocks = environment.lstrip_blocks = True

    def asset(name: str) -> str:
        return url_for("static", filename=name, v=asset_digest(name))

    def theme_address() -> str:
        return url_for("theme", v=hashlib.sha256(organisation_style().encode()).hexdigest()[:_DIGEST])

    def form_token() -> Markup:
        g.has_form = True
        return Markup('<input type="hidden" name="{}" value="{}">').format(FORM_FIELD, tokens.issue(current))

    @any_host
    def theme() -> Response:
        answer = Response(organisation_style(), content_type="text/css; charset=utf-8")
        answer.headers["Cache-Control"] = FOR_A_YEAR if "v" in request.args else "no-cache"
        return answer

    app.add_url_rule(f"/{service.name}/theme.css", "theme", theme)
    any_host(app.view_functions["static"])
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 3600
    environment.globals.update(
        current=current,
        organisation=organisation,
        Subject=Subject,
        FOLD=FOLD,
        asset=asset,
        theme_address=theme_address,
        form_token=form_token,
        says_otherwise=says_otherwise,
        must_say_otherwise=must_say_otherwise,
        language_links=language_links,
        way_to=way_to,
        sign_in_address=sign_in_address,
        second_proof_address=second_proof_address,
        service_title=lambda: in_language(service.title),
        time_left=words.time_left,
        most_urgent_first=words.most_urgent_first,
    )
    filters: dict[str, Any] = {
        "t": in_language,
        "term": lambda term: in_language(term_in_words(term)),
        "day": words.day_in_words,
        "moment": words.moment_in_words,
        "source": source,
        "unbroken": unbroken,
        "short_moment": words.short_moment,
        "due": words.due_in_words,
        "local": to_local,
        "grouped": grouped,
        "paragraphs": paragraphs,
    }
    environment.filters.update(filters)


def paragraphs(text: str | Text) -> Markup:
    """Return typed text as paragraphs with its line breaks, everything in it escaped (template filter)."""
    blocks = [block for block in in_language(text).split("\n\n") if block.strip()]
    lines = (Markup("<br>").join(escape(line) for line in block.strip().split("\n")) for block in blocks)
    return Markup("").join(Markup('<p class="nl-paragraph">{}</p>').format(block) for block in lines)
