"""Read the list: a page of it, one person, the letters of one PDF, and what a message says to who got it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import case as case_of
from sqlalchemy import func, select

from waarborg_breach.actions.telling.message import sent_message
from waarborg_breach.actions.telling.rows import last_order, reference_of
from waarborg_breach.domain.telling import LETTERS_IN_ONE, Message, PersonState
from waarborg_breach.models import BreachCase, BreachMessage, BreachPerson
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


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPart:
    """The letters of one PDF: which one it is, how many are in it, and how many wait to be posted."""

    part: int
    letters: int
    waiting: int


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


def letter_parts(work: Work, case: BreachCase) -> Sequence[LetterPart]:
    """Return the PDFs of letters that there are."""
    part = (BreachPerson.letter_number - 1) // LETTERS_IN_ONE
    waiting = func.sum(case_of((BreachPerson.state == PersonState.TO_PRINT.value, 1), else_=0))
    query = select(part.label("part"), func.count(), waiting).where(
        BreachPerson.organisation == work.organisation,
        BreachPerson.breach_id == case.id,
        BreachPerson.letter_number.is_not(None),
    )
    found = work.session.execute(query.group_by("part").order_by("part"))
    return [LetterPart(part=int(number) + 1, letters=count, waiting=int(left)) for number, count, left in found]


def letters_of(work: Work, case: BreachCase, part: int) -> Iterator[tuple[int, BreachPerson]]:
    """Give the letters of one PDF that wait to be posted, in their order."""
    first = (part - 1) * LETTERS_IN_ONE
    query = select(BreachPerson).where(
        BreachPerson.organisation == work.organisation,
        BreachPerson.breach_id == case.id,
        BreachPerson.state == PersonState.TO_PRINT.value,
        BreachPerson.letter_number > first,
        BreachPerson.letter_number <= first + LETTERS_IN_ONE,
    )
    for row in work.session.scalars(query.order_by(BreachPerson.letter_number)):
        assert row.letter_number is not None
        yield row.letter_number, row


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
    if row is None or row.round is None:
        return None
    case = work.case(BreachCase, row.breach_id, lock=False)
    order = work.session.get(BreachMessage, (work.organisation, row.breach_id, row.round))
    if case.drill or order is None:
        return None
    return sent_message(work, order) or {}


def order_of(work: Work, case: BreachCase) -> BreachMessage | None:
    """Return the newest order to send."""
    return last_order(work, case.id)


def tasks_waiting(work: Work, breach_ids: Sequence[str]) -> dict[str, int]:
    """Return how many people of each case are to be spoken to in person, for the desk."""
    query = select(BreachPerson.breach_id, func.count()).where(
        BreachPerson.organisation == work.organisation,
        BreachPerson.breach_id.in_(sorted(breach_ids)),
        BreachPerson.state == PersonState.TASK.value,
    )
    found = work.session.execute(query.group_by(BreachPerson.breach_id))
    return {str(breach_id): int(count) for breach_id, count in found}
