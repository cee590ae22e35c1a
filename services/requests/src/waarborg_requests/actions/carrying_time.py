"""The time of those who carry out what was decided: a date for each, and by when the first is due, for the desk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from waarborg_requests.actions import notices
from waarborg_requests.domain.carrying import ASKED, CarryingState, StepState
from waarborg_requests.domain.carrying_time import (
    CLOCK,
    OTHERWISE,
    StepTime,
    clock_rule,
    clock_until,
    waits_until,
)
from waarborg_requests.domain.notices import Notice
from waarborg_requests.models import Carrying, CarryingStep, Request
from waarborg_shared.clocks import Clock, ClockRule, Term, start
from waarborg_shared.deadlines import UnknownClock
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def begin_time(work: Work, row: Request, step: CarryingStep, rules: Rules) -> None:
    """Give one who is asked his time, from now on; one who is asked again gets it anew."""
    term, source = _term(step, rules)
    due = row.due_at if row.answered_at is None else None
    _run(work, step, clock_rule(term, source, work.now, request_due=due, calendar=rules.calendar), rules)


def move_time(work: Work, row: Request, step: CarryingStep, day: date, rules: Rules) -> None:
    """Let the time of one who cannot do it yet run to the end of the day that he gives himself."""
    due = row.due_at if row.answered_at is None else None
    _run(work, step, clock_until(day, _term(step, rules)[1], work.now, request_due=due), rules)


def end_time(work: Work, step: CarryingStep) -> None:
    """Stop the clock of one who answered."""
    clock = clock_of(work, step)
    if clock is not None and clock.stopped_at is None:
        work.clocks.stop(step, CLOCK, reason=step.state)


def clock_of(work: Work, step: CarryingStep) -> Clock | None:
    """Return the clock of one who was asked."""
    return next(iter(work.clocks.of(step)), None)


def put_time_on(work: Work, row: Request, carrying: Carrying, steps: Sequence[CarryingStep]) -> None:
    """Copy onto the request by when the first answer is due, for the work list; take away word of what was late where
    nobody is late any more."""
    times = [StepTime(state=StepState(each.state), due_at=each.due_at) for each in steps]
    row.carry_due_at = waits_until(CarryingState(carrying.state), times, work.now)
    asked = [each for each in steps if StepState(each.state) in ASKED]
    if not any(each.lapsed_at for each in asked):
        notices.take_away(work, row, Notice.CARRYING_LATE)
    if not any(each.reminded_at for each in asked):
        notices.take_away(work, row, Notice.CARRYING_NEARED)


def _term(step: CarryingStep, rules: Rules) -> tuple[Term, str]:
    holder = rules.holders.get(step.holder)
    return (holder.term, holder.source) if holder is not None else OTHERWISE


def _run(work: Work, step: CarryingStep, rule: ClockRule, rules: Rules) -> None:
    """Start the clock of a step, or let it run anew."""
    clock = start(rule, work.now, rules.calendar)
    try:
        before = work.clocks.deadline(step.id, CLOCK)
    except UnknownClock:
        work.clocks.start(step, rule, calendar=rules.calendar)
    else:
        work.clocks.save(replace(before, clock=clock, reminded_at=None, lapsed_at=None, attempts=0))
    step.due_at, step.reminded_at, step.lapsed_at = clock.due_at, None, None
