"""The letters of a list: which PDFs there are, what is in one, and what was printed and then posted.

Only what was drawn can have been posted: who is added to a PDF after it was drawn waits for the next time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy import case as case_of

from waarborg_breach.actions.telling.afterwards import changing
from waarborg_breach.actions.telling.following import settle_persons
from waarborg_breach.actions.telling.rows import telling_of
from waarborg_breach.domain.telling import (
    LETTERS_IN_ONE,
    NoSuchPerson,
    NotPrinted,
    PersonState,
    StillPrinting,
    TellingState,
)
from waarborg_breach.models import BreachCase, BreachPerson
from waarborg_shared.uow import Work

_WAITS = BreachPerson.state == PersonState.TO_PRINT.value


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPart:
    """The letters of one PDF: how many are in it, how many wait to be posted, and how many of those were printed."""

    part: int
    letters: int
    waiting: int
    printed: int


def letter_parts(work: Work, case: BreachCase) -> Sequence[LetterPart]:
    """Return the PDFs of letters that there are."""
    part = (BreachPerson.letter_number - 1) // LETTERS_IN_ONE
    waiting = func.sum(case_of((_WAITS, 1), else_=0))
    printed = func.sum(case_of((_WAITS & BreachPerson.printed_at.is_not(None), 1), else_=0))
    query = select(part.label("part"), func.count(), waiting, printed).where(
        BreachPerson.organisation == work.organisation,
        BreachPerson.breach_id == case.id,
        BreachPerson.letter_number.is_not(None),
    )
    found = work.session.execute(query.group_by("part").order_by("part"))
    return [
        LetterPart(part=int(number) + 1, letters=count, waiting=int(left), printed=int(drawn))
        for number, count, left, drawn in found
    ]


def letters_of(work: Work, case: BreachCase, part: int) -> Iterator[tuple[int, BreachPerson]]:
    """Give the letters of one PDF that wait to be posted, in their order."""
    query = select(BreachPerson).where(*_in_part(work, case, part))
    for row in work.session.scalars(query.order_by(BreachPerson.letter_number)):
        assert row.letter_number is not None
        yield row.letter_number, row


def note_printed(work: Work, case: BreachCase, part: int, numbers: Iterable[int]) -> None:
    """Note which letters of a PDF were drawn; one that waits no more stays as it is."""
    drawn, counted = set(numbers), 0
    query = select(BreachPerson).where(*_in_part(work, case, part)).order_by(BreachPerson.id)
    for row in work.session.scalars(query.with_for_update()):
        if row.letter_number in drawn:
            row.printed_at = work.now
            counted += 1
    work.record(case, verb="made-letters", facts={"part": part, "letters": counted})


def letters_posted(work: Work, case: BreachCase, part: int) -> int:
    """Note that the printed letters of one PDF were posted; who was noted otherwise meanwhile stays so.

    Returns how many.

    Raises:
        CaseOver, StillPrinting: the worker makes letters still. NoSuchPerson: none of it waits. NotPrinted.
    """
    changing(case)
    telling = telling_of(work, case.id, lock=True)
    if telling is not None and telling.state == TellingState.SENDING:
        raise StillPrinting
    query = select(BreachPerson).where(*_in_part(work, case, part)).order_by(BreachPerson.id)
    waiting = work.session.scalars(query.with_for_update()).all()
    if not waiting:
        raise NoSuchPerson(str(part))
    printed = [row for row in waiting if row.printed_at is not None]
    if not printed:
        raise NotPrinted(str(part))
    for row in printed:
        row.state, row.told_at = PersonState.SENT.value, work.now
    work.record(case, verb="posted-letters", facts={"part": part, "letters": len(printed)})
    settle_persons(work, case)
    return len(printed)


def _in_part(work: Work, case: BreachCase, part: int) -> tuple[ColumnElement[bool], ...]:
    first = (part - 1) * LETTERS_IN_ONE
    return (
        BreachPerson.organisation == work.organisation,
        BreachPerson.breach_id == case.id,
        _WAITS,
        BreachPerson.letter_number > first,
        BreachPerson.letter_number <= first + LETTERS_IN_ONE,
    )
