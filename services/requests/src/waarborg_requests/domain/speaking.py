"""Messages between a person and staff about one request: how many, who may read which, and by which way word goes."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from waarborg_requests.domain.intake import Reach
from waarborg_requests.domain.states import RequestError
from waarborg_shared.hooks.values import Text

LONGEST_MESSAGE = 4_000
MOST_MESSAGES = 20
COUNTED_OVER = timedelta(hours=24)


class TooManyMessages(RequestError):
    """So many messages in a day would bury the ones that matter."""

    field = "message"
    text = Text(
        "U schreef vandaag al twintig berichten. Bel ons als het niet kan wachten.",
        "You wrote twenty messages today already. Call us if it cannot wait.",
    )


class NoAttachments(RequestError):
    """A message takes no files: what is in them cannot be told, and a copy of a document is never to come in so."""

    field = "message"
    text = Text(
        "Een bestand meesturen kan hier niet. Breng het mee naar de balie of stuur het met de post.",
        "You cannot add a file here. Bring it to the desk or send it by post.",
    )


class Side(StrEnum):
    """Who wrote a message."""

    PERSON = "person"
    STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A message in codes. ``subject_ref`` is whom the request was linked to when it was written; ``signed_in_ref`` the
    person who wrote it signed in, None for who had number and code, and for staff; ``of_former``: written for or by who
    had the request before somebody else went on with it."""

    side: Side
    harmless: bool = False
    subject_ref: str | None = None
    signed_in_ref: str | None = None
    of_former: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who opens the page of his own request. ``signed_in``: not by number and code; ``known``: somebody has established
    who he is; ``subject_ref``: whom the request is linked to now."""

    signed_in: bool
    known: bool
    subject_ref: str | None


class Reading(StrEnum):
    """What a reader gets of a message: all of it, only that it is there, or nothing at all."""

    OPEN = "open"
    HELD = "held"
    NOT_THEIRS = "not_theirs"


def reading_of(sent: Sent, reader: Reader) -> Reading:
    """Return what a reader gets of a message (B15: nothing of a file to somebody whom nobody identified).

    A request that turned out to be another person's takes nothing along that was written for, or by, the first; nor
    does one with which another went on.
    """
    if sent.of_former:
        return Reading.NOT_THEIRS
    same = sent.subject_ref == reader.subject_ref
    if sent.side is Side.PERSON:
        return Reading.OPEN if _wrote(sent, reader) else Reading.NOT_THEIRS
    if sent.harmless:
        return Reading.OPEN if same or not reader.signed_in else Reading.NOT_THEIRS
    if not reader.known:
        return Reading.HELD
    return Reading.OPEN if same else Reading.NOT_THEIRS


def _wrote(sent: Sent, reader: Reader) -> bool:
    """Whether a message of the person is the reader's own."""
    if sent.signed_in_ref is not None:
        return (reader.signed_in or reader.known) and sent.signed_in_ref == reader.subject_ref
    return not reader.signed_in or sent.subject_ref == reader.subject_ref


def may_write(moments: Collection[datetime], now: datetime) -> None:
    """Check that a person may write once more, by when his messages were written. Raises TooManyMessages."""
    if sum(moment > now - COUNTED_OVER for moment in moments) >= MOST_MESSAGES:
        raise TooManyMessages(MOST_MESSAGES)


# By which of an organisation's channels somebody hears that there is a message; the first that it has.
_WAYS: Mapping[Reach, tuple[str, ...]] = {
    Reach.EMAIL: ("email",),
    Reach.PHONE: ("telephone", "contact"),
    Reach.POST: ("letter",),
}


def way_of_notice(reach: Reach, channels: Collection[str], *, otherwise: str) -> str:
    """Return the channel for word without content: the way that the person chose, else the one of the answer."""
    return next((way for way in _WAYS[reach] if way in channels), otherwise)
