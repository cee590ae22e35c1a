"""Measures against a repetition, each with whose it is, by when, and a clock of its own (B24 art. 11 and 12).

A measure's clock belongs to the measure: it runs to the end of its day, and when it runs out the worker notes so, once.
The clock ``measures`` of a protocol is the case's, and runs until it is known what is done, or that nothing is.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select

from waarborg_breach import domain
from waarborg_breach.actions.handling import changing, handling_of, row_of
from waarborg_breach.actions.of_case import rows_of
from waarborg_breach.actions.reminding import make_ready
from waarborg_breach.actions.settling import DONE
from waarborg_breach.domain.handling import MeasureKind, MeasuresStand, MeasuresState, NoSuchMeasure
from waarborg_breach.models import BreachCase, BreachMeasure
from waarborg_shared.clocks import ClockRule, Term, Unit, due_on
from waarborg_shared.clocks.terms import end_of_day
from waarborg_shared.db import new_id
from waarborg_shared.deadlines import Deadline, Moment
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written

MEASURES = "measures"
"""The clock of the organisation's protocol within which it is to be known what is done against a repetition."""
DUE = "measure-due"
"""The clock of one measure."""
KNOWN, OVER = "known", "over"
LONGEST_DAYS = 36_500
_OVERDUE = (
    BreachMeasure.overdue_at.is_not(None),
    BreachMeasure.taken_at.is_(None),
    BreachMeasure.dropped_at.is_(None),
)


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
    overdue_at: datetime | None

    @property
    def waits(self) -> bool:
        """Whether it is still to be taken."""
        return self.taken_at is None and self.dropped_at is None


def add_measure(work: Work, case: BreachCase, command: NewMeasure, *, rules: Rules) -> BreachMeasure:
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
    work.session.flush()
    _start_clock(work, row, rules)
    set_own_clock(work, case, rules)
    work.record(case, verb="planned-measure", facts={"kind": row.kind, "due_on": row.due_on.isoformat()})
    return row


def note_taken(work: Work, case: BreachCase, measure_id: str, *, at: datetime | None) -> None:
    """Record that a measure was taken. Raises NoSuchMeasure, NoSuchMove, WrongTimes: ``taken_at``."""
    changing(work, case)
    row = _waiting(work, case, measure_id)
    if at is not None and at > work.now:
        raise domain.WrongTimes("taken_at", "in-the-future")
    row.taken_at = at or work.now
    if due_on(row.taken_at) <= row.due_on:
        row.overdue_at = None
    _stop_clock(work, row, reason=DONE)
    work.record(case, verb="took-measure", facts={"kind": row.kind})


def drop_measure(work: Work, case: BreachCase, measure_id: str, *, why: str, rules: Rules) -> None:
    """Let a measure go, with the reason. Raises NoSuchMeasure, NoSuchMove."""
    changing(work, case)
    row = _waiting(work, case, measure_id, field="dropped_measure")
    row.dropped_at = work.now
    _stop_clock(work, row, reason=DONE)
    work.session.flush()
    set_own_clock(work, case, rules)
    work.record(case, verb="dropped-measure", why=why, facts={"kind": row.kind})


def need_none(work: Work, case: BreachCase, *, why: str, rules: Rules) -> None:
    """Record why nothing is needed against a repetition. Raises MeasuresStand, NoSuchMove."""
    changing(work, case)
    if any(each.waits or each.taken_at for each in measures_of(work, case)):
        raise MeasuresStand(case.id)
    row = row_of(work, case)
    work.session.add(row)
    row.no_measures_sealed = work.seal(why, holder=case.id, table="breach_handling", column="no_measures", row=case.id)
    work.session.flush()
    set_own_clock(work, case, rules)
    work.record(case, verb="needed-no-measures")


def set_own_clock(work: Work, case: BreachCase, _rules: Rules) -> None:
    """Stop the protocol's clock for thinking of measures once some stand or none is needed; else let it run on."""
    clock = next((each for each in work.clocks.of(case) if each.name == MEASURES), None)
    if clock is None:
        return
    known = handling_of(work, case).measures is not MeasuresState.OPEN
    if known and clock.stopped_at is None:
        work.clocks.stop(case, MEASURES, reason=KNOWN)
    elif not known and clock.stop_reason == KNOWN:
        work.clocks.reopen(case, MEASURES)


def stop_clocks(work: Work, case: BreachCase, _rules: Rules) -> None:
    """Let no measure's clock run on in a case that is over."""
    for row in _rows(work, case):
        _stop_clock(work, row, reason=OVER)


def run_clocks_again(work: Work, case: BreachCase, _rules: Rules) -> None:
    """Let the clocks of measures that wait run on, as if the case had never been over."""
    for row in _rows(work, case):
        if any(clock.stop_reason == OVER for clock in work.clocks.of(row)):
            work.clocks.reopen(row, DUE)


def on_due(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """When the day of a measure comes near, or has passed, note so on its case and warn who may decide."""
    row = work.session.get(BreachMeasure, (work.organisation, deadline.case_ref))
    if row is None:
        return
    case = work.case(BreachCase, row.breach_id)
    lapsed = moment == Moment.LAPSED
    if lapsed:
        row.overdue_at = work.now
    facts = {"kind": row.kind, "due_on": row.due_on.isoformat()}
    work.record(case, verb="measure-overdue" if lapsed else "measure-neared", facts=facts)
    make_ready(work, case, deadline, moment, rules)


def overdue_in(work: Work, breach_ids: Collection[str]) -> Mapping[str, int]:
    """Return how many measures of each case are past their day and not taken; a case without any is left out."""
    query = select(BreachMeasure.breach_id, func.count().label("number")).where(
        BreachMeasure.organisation == work.organisation,
        BreachMeasure.breach_id.in_(sorted(breach_ids)),
        *_OVERDUE,
    )
    return {row.breach_id: row.number for row in work.session.execute(query.group_by(BreachMeasure.breach_id))}


def measures_of(work: Work, case: BreachCase) -> Sequence[Measure]:
    """Return the measures of a case, the first due first."""
    return [
        Measure(
            id=row.id,
            kind=MeasureKind(row.kind),
            what=_open(work, case, row.id, "what", row.what_sealed),
            owner=_open(work, case, row.id, "owner", row.owner_sealed),
            due_on=row.due_on,
            taken_at=row.taken_at,
            dropped_at=row.dropped_at,
            overdue_at=row.overdue_at,
        )
        for row in _rows(work, case)
    ]


def _rows(work: Work, case: BreachCase) -> Sequence[BreachMeasure]:
    return rows_of(work, case, BreachMeasure, "due_on", "id")


def _start_clock(work: Work, row: BreachMeasure, rules: Rules) -> None:
    """Run to the end of the measure's day; one whose day has passed already is noted by the worker at once."""
    begins = min(work.now, end_of_day(row.due_on))
    days = (row.due_on - due_on(begins)).days
    rule = ClockRule(
        name=DUE,
        start_event="planned",
        term=Term(min(days, LONGEST_DAYS), Unit.DAYS),
        source=rules.breach_protocol.source,
    )
    work.clocks.start(row, rule, at=begins, calendar=rules.calendar)


def _stop_clock(work: Work, row: BreachMeasure, *, reason: str) -> None:
    for clock in work.clocks.of(row):
        if clock.stopped_at is None:
            work.clocks.stop(row, clock.name, reason=reason)


def _waiting(work: Work, case: BreachCase, measure_id: str, *, field: str = "measure") -> BreachMeasure:
    query = select(BreachMeasure).where(BreachMeasure.breach_id == case.id, BreachMeasure.id == measure_id)
    row = work.session.scalars(query).one_or_none()
    if row is None or row.taken_at is not None or row.dropped_at is not None:
        raise NoSuchMeasure(measure_id, field)
    return row


def _seal(work: Work, case: BreachCase, measure_id: str, column: str, text: str) -> bytes:
    return work.seal(text, holder=case.id, table="breach_measure", column=column, row=measure_id)


def _open(work: Work, case: BreachCase, measure_id: str, column: str, blob: bytes) -> Written:
    return work.unseal_to_show(blob, holder=case.id, table="breach_measure", column=column, row=measure_id)
