"""The clocks of cases within one unit of work: started, paused, resumed, extended and stopped in the same commit.

Reasons are codes ("identification", "complexity", "answered"): the row is not sealed. What someone says about it goes
to the case's timeline (`work.record(…, why=…)`), which is.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from itertools import groupby
from typing import Any, Protocol

from sqlalchemy import ScalarSelect, Select, Table, bindparam, func, select
from sqlalchemy.engine import MappingResult
from sqlalchemy.orm import Session

from waarborg_shared import clocks
from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.clocks import Clock, ClockError, ClockRule, ReasonNeeded, Term, WorkingCalendar
from waarborg_shared.db import Plumbing, select_for, update_for
from waarborg_shared.db.many import insert_rows
from waarborg_shared.deadlines.rows import Deadline, from_row, to_row
from waarborg_shared.events.base import check_code

_MANY = 500


class AlreadyStarted(ClockError):
    """The case has a clock of this name already."""


class UnknownClock(ClockError):
    """The case has no clock of this name."""


class ClaimLost(Exception):
    """Somebody else changed the clock while a worker was at it: what the worker did is rolled back."""


class _Case(Protocol):
    @property
    def id(self) -> Any: ...


class _Work(Protocol):
    """What a clock book needs of a unit of work."""

    organisation: str
    now: datetime
    plumbing: Plumbing
    connection: Any

    @property
    def session(self) -> Any: ...

    def write_after(self, case: Any, table: Any, rows: Iterable[Mapping[str, Any]]) -> None: ...


@dataclass(frozen=True)
class Claim:
    """A worker's hold on one clock, while it runs that clock's handler."""

    case_ref: str
    name: str
    until: datetime


class ClockBook:
    """`work.clocks`. Moments are `work.now` unless given. `calendar` is the organisation's (`rules.calendar`); without
    one the working days are those of the Algemene termijnenwet."""

    def __init__(self, work: _Work, *, calendar: WorkingCalendar | None = None) -> None:
        self._work = work
        self._calendar: WorkingCalendar = calendar or DutchCalendar()
        self.claim: Claim | None = None
        self._with_new = False
        self.touched: set[tuple[str, str]] = set()

    def start(
        self, row: _Case, rule: ClockRule, *, at: datetime | None = None, calendar: WorkingCalendar | None = None
    ) -> Clock:
        """Start a clock of a case; raises AlreadyStarted, NotInForce, NaiveMoment."""
        return self.start_all(row, (rule,), at=at, calendar=calendar)[0]

    def start_all(
        self,
        row: _Case,
        rules: Iterable[ClockRule],
        *,
        at: datetime | None = None,
        calendar: WorkingCalendar | None = None,
    ) -> tuple[Clock, ...]:
        """Start several clocks at one moment."""
        moment = at or self._work.now
        return self.start_each(((row.id, rule, moment) for rule in rules), calendar=calendar)

    def start_each(
        self, starts: Iterable[tuple[str, ClockRule, datetime]], *, calendar: WorkingCalendar | None = None
    ) -> tuple[Clock, ...]:
        """Start clocks of several cases, each at its own moment, by one statement."""
        days = calendar or self._calendar
        started = [(ref, clocks.start(rule, at, days)) for ref, rule, at in starts]
        self._insert(self._rows(started))
        return tuple(clock for _, clock in started)

    def begin(
        self, case: Any, starts: Iterable[tuple[ClockRule, datetime]], *, calendar: WorkingCalendar | None = None
    ) -> tuple[Clock, ...]:
        """Start the clocks of a case that is new in this unit of work: they are written together with it. Raises
        AlreadyStarted for two of one name, and as `start`."""
        days = calendar or self._calendar
        started = tuple(clocks.start(rule, at, days) for rule, at in starts)
        if len({clock.name for clock in started}) != len(started):
            raise AlreadyStarted(", ".join(clock.name for clock in started))
        self._work.write_after(case, self._table, _said(self._rows((case.id, clock) for clock in started)))
        self._with_new = True
        return started

    def pause(self, row: _Case, name: str, *, reason: str, at: datetime | None = None) -> Clock:
        """Stand still; `reason` is a code. Raises UnknownClock, ReasonNeeded, NotACode, AlreadyPaused, TermOver …"""
        code, moment = _code(reason), at or self._work.now
        return self._change(row, name, lambda clock: clocks.pause(clock, moment, code))

    def resume(
        self, row: _Case, name: str, *, at: datetime | None = None, calendar: WorkingCalendar | None = None
    ) -> Clock:
        """Run again, with the end moved by the pause. Raises UnknownClock, NotPaused …"""
        moment, days = at or self._work.now, calendar or self._calendar
        return self._change(row, name, lambda clock: clocks.resume(clock, moment, days))

    def extend(
        self,
        row: _Case,
        name: str,
        term: Term,
        *,
        reason: str,
        at: datetime | None = None,
        calendar: WorkingCalendar | None = None,
    ) -> Clock:
        """Lengthen, counted from the original end; `reason` is a code. Raises UnknownClock, ReasonNeeded, TermOver …"""
        code, moment, days = _code(reason), at or self._work.now, calendar or self._calendar
        return self._change(row, name, lambda clock: clocks.extend(clock, term, at=moment, reason=code, calendar=days))

    def stop(self, row: _Case, name: str, *, reason: str, at: datetime | None = None) -> Clock:
        """Stop for good; `reason` is a code. Raises UnknownClock, ReasonNeeded, AlreadyStopped …"""
        code, moment = _code(reason), at or self._work.now
        return self._change(row, name, lambda clock: clocks.stop(clock, moment, code))

    def reopen(self, row: _Case, name: str) -> Clock:
        """Take a stop back, as what it counted for is to be done after all; raises UnknownClock, NotStopped.

        It runs from its original start to its original end, and what went by meanwhile is acted upon at once. Who
        reopens says why on the case's timeline."""
        return self._change(row, name, clocks.reopen)

    def restart(
        self, row: _Case, rule: ClockRule, *, at: datetime, calendar: WorkingCalendar | None = None
    ) -> tuple[Clock, Clock]:
        """Work a clock out anew from another start, by a rule of its name; gives it as it was and as it is.

        What now lies ahead is reminded of and escalated in its time, also where that was done before; what turns out
        to have gone by is acted upon at once. Raises UnknownClock, NotInForce, NaiveMoment."""
        before, days = self.deadline(row.id, rule.name), calendar or self._calendar
        clock = clocks.restart(before.clock, rule, at, days)
        self.save(
            replace(
                before,
                clock=clock,
                reminded_at=before.reminded_at if clock.remind_at <= self._work.now else None,
                lapsed_at=before.lapsed_at if clock.due_at <= self._work.now else None,
                attempts=0,
            )
        )
        return before.clock, clock

    def stop_all(self, row: _Case, *, reason: str, at: datetime | None = None) -> tuple[Clock, ...]:
        """Stop every clock of a case that was not stopped yet (the case is closed)."""
        open_ones = [clock for clock in self.of(row) if clock.stopped_at is None]
        return tuple(self.stop(row, clock.name, reason=reason, at=at) for clock in open_ones)

    def of(self, row: _Case) -> tuple[Clock, ...]:
        """Every clock of a case, the first due first."""
        return self.of_many((row.id,)).get(row.id, ())

    def of_many(self, case_refs: Collection[str]) -> Mapping[str, tuple[Clock, ...]]:
        """The clocks of several cases, for a list of them."""
        found: dict[str, tuple[Clock, ...]] = {}
        refs = sorted(set(case_refs))
        for first in range(0, len(refs), _MANY):
            ordered = self._select(_of_cases(self._table), case_refs=refs[first : first + _MANY])
            for case_ref, group in groupby(ordered, key=lambda each: str(each["case_ref"])):
                found[case_ref] = tuple(from_row(dict(each)).clock for each in group)
        return found

    def first_due(self, case_id: Any, *, names: Collection[str] | None = None) -> ScalarSelect[datetime]:
        """For a query over cases, by the column of their id: when the first clock that runs is due; null for none.

        A period is no deadline and does not count; with ``names`` only the clocks of these names do."""
        clock = self._table.c
        deadline = clock.rule["period"].as_boolean().is_not(True)
        runs = clock.case_ref == case_id, clock.stopped_at.is_(None), clock.paused_at.is_(None), deadline
        query = select_for(self._table, self._work.organisation, func.min(clock.due_at)).where(*runs)
        if names is not None:
            query = query.where(clock.name.in_(sorted(names)))
        return query.scalar_subquery()

    def deadline(self, case_ref: str, name: str) -> Deadline:
        """One clock as it is stored; raises UnknownClock."""
        row = self._select(_of_one(self._table), case_ref=case_ref, name=name).one_or_none()
        if row is None:
            raise UnknownClock(name)
        return from_row(dict(row))

    def save(self, deadline: Deadline, *, release: bool = False) -> None:
        """Store a deadline. What a worker had claimed is freed, so that the worker rolls back; raises ClaimLost when
        it is this unit of work that has the claim and no longer holds it."""
        key = (deadline.case_ref, deadline.name)
        claimed = self.claim is not None and key == (self.claim.case_ref, self.claim.name)
        values = {
            name: value for name, value in to_row(deadline).items() if name not in ("organisation", "case_ref", "name")
        }
        statement = update_for(self._table, self._work.organisation)
        statement = statement.where(self._table.c.case_ref == key[0], self._table.c.name == key[1])
        if self.claim is not None and claimed:
            statement = statement.where(self._table.c.claimed_until == self.claim.until)
        if release or not claimed:
            values["claimed_until"] = None
        if not self._changes_one(statement.values(values)):
            raise ClaimLost(deadline.name)
        self.touched.add(key)

    @property
    def _session(self) -> Session:
        session: Session = self._work.session
        return session

    @property
    def _table(self) -> Table:
        return self._work.plumbing.deadline

    def _select(self, query: Select[Any], **sought: Any) -> MappingResult:
        if self._with_new:  # what still waits to be written with a new case is to be found as well
            self._session.flush()
            self._with_new = False
        return self._session.execute(query, {"organisation": self._work.organisation, **sought}).mappings()

    def _change(self, row: _Case, name: str, move: Callable[[Clock], Clock]) -> Clock:
        before = self.deadline(row.id, name)
        clock = move(before.clock)
        longer = len(clock.extended_by) > len(before.clock.extended_by)
        again = longer and before.reminded_at is not None and clock.remind_at > before.reminded_at
        runs_anew = longer and before.lapsed_at is not None and clock.due_at > self._work.now
        self.save(
            replace(
                before,
                clock=clock,
                reminded_at=None if again else before.reminded_at,
                lapsed_at=None if runs_anew else before.lapsed_at,
                attempts=0,
            )
        )
        return clock

    def _rows(self, started: Iterable[tuple[str, Clock]]) -> list[dict[str, Any]]:
        organisation = self._work.organisation
        return [
            to_row(Deadline(organisation=organisation, case_ref=ref, name=check_code(clock.name), clock=clock))
            for ref, clock in started
        ]

    def _insert(self, rows: Sequence[dict[str, Any]]) -> None:
        """Insert clocks by one statement, made once."""
        if insert_rows(self._work.connection, self._table, _said(rows), unless_there=True) != len(rows):
            raise AlreadyStarted(", ".join(row["name"] for row in rows))

    def _changes_one(self, statement: Any) -> bool:
        """Whether a statement changed exactly one row (psycopg counts an INSERT only when asked to)."""
        result: Any = self._session.execute(statement.execution_options(preserve_rowcount=True))
        return bool(result.rowcount == 1)


def _said(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows without the columns of which none of them says anything: what no clock that starts has is not sent."""
    said = [name for name in rows[0] if any(row[name] is not None for row in rows)] if rows else []
    return [{name: row[name] for name in said} for row in rows]


def _code(reason: str) -> str:
    if not reason.strip():
        raise ReasonNeeded("a reason is needed")
    return check_code(reason)


# Clocks are asked for all the time, and to put these together and look them up anew took as long as to send them.
@lru_cache(maxsize=64)
def _of_cases(table: Table) -> Select[Any]:
    of_these = table.c.case_ref.in_(bindparam("case_refs", expanding=True))
    return _of_organisation(table).where(of_these).order_by(table.c.case_ref, table.c.due_at)


@lru_cache(maxsize=64)
def _of_one(table: Table) -> Select[Any]:
    return _of_organisation(table).where(table.c.case_ref == bindparam("case_ref"), table.c.name == bindparam("name"))


def _of_organisation(table: Table) -> Select[Any]:
    return select(table).where(table.c.organisation == bindparam("organisation"))
