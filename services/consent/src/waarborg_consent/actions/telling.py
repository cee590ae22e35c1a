"""Tell a client that somebody looked at his data in an emergency: a letter lies ready until he knows."""

from collections.abc import Sequence

from sqlalchemy import func, select

from waarborg_consent.domain.emergencies import TELLING, ToldHow
from waarborg_consent.models import ConsentFile, Emergency
from waarborg_consent.references import references_of
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Content, DeliveryState, Message
from waarborg_shared.uow import Work

BY_LETTER = "letter"
TEMPLATE = "emergency-taken"


def have_word_ready(work: Work, emergency_ref: str, *, message_id: str, rules: Rules) -> None:
    """Hand the channel for letters a notice without content; where it sends by itself the client has been told.

    The letter is on the list of those to send from the moment that the button was used, so that a channel that fails
    or is not there takes nothing from the client. The same message a second time changes nothing.
    """
    row = work.case(Emergency, emergency_ref)
    if row.word_state is not None:
        return
    outcome = rules.deliver(
        Message(
            id=message_id,
            organisation=work.organisation,
            channel=BY_LETTER,
            template=TEMPLATE,
            content=Content.NOTICE,
            case_ref=row.id,
            recipient_ref=row.subject_ref,
            at=work.now,
        )
    )
    row.word_state = outcome.state.value
    work.record(row, verb="ready-to-tell", facts={"channel": BY_LETTER, "state": outcome.state.value})
    if outcome.state is DeliveryState.SENT:
        _told(work, row, ToldHow.CHANNEL)


def record_letter_sent(work: Work, emergency_ref: str) -> Emergency:
    """Record that the letter was posted or handed over; saying so a second time changes nothing. Raises UnknownCase."""
    row = work.case(Emergency, emergency_ref)
    _told(work, row, ToldHow.LETTER)
    return row


def read_by_client(work: Work, emergency_refs: Sequence[str]) -> None:
    """Record that a client saw on his page that somebody looked; of what he knew already nothing changes."""
    for ref in emergency_refs:
        _told(work, work.case(Emergency, ref), ToldHow.PAGE)


def letters_to_send(work: Work, *, limit: int) -> Sequence[Emergency]:
    """Return the uses of the button of which the client does not know yet, the oldest first."""
    query = select(Emergency).where(Emergency.told_at.is_(None)).order_by(Emergency.created_at, Emergency.id)
    return list(work.session.scalars(query.limit(limit)))


def count_letters_to_send(work: Work) -> int:
    """Return of how many the client does not know yet."""
    return int(
        work.session.scalars(select(func.count()).select_from(Emergency).where(Emergency.told_at.is_(None))).one()
    )


def untold_of(work: Work, subject_ref: str) -> Sequence[str]:
    """Return which uses of the button for a person's data he was not told of yet, under any of his references."""
    references, _ = references_of(work, subject_ref)
    query = select(Emergency.id).where(Emergency.subject_ref.in_(references), Emergency.told_at.is_(None))
    return list(work.session.scalars(query.order_by(Emergency.created_at)))


def _told(work: Work, row: Emergency, how: ToldHow) -> None:
    if row.told_at is not None:
        return
    row.told_at, row.told_how, row.told_by = work.now, how.value, work.actor.ref
    if any(clock.name == TELLING.name and clock.stopped_at is None for clock in work.clocks.of(row)):
        work.clocks.stop(row, TELLING.name, reason="told")
    work.record(row, verb="told-client", facts={"how": how.value})
    facts = {"emergency": row.id, "how": how.value}
    work.record(work.file(ConsentFile, row.subject_ref), verb="told-of-emergency", facts=facts)
