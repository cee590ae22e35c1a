"""The readable pages of a package: HTML that works without the internet, in the person's language."""

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from waarborg_requests.packing.explaining import Chapter
from waarborg_requests.packing.reading import Pairs
from waarborg_requests.packing.words import WORDS


@cache
def _pages() -> Environment:
    made = Environment(
        loader=PackageLoader("waarborg_requests", "packing/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["drawn"] = lambda value: Markup(_drawn(value))  # noqa: S704 - every text in it is escaped
    return made


def start_page(language: str, **shown: Any) -> bytes:
    """Return the page to begin with. ``shown``: organisation, number, made, categories (name, count, pages), withheld
    (rows of three texts), portable and explained (the name of that page, '' for none)."""
    return _rendered("index.html", language, **shown)


def explained_page(language: str, *, organisation: str, chapters: Sequence[Chapter]) -> bytes:
    """Return the page that says what data are used for and what one can do."""
    return _rendered("explained.html", language, organisation=organisation, chapters=chapters)


def data_page(
    language: str, *, organisation: str, category: str, items: Sequence[Mapping[str, Any]], kept_back: bool = False
) -> bytes:
    """Return a page with items of one kind of data, each with number, title, holder, day, redacted, file, media_type,
    text and value (as `Reader.tree` gives it). Without any it says why: ``kept_back``, or because there was nothing."""
    shown = {"organisation": organisation, "category": category, "items": items, "kept_back": kept_back}
    return _rendered("page.html", language, **shown)


def _drawn(value: Any) -> str:
    """Return what `Reader.tree` gave as HTML. A macro that calls itself takes several times as long."""
    if isinstance(value, str):
        return escape(value)
    if isinstance(value, Pairs):
        return f"<dl>{''.join(f'<dt>{escape(name)}</dt><dd>{_drawn(of)}</dd>' for name, of in value.pairs)}</dl>"
    return f"<ul>{''.join(f'<li>{_drawn(of)}</li>' for of in value)}</ul>"


def _rendered(template: str, language: str, **shown: Any) -> bytes:
    words = {name: text.to(language) for name, text in WORDS.items()}
    return _pages().get_template(template).render(language=language, w=words, **shown).encode()
