"""Cuts as JSON, to be kept sealed, and read back."""

import hashlib
import json
from typing import Any

from waarborg_requests.domain.review.cuts import Cut, Field, Rectangle, Span


def write_cuts(cuts: tuple[Cut, ...]) -> str:
    """Return cuts as JSON, in one order, so that equal cuts are equal texts."""
    return json.dumps(sorted(_written(cut) for cut in cuts))


def read_cuts(text: str) -> tuple[Cut, ...]:
    """Return what `write_cuts` wrote."""
    return tuple(_read(each) for each in json.loads(text))


def digest_of(text: str) -> str:
    """Return by what cuts are told apart without being read."""
    return hashlib.sha256(text.encode()).hexdigest()


def _written(cut: Cut) -> list[Any]:
    if isinstance(cut, Span):
        return ["span", cut.start, cut.end]
    if isinstance(cut, Field):
        return ["field", cut.pointer]
    return ["rectangle", cut.page, cut.left, cut.top, cut.width, cut.height]


def _read(written: list[Any]) -> Cut:
    kind, *values = written
    if kind == "span":
        return Span(*values)
    return Field(*values) if kind == "field" else Rectangle(*values)
