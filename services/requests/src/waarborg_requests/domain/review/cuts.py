"""What is cut out of an item: stretches of a text, values of a JSON document, rectangles on a page."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from waarborg_requests.domain.states import RequestError
from waarborg_shared.hooks.values import Text

LEFT_OUT = "[weggelaten]"
MOST_CUTS = 2_000


class BadCut(RequestError):
    """A cut that lies outside what it is to be cut from."""

    field = "cuts"
    text = Text(
        "Een van de delen om weg te laten valt buiten de tekst of de bladzijde.",
        "One of the pieces to leave out lies outside the text or the page.",
    )


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of a text: from the character ``start`` (counted from 0) up to ``end``, which stays."""

    start: int
    end: int


@dataclass(frozen=True, slots=True, order=True)
class Field:
    """A value of a JSON document, by its pointer (RFC 6901), such as ``/gp/name``; never the whole document."""

    pointer: str


@dataclass(frozen=True, slots=True, order=True)
class Rectangle:
    """A part of a page (counted from 0), in fractions of its width and height from the top left corner."""

    page: int
    left: float
    top: float
    width: float
    height: float


Cut = Span | Field | Rectangle


def cut_text(text: str, spans: Iterable[Span]) -> str:
    """Return ``text`` with each stretch replaced by one mark, whatever its length: not even that is told.

    Stretches may touch or overlap; they count as one then. Raises BadCut for one outside the text, or empty.
    """
    kept: list[str] = []
    at = 0
    for start, end in _joined(spans, len(text)):
        kept += [text[at:start], LEFT_OUT]
        at = end
    return "".join([*kept, text[at:]])


def cut_fields(document: Any, fields: Iterable[Field]) -> Any:
    """Return a copy of a JSON document with the values at the pointers replaced; raises BadCut for one that is not
    there. Where one pointer lies within another, the outer one counts."""
    copy = _copied(document)
    ordered = sorted({field.pointer for field in fields}, key=len)
    outer: list[str] = []
    for pointer in ordered:
        if any(pointer.startswith(f"{before}/") for before in outer):
            continue
        _replace(copy, _steps(pointer))
        outer.append(pointer)
    return copy


def check_rectangles(rectangles: Iterable[Rectangle], pages: int) -> None:
    """Refuse a rectangle beside the page, without a size, or on a page that is not there; raises BadCut."""
    for each in rectangles:
        inside = 0 <= each.left < 1 and 0 <= each.top < 1 and each.width > 0 and each.height > 0
        # A hair over the edge is a rounding of the browser's, and is cut off at the edge.
        if not (inside and each.left + each.width <= 1.001 and each.top + each.height <= 1.001):
            raise BadCut("a rectangle beside the page")
        if not 0 <= each.page < pages:
            raise BadCut("a rectangle on a page that is not there")


def _joined(spans: Iterable[Span], length: int) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for each in sorted(spans):
        if not 0 <= each.start < each.end <= length:
            raise BadCut("a stretch outside the text")
        if joined and each.start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], each.end)
        else:
            joined.append((each.start, each.end))
    return joined


def _steps(pointer: str) -> list[str]:
    if not pointer.startswith("/"):
        raise BadCut("a pointer to the whole document, or none")
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]


def _replace(document: Any, steps: Sequence[str]) -> None:
    at = document
    for step in steps[:-1]:
        at = at[_key(at, step)]
    at[_key(at, steps[-1])] = LEFT_OUT


def _key(at: Any, step: str) -> Any:
    if isinstance(at, dict) and step in at:
        return step
    # "0" and no "00" or "-1": as RFC 6901 has it.
    if isinstance(at, list) and step.isdecimal() and str(int(step)) == step and int(step) < len(at):
        return int(step)
    raise BadCut("a value that is not there")


def _copied(document: Any) -> Any:
    if isinstance(document, Mapping):
        return {key: _copied(value) for key, value in document.items()}
    if isinstance(document, list | tuple):
        return [_copied(value) for value in document]
    return document
