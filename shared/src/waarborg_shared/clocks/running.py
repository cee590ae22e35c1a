"""A running clock as a value: started once, paused, resumed, extended, stopped; every move gives a new clock."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce

from waarborg_shared.clocks.errors import (
    AlreadyPaused,
    AlreadyStopped,
    BackInTime,
    NotInForce,
    NotPaused,
    NotStopped,
    ReasonNeeded,
    TermOver,
)
from waarborg_shared.clocks.terms import (
    ClockRule,
    Term,
    Unit,
    WorkingCalendar,
    add_term,
    aware,
    due,
    due_on,
    end_of_day,
    local_date,
    working_days_between,
)


@dataclass(frozen=True)
class Extension:
    """A term added to a clock, counted from the original due moment, with the reason and when it was decided."""

    term: Term
    reason: str
    at: datetime


@dataclass(frozen=True)
class Pause:
    """A time in which the clock stood still; `until` is None while it still does."""

    since: datetime
    until: datetime | None
    reason: str


@dataclass(frozen=True)
class Clock:
    """One clock of one case: its rule, when it is due and when to remind, and everything that happened to it (UTC).

    While the clock is paused `due_at` and `remind_at` are what they were when the pause began.
    """

    rule: ClockRule
    started_at: datetime
    due_at: datetime
    remind_at: datetime
    pauses: tuple[Pause, ...] = ()
    extended_by: tuple[Extension, ...] = ()
    stopped_at: datetime | None = None
    stop_reason: str | None = None

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.rule.name

    @property
    def term(self) -> Term:
        """The rule's own term, without extensions."""
        return self.rule.term

    @property
    def period(self) -> bool:
        """Whether it is a time to go through, which ends by itself and is never late."""
        return self.rule.period

    @property
    def source(self) -> str:
        """The article or rule number behind the clock."""
        return self.rule.source

    @property
    def due_on(self) -> date:
        """The date in Europe/Amsterdam on which the clock runs out."""
        return due_on(self.due_at)

    @property
    def paused_at(self) -> datetime | None:
        """Since when the clock stands still, or None."""
        return self.pauses[-1].since if self.pauses and self.pauses[-1].until is None else None

    @property
    def paused_total(self) -> timedelta:
        """How long the clock stood still, the pauses that are over taken together."""
        return sum((each.until - each.since for each in self.pauses if each.until), timedelta())


def start(rule: ClockRule, at: datetime, calendar: WorkingCalendar) -> Clock:
    """A clock that starts at a moment; raises NotInForce, NaiveMoment."""
    started_at = aware(at)
    if not rule.holds_on(local_date(started_at)):
        raise NotInForce(f"{rule.name} ({rule.source}) does not hold on {local_date(started_at).isoformat()}")
    due_at = due(rule, started_at, calendar)
    return Clock(rule, started_at, due_at, _reminder(rule, started_at, due_at))


def pause(clock: Clock, at: datetime, reason: str) -> Clock:
    """Stand still from a moment (waiting for identification); raises ReasonNeeded, AlreadyPaused, TermOver …"""
    moment = _move(clock, at, reason)
    if clock.paused_at is not None:
        raise AlreadyPaused(clock.name)
    _still_running(clock, moment)
    return replace(clock, pauses=(*clock.pauses, Pause(moment, None, reason)))


def resume(clock: Clock, at: datetime, calendar: WorkingCalendar) -> Clock:
    """Run again: the due moment moves on by the pause, in whole days or working days where the unit counts those."""
    moment = _move(clock, at)
    if clock.paused_at is None:
        raise NotPaused(clock.name)
    return _recount(replace(clock, pauses=(*clock.pauses[:-1], replace(clock.pauses[-1], until=moment))), calendar)


def extend(clock: Clock, term: Term, *, at: datetime, reason: str, calendar: WorkingCalendar) -> Clock:
    """Lengthen within the term, counted from the original due moment; raises ReasonNeeded, TermOver, AlreadyStopped."""
    moment = _move(clock, at, reason)
    _still_running(clock, clock.paused_at or moment)
    return _recount(replace(clock, extended_by=(*clock.extended_by, Extension(term, reason, moment))), calendar)


def stop(clock: Clock, at: datetime, reason: str) -> Clock:
    """Stop for good, paused or overdue or not; raises ReasonNeeded, AlreadyStopped, BackInTime."""
    return replace(clock, stopped_at=_move(clock, at, reason), stop_reason=reason)


def reopen(clock: Clock) -> Clock:
    """Take a stop back: the clock runs as if it had never stopped, to its original end; raises NotStopped."""
    if clock.stopped_at is None:
        raise NotStopped(clock.name)
    return replace(clock, stopped_at=None, stop_reason=None)


def restart(clock: Clock, rule: ClockRule, at: datetime, calendar: WorkingCalendar) -> Clock:
    """The clock as if it had started at another moment, by the rule of that day; raises NotInForce, NaiveMoment.

    It may end earlier than it did. What was added to it, and that it stopped, stays; a pause of before its start falls
    away.
    """
    anew = start(rule, at, calendar)
    pauses = tuple(
        replace(each, since=max(each.since, anew.started_at))
        for each in clock.pauses
        if each.until is None or each.until > anew.started_at
    )
    counted = _recount(replace(anew, pauses=pauses, extended_by=clock.extended_by), calendar)
    return replace(counted, stopped_at=clock.stopped_at, stop_reason=clock.stop_reason)


def next_action(clock: Clock) -> datetime | None:
    """When to look next: the reminder (which may have gone by), or None for a clock that is paused or stopped."""
    return None if clock.stopped_at or clock.paused_at else min(clock.remind_at, clock.due_at)


def left(clock: Clock, now: datetime) -> timedelta:
    """Time left at `now`, or at the stop or the pause; below zero is how far it is over."""
    return clock.due_at - (clock.stopped_at or clock.paused_at or aware(now))


def binding(clocks: Iterable[Clock]) -> Clock | None:
    """Of clocks side by side (the law's and the promised) the one that binds: the earliest that was not stopped."""
    deadlines = (clock for clock in clocks if clock.stopped_at is None and not clock.rule.period)
    return min(deadlines, key=lambda clock: clock.due_at, default=None)


def _move(clock: Clock, at: datetime, reason: str = "-") -> datetime:
    """Check what holds for every move, and give its moment in UTC."""
    moment = aware(at)
    if not reason.strip():
        raise ReasonNeeded(clock.name)
    if clock.stopped_at is not None:
        raise AlreadyStopped(clock.name)
    if moment < max(clock.started_at, *_moments(clock)):
        raise BackInTime(f"{clock.name}: {moment.isoformat()} lies before its last move")
    return moment


def _moments(clock: Clock) -> list[datetime]:
    return [clock.started_at, *(each.until or each.since for each in clock.pauses), *(e.at for e in clock.extended_by)]


def _still_running(clock: Clock, moment: datetime) -> None:
    if moment > clock.due_at:
        raise TermOver(f"{clock.name} was over at {clock.due_at.isoformat()}")


def _recount(clock: Clock, calendar: WorkingCalendar) -> Clock:
    """The end from the beginning: the term, its extensions, then the pauses; never earlier than it already was."""
    original = due(clock.rule, clock.started_at, calendar)
    extended = reduce(lambda moment, each: add_term(moment, each.term, calendar), clock.extended_by, original)
    due_at = max(clock.due_at, _after_pauses(clock.rule.term.unit, extended, clock.pauses, calendar=calendar))
    remind_at = _reminder(clock.rule, clock.started_at, extended) + (due_at - extended)
    return replace(clock, due_at=due_at, remind_at=max(clock.remind_at, remind_at))


def _after_pauses(unit: Unit, due_at: datetime, pauses: Sequence[Pause], *, calendar: WorkingCalendar) -> datetime:
    over = [(each.since, each.until) for each in pauses if each.until is not None]
    if unit is Unit.HOURS:
        return due_at + sum((until - since for since, until in over), timedelta())
    spans = [(local_date(since), local_date(until)) for since, until in over]
    if unit is Unit.WORKING_DAYS:
        days = sum(working_days_between(since, until, calendar) for since, until in spans)
        return add_term(due_at, Term(days, unit), calendar) if days else due_at
    days = sum((until - since).days for since, until in spans)
    return end_of_day(local_date(due_at) + timedelta(days=days)) if days else due_at


def _reminder(rule: ClockRule, started_at: datetime, due_at: datetime) -> datetime:
    remind_at = (started_at + (due_at - started_at) * rule.remind_at).replace(microsecond=0)
    return max(started_at, remind_at)
