"""Messages about one request: the person writes, staff write, both read, and none of it is lost."""

from dataclasses import dataclass
from datetime import datetime

from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.handling import Stale
from waarborg_requests.actions.messages import messages_of
from waarborg_requests.actions.own import may_be_shown
from waarborg_requests.domain import speaking
from waarborg_requests.domain.speaking import Reader, Reading, Sent, Side
from waarborg_requests.models import Request, RequestMessage
from waarborg_shared.auth import ActorKind
from waarborg_shared.db import new_id
from waarborg_shared.events.requests import RequestMessageWritten
from waarborg_shared.uow import Work, Written

_TABLE = RequestMessage.__tablename__


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """One message as a page shows it. ``text`` is None where it may not be read yet; ``new``: not read before now;
    ``read_at``: when the other side saw it; ``of_another``: written while the request was linked to somebody else;
    ``of_former``: while it was of who may no longer."""

    id: str
    at: datetime
    side: Side
    text: Written | None
    harmless: bool
    new: bool
    read_at: datetime | None
    of_another: bool = False
    of_former: bool = False


def write_to_us(work: Work, row: Request, text: str, *, signed_in: bool) -> RequestMessage:
    """Put a message of the person on his request, also on one that is closed; it waits until staff do something.

    Raises:
        TooManyMessages, KeyDestroyed
    """
    mine = [message.at for message in messages_of(work, row) if message.from_person]
    speaking.may_write(mine, work.now)
    by = work.actor.subject_ref if signed_in and work.actor.kind is ActorKind.PERSON else None
    message = _put(work, row, text, side=Side.PERSON, signed_in_ref=by, harmless=False)
    row.message_waits_since = row.message_waits_since or work.now
    return message


def write_to_person(work: Work, row: Request, text: str, *, harmless: bool, seen: int) -> RequestMessage:
    """Write to the person; he gets word without content. ``seen`` is how many messages the writer had before him.

    Raises:
        Stale: there are more by now. KeyDestroyed
    """
    if len(messages_of(work, row)) != seen:
        raise Stale
    message = _put(work, row, text, side=Side.STAFF, signed_in_ref=None, harmless=harmless)
    row.message_waits_since = None
    return message


def leave_unanswered(work: Work, row: Request, *, seen: int) -> None:
    """Record that the messages need no answer; a second time changes nothing. Raises Stale: there are more by now."""
    if len(messages_of(work, row)) != seen:
        raise Stale
    if row.message_waits_since is not None:
        row.message_waits_since = None
        work.record(row, verb="message-needs-no-answer", facts=in_role(work))


def thread_for_staff(work: Work, row: Request, *, reads: bool) -> tuple[Spoken, ...]:
    """Return every message for staff; ``reads``: for who handles it, so that the person sees that it was read."""
    found = messages_of(work, row)
    return tuple(_spoken(work, row, each, Reading.OPEN, mark=reads and each.from_person) for each in found)


def thread_for_person(work: Work, row: Request, *, signed_in: bool) -> tuple[Spoken, ...]:
    """Return the messages that the person gets to see of his own request, and note that he saw what he could read."""
    reader = Reader(signed_in=signed_in, known=may_be_shown(work, row), subject_ref=row.subject_ref)
    judged = ((each, speaking.reading_of(in_codes(each), reader)) for each in messages_of(work, row))
    shown = ((each, reading) for each, reading in judged if reading is not Reading.NOT_THEIRS)
    return tuple(
        _spoken(work, row, each, reading, mark=reading is Reading.OPEN and not each.from_person)
        for each, reading in shown
    )


def _put(
    work: Work, row: Request, text: str, *, side: Side, signed_in_ref: str | None, harmless: bool
) -> RequestMessage:
    message = RequestMessage(
        id=new_id(),
        request_id=row.id,
        subject_ref=row.subject_ref,
        from_person=side is Side.PERSON,
        signed_in_ref=signed_in_ref,
        of_former=False,
        written_by=work.actor.ref,
        at=work.now,
        harmless=harmless,
    )
    message.text_sealed = work.seal(text, holder=row.id, table=_TABLE, column="text", row=message.id)
    work.add(message)
    work.emit(RequestMessageWritten(request_ref=row.id, writer_kind=side.value), case=row)
    work.record(row, verb="wrote-message", facts={"by": side.value, **(in_role(work) if side is Side.STAFF else {})})
    return message


def _spoken(work: Work, row: Request, message: RequestMessage, reading: Reading, *, mark: bool) -> Spoken:
    new = message.read_at is None
    if mark and new:
        message.read_at, message.read_by = work.now, work.actor.ref
    text = text_of(work, row, message) if reading is Reading.OPEN else None
    return Spoken(
        id=message.id,
        at=message.at,
        side=Side.PERSON if message.from_person else Side.STAFF,
        text=text,
        harmless=message.harmless,
        new=new,
        read_at=message.read_at,
        of_another=message.subject_ref is not None and message.subject_ref != row.subject_ref,
        of_former=message.of_former,
    )


def text_of(work: Work, row: Request, message: RequestMessage) -> Written:
    """Return what a message of a request says; the caller has checked who may read it."""
    return work.unseal_to_show(message.text_sealed, holder=row.id, table=_TABLE, column="text", row=message.id)


def in_codes(message: RequestMessage) -> Sent:
    """Return a message without its text, for the rule that says who gets to see it."""
    return Sent(
        side=Side.PERSON if message.from_person else Side.STAFF,
        harmless=message.harmless,
        subject_ref=message.subject_ref,
        signed_in_ref=message.signed_in_ref,
        of_former=message.of_former,
    )
