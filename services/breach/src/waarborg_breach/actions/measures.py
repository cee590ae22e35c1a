"""Measures against a repetition, each with whose it is and by when (B24 art. 11 and 12)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.actions.handling import changing, row_of
from waarborg_breach.domain.handling import MeasureKind, MeasuresStand, NoSuchMeasure
from waarborg_breach.models import BreachCase, BreachMeasure
from waarborg_shared.db import new_id
from waarborg_shared.uow import Work, Written


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeasure:
    """A measure that somebody is to take by a day; ``what`` and ``owner`` are sealed."""

    kind: MeasureKind
    what: str = field(repr=False)
    owner: str = field(repr=False)
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A measure as it is read."""

    id: str
    kind: MeasureKind
    what: Written = field(repr=False)
    owner: Written = field(repr=False)
    due_on: date
    taken_at: datetime | None
    dropped_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether it is still to be taken."""
        return self.taken_at is None and self.dropped_at is None


def add_measure(work: Work, case: BreachCase, command: NewMeasure) -> BreachMeasure:
    """Plan a measure. Raises NoSuchMove where the case is closed."""
    changing(work, case)
    measure_id = new_id()
    row = work.add(
        BreachMeasure(
            id=measure_id,
            breach_id=case.id,
            kind=command.kind.value,
            what_sealed=_seal(work, case, measure_id, "what", command.what),
            owner_sealed=_seal(work, case, measure_id, "owner", command.owner),
            due_on=command.due_on,
            added_at=work.now,
        )
    )
    row_of(work, case).no_measures_sealed = None
    work.record(case, verb="planned-measure", facts={"kind": row.kind, "due_on": row.due_on.isoformat()})
    return row


def note_taken(work: Work, case: BreachCase, measure_id: str, *, at: datetime | None) -> None:
    """Record that a measure was taken. Raises NoSuchMeasure, NoSuchMove, WrongTimes: ``taken_at``."""
    changing(work, case)
    row = _waiting(work, case, measure_id)
    if at is not None and at > work.now:
        raise domain.WrongTimes("taken_at", "in-the-future")
    row.taken_at = at or work.now
    work.record(case, verb="took-measure", facts={"kind": row.kind})


def drop_measure(work: Work, case: BreachCase, measure_id: str, *, why: str) -> None:
    """Let a measure go, with the reason. Raises NoSuchMeasure, NoSuchMove."""
    changing(work, case)
    row = _waiting(work, case, measure_id)
    row.dropped_at = work.now
    work.record(case, verb="dropped-measure", why=why, facts={"kind": row.kind})


def need_none(work: Work, case: BreachCase, *, why: str) -> None:
    """Record why nothing is needed against a repetition. Raises MeasuresStand, NoSuchMove."""
    changing(work, case)
    if any(each.waits or each.taken_at for each in measures_of(work, case)):
        raise MeasuresStand(case.id)
    row = row_of(work, case)
    work.session.add(row)
    row.no_measures_sealed = work.seal(why, holder=case.id, table="breach_handling", column="no_measures", row=case.id)
    work.record(case, verb="needed-no-measures")


def measures_of(work: Work, case: BreachCase) -> Sequence[Measure]:
    """Return the measures of a case, the first due first."""
    query = select(BreachMeasure).where(BreachMeasure.breach_id == case.id)
    return [
        Measure(
            id=row.id,
            kind=MeasureKind(row.kind),
            what=_open(work, case, row.id, "what", row.what_sealed),
            owner=_open(work, case, row.id, "owner", row.owner_sealed),
            due_on=row.due_on,
            taken_at=row.taken_at,
            dropped_at=row.dropped_at,
        )
        for row in work.session.scalars(query.order_by(BreachMeasure.due_on, BreachMeasure.id))
    ]


def _waiting(work: Work, case: BreachCase, measure_id: str) -> BreachMeasure:
    query = select(BreachMeasure).where(BreachMeasure.breach_id == case.id, BreachMeasure.id == measure_id)
    row = work.session.scalars(query).one_or_none()
    if row is None or row.taken_at is not None or row.dropped_at is not None:
        raise NoSuchMeasure(measure_id)
    return row


def _seal(work: Work, case: BreachCase, measure_id: str, column: str, text: str) -> bytes:
    return work.seal(text, holder=case.id, table="breach_measure", column=column, row=measure_id)


def _open(work: Work, case: BreachCase, measure_id: str, column: str, blob: bytes) -> Written:
    return work.unseal_to_show(blob, holder=case.id, table="breach_measure", column=column, row=measure_id)
