"""Long lists in parts: a cursor says where the next part begins, so that rows that come meanwhile shift nothing."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from marshmallow import fields

from waarborg_shared.web.i18n import noted
from waarborg_shared.web.schemas import Schema, Whole

_Row = TypeVar("_Row")
_LONGEST = 500


class Cursor(fields.String):
    """An opaque place in a list, given back as the tuple that `part_of` made it from."""

    default_error_messages = {"cursor": noted("This is no place in the list.")}  # noqa: RUF012

    def __init__(self, **options: Any) -> None:
        super().__init__(metadata={"pattern": f"^[A-Za-z0-9_-]{{2,{_LONGEST}}}$"}, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        try:
            if not isinstance(value, str) or len(value) > _LONGEST:
                raise ValueError
            padded = value + "=" * (-len(value) % 4)
            place = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            if not isinstance(place, list) or not all(isinstance(step, str | int) for step in place):
                raise ValueError
        except (ValueError, binascii.Error, UnicodeDecodeError, RecursionError):
            raise self.make_error("cursor") from None
        return tuple(place)


class PartQuery(Schema):
    """The query of a list: `?cursor=…&limit=25`."""

    cursor = Cursor(load_default=None)
    limit = Whole(1, 100, load_default=25)


@dataclass(frozen=True)
class Part(Generic[_Row]):
    """One part of a list, and the cursor of the next one ('' at the end)."""

    items: Sequence[_Row]
    next: str


def part_of(rows: Sequence[_Row], limit: int, place: Callable[[_Row], tuple[str | int, ...]]) -> Part[_Row]:
    """Return the part for rows fetched with ``LIMIT limit + 1``; ``place`` gives a row's sort key."""
    if len(rows) <= limit:
        return Part(rows, "")
    return Part(rows[:limit], cursor_at(place(rows[limit - 1])))


def cursor_at(place: tuple[str | int, ...]) -> str:
    """Return the cursor of the part that follows ``place``."""
    return base64.urlsafe_b64encode(json.dumps(list(place), separators=(",", ":")).encode()).decode().rstrip("=")
