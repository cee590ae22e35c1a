"""Places in the lists of requests: a moment and a reference, as the cursor that a list gives and takes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from waarborg_shared.web.cursors import Cursor, cursor_at

Place = tuple[datetime, str]


class PlaceCursor(Cursor):
    """A cursor of ours, given back as the moment and the reference that the list goes on after."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        match super()._deserialize(value, attr, data, **kwargs):
            case (str(at), str(reference)):
                return _moment(self, at), reference
            case _:
                raise self.make_error("cursor")


def cursor_of(place: Place | None) -> str | None:
    """Return the cursor of a place in a list, None where there is no next part."""
    return None if place is None else cursor_at((place[0].isoformat(), place[1]))


def _moment(field: Cursor, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise field.make_error("cursor") from None
    if moment.tzinfo is None:
        raise field.make_error("cursor")
    return moment
