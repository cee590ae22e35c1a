"""The readable pages of a package: HTML that works without the internet, in the person's language."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from waarborg_requests.packing.words import WORDS


@cache
def _pages() -> Environment:
    return Environment(
        loader=PackageLoader("waarborg_requests", "packing/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def start_page(language: str, **shown: Any) -> bytes:
    """Return the page to begin with. ``shown``: organisation, number, made, categories (name, count, pages), withheld
    (rows of three texts) and portable."""
    return _rendered("index.html", language, **shown)


def data_page(
    language: str, *, organisation: str, category: str, items: Sequence[Mapping[str, Any]], kept_back: bool = False
) -> bytes:
    """Return a page with items of one kind of data, each with number, title, holder, day, redacted, file, media_type,
    text and value (as `Reader.tree` gives it). Without any it says why: ``kept_back``, or because there was nothing."""
    shown = {"organisation": organisation, "category": category, "items": items, "kept_back": kept_back}
    return _rendered("page.html", language, **shown)


def _rendered(template: str, language: str, **shown: Any) -> bytes:
    words = {name: text.to(language) for name, text in WORDS.items()}
    return _pages().get_template(template).render(language=language, w=words, **shown).encode()
