"""Where the next part of a list begins, as an opaque cursor."""

import base64
import binascii
from datetime import datetime

from marshmallow import ValidationError

from waarborg_shared.web import noted

Place = tuple[datetime, str]
_LONGEST = 200


def cursor_of(place: Place | None) -> str | None:
    """Return the cursor of a place in a list, None where there is no next part."""
    if place is None:
        return None
    moment, reference = place
    return base64.urlsafe_b64encode(f"{moment.isoformat()}|{reference}".encode()).decode().rstrip("=")


def place_of(cursor: str | None) -> Place | None:
    """Return the place that a cursor stands for; raises ValidationError for what is no cursor of ours."""
    if cursor is None:
        return None
    try:
        plain = base64.urlsafe_b64decode(cursor[:_LONGEST] + "=" * (-len(cursor) % 4)).decode("ascii")
        moment, _, reference = plain.partition("|")
        place = datetime.fromisoformat(moment), reference
    except (ValueError, binascii.Error):
        raise ValidationError(noted("This is not a cursor."), field_name="cursor") from None
    if place[0].tzinfo is None or not reference:
        raise ValidationError(noted("This is not a cursor."), field_name="cursor")
    return place
