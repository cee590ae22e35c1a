"""What a person sends from the page of his own request, and what is written between him and staff."""

import re

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, validates

from waarborg_requests.domain.speaking import LONGEST_MESSAGE
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Bsn, Line, Schema, Whole, Words

LONGEST_TICKET = 1_000
_NINE_DIGITS = re.compile(r"(?<![0-9])[0-9](?:[ .-]?[0-9]){8}(?![0-9])")


def refuse_bsn(text: str) -> None:
    """B11: refuse words in which a BSN seems to stand, as a request is no legal duty to use one for."""
    if any(Bsn.fits(found) for found in _NINE_DIGITS.findall(text)):
        raise ValidationError(
            noted(
                "This looks like a BSN, which we may use for legal duties only. Take the number out and send it again."
            )
        )


class OwnForm(Schema):
    """A form on the page of one's own request: by which proof it is his. Each part's forms there begin with this."""

    ticket = Line(LONGEST_TICKET, load_default=None, allow_none=True)
    own = Line(60, load_default=None, allow_none=True)


class WriteToUsForm(OwnForm):
    """A message of the person."""

    message = Words(
        LONGEST_MESSAGE,
        required=True,
        label=lazy_gettext("Your message"),
        hint=lazy_gettext("At most 4000 characters. Do not write your citizen service number (BSN) here."),
    )

    @validates("message")
    def no_bsn(self, text: str, **_: object) -> None:
        """No BSN comes in by a message."""
        refuse_bsn(text)


class _Thread(Schema):
    """A form at the messages: it names how many of them were seen."""

    revision = Whole(1, load_default=1)
    seen = Whole(0, required=True)


class WriteMessageForm(_Thread):
    """A message of staff to the person."""

    message = Words(LONGEST_MESSAGE, required=True, label=lazy_gettext("Message to the person"))
    harmless = fields.Boolean(
        load_default=False,
        metadata={"label": lazy_gettext("There is nothing about the person in it")},
    )

    @validates("message")
    def no_bsn(self, text: str, **_: object) -> None:
        """No BSN goes out by a message either."""
        refuse_bsn(text)


class LeaveUnansweredForm(_Thread):
    """The messages were read and need no answer: the button says it all."""
