"""Read the list: a page of it, one person, and what a message says to who got it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from waarborg_breach.actions.telling.message import sent_message
from waarborg_breach.actions.telling.rows import last_order, reference_of
from waarborg_breach.actions.telling.stopping import TELLS
from waarborg_breach.domain import PersonsState
from waarborg_breach.domain.telling import Counts, Message, PersonState
from waarborg_breach.models import BreachCase, BreachMessage, BreachPerson, BreachPersonLink
from waarborg_shared.uow import Work, Written

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """One of the list as it is shown."""

    id: str
    reference: Written = field(repr=False)
    channel: str
    language: str
    state: PersonState
    attempts: int
    error: str | None
    told_at: datetime | None
    message_id: str | None
    letter_number: int | None


def shown(work: Work, row: BreachPerson) -> Person:
    """Return a person as a page shows him."""
    return Person(
        id=row.id,
        reference=reference_of(work, row),
        channel=row.channel,
        language=row.language,
        state=PersonState(row.state),
        attempts=row.attempts,
        error=row.error,
        told_at=row.told_at,
        message_id=row.message_id,
        letter_number=row.letter_number,
    )


def persons_of(
    work: Work, case: BreachCase, *, state: PersonState | None = None, after: str | None = None, limit: int = PAGE
) -> list[Person]:
    """Return a page of the list, in the order in which it was made, from the one after ``after``."""
    query = select(BreachPerson).where(
        BreachPerson.organisation == work.organisation, BreachPerson.breach_id == case.id
    )
    if state is not None:
        query = query.where(BreachPerson.state == state.value)
    if after is not None:
        query = query.where(BreachPerson.id > after)
    return [shown(work, row) for row in work.session.scalars(query.order_by(BreachPerson.id).limit(limit))]


def messages_of(work: Work, case: BreachCase) -> dict[int, Message | None]:
    """Return the message of every order, by its number."""
    query = select(BreachMessage).where(
        BreachMessage.organisation == work.organisation, BreachMessage.breach_id == case.id
    )
    return {order.number: sent_message(work, order) for order in work.session.scalars(query)}


def told_by(work: Work, message_id: str) -> Message | None:
    """Return the message of who got a notice with this id, empty where it was erased; None: there is no such notice."""
    query = select(BreachPerson).where(
        BreachPerson.organisation == work.organisation, BreachPerson.message_id == message_id
    )
    row = work.session.scalars(query).one_or_none()
    found = (row.breach_id, row.round) if row is not None else _told_before(work, message_id)
    if found is None or found[1] is None:
        return None
    case = work.case(BreachCase, found[0], lock=False)
    order = work.session.get(BreachMessage, (work.organisation, *found))
    if case.drill or order is None:
        return None
    return sent_message(work, order) or {}


def _told_before(work: Work, message_id: str) -> tuple[str, int] | None:
    """Return the breach and the order of a message that somebody got before he was tried again."""
    query = select(BreachPerson.breach_id, BreachPersonLink.round).join(
        BreachPersonLink,
        (BreachPersonLink.organisation == BreachPerson.organisation) & (BreachPersonLink.person_id == BreachPerson.id),
    )
    found = work.session.execute(
        query.where(
            BreachPerson.organisation == work.organisation,
            BreachPersonLink.organisation == work.organisation,
            BreachPersonLink.message_id == message_id,
        )
    ).one_or_none()
    return None if found is None else (found[0], found[1])


def order_of(work: Work, case: BreachCase) -> BreachMessage | None:
    """Return the newest order to send."""
    return last_order(work, case.id)


def who_waits(work: Work, cases: Sequence[BreachCase]) -> dict[str, tuple[int, int]]:
    """Return of each case how many are to be spoken to in person, and how many wait otherwise, for the desk.

    Where it was not decided to tell them each, or it was announced, nobody waits.
    """
    telling = {case.id: PersonsState(case.persons_state) for case in cases if case.persons_state in TELLS}
    query = select(BreachPerson.breach_id, BreachPerson.state, func.count()).where(
        BreachPerson.organisation == work.organisation,
        BreachPerson.breach_id.in_(sorted(telling)),
        BreachPerson.state != PersonState.SENT.value,
    )
    states: dict[str, dict[PersonState, int]] = {}
    for breach_id, state, count in work.session.execute(query.group_by(BreachPerson.breach_id, BreachPerson.state)):
        states.setdefault(breach_id, {})[PersonState(state)] = count
    counts = {breach_id: Counts(by_state=found) for breach_id, found in states.items()}
    tasks = {breach_id: found.of(PersonState.TASK) for breach_id, found in counts.items()}
    return {
        breach_id: (tasks[breach_id], found.waiting(telling[breach_id]) - tasks[breach_id])
        for breach_id, found in counts.items()
    }
