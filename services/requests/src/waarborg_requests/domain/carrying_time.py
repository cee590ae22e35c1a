"""By when one who carries out what was decided has to answer: by his own term, or by the day that he gives himself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from waarborg_requests.domain.carrying import ASKED, CarryingState, StepState
from waarborg_requests.domain.states import RequestError
from waarborg_shared.clocks import ClockRule, Term, Unit, WorkingCalendar, due_on
from waarborg_shared.clocks.terms import add_term, end_of_day
from waarborg_shared.hooks.values import Text

CLOCK = "carrying"
"""The clock of what one holder is asked to carry out."""
ASKED_EVENT = "asked"
# Where the organisation names no term for somebody: the month in which the law has it answered.
OTHERWISE = (Term(1, Unit.MONTHS), "art. 12(3) AVG")
MOST_AHEAD = timedelta(days=92)
"""A day that somebody gives himself is no further away."""


class DayDoesNotFit(RequestError):
    """The day by which it will be done is over, is too far away, or goes with another answer than "not yet"."""

    field = "expected_on"
    text = Text(
        "Kies bij “Nog niet” een dag na vandaag, en binnen drie maanden.",
        "With “Not yet”, choose a day after today and within three months.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTime:
    """One step as it stands, with the moment by which its answer is due."""

    state: StepState
    due_at: datetime | None


def clock_rule(
    term: Term, source: str, now: datetime, *, request_due: datetime | None, calendar: WorkingCalendar
) -> ClockRule:
    """Return the clock of what somebody is asked: his own term, not past ``request_due`` as long as that is to come.

    It is counted in hours, for the end may be cut off at any moment.
    """
    return _until(add_term(now, term, calendar), source, now, request_due=request_due)


def clock_until(day: date, source: str, now: datetime, *, request_due: datetime | None) -> ClockRule:
    """Return the clock that runs to the end of a day that somebody gave himself, cut off in the same way."""
    return _until(end_of_day(day), source, now, request_due=request_due)


def _until(end: datetime, source: str, now: datetime, *, request_due: datetime | None) -> ClockRule:
    if request_due is not None and request_due > now:
        end = min(end, request_due)
    hours = max(1, int((end - now).total_seconds() // 3600))
    return ClockRule(name=CLOCK, start_event=ASKED_EVENT, term=Term(hours, Unit.HOURS), source=source)


def check_day(expected_on: date | None, state: StepState, now: datetime) -> None:
    """Check the day by which somebody says that it will be done. Raises DayDoesNotFit."""
    if expected_on is None:
        return
    today = due_on(now)
    if state is not StepState.NOT_YET or not today < expected_on <= today + MOST_AHEAD:
        raise DayDoesNotFit(expected_on)


def waits_until(state: CarryingState, steps: Iterable[StepTime], now: datetime) -> datetime | None:
    """Return by when the first answer is due; where nobody can be asked further, now: somebody has to look at it."""
    if state is not CarryingState.RUNNING:
        return None
    rows = tuple(steps)
    asked = [each.due_at for each in rows if each.state in ASKED and each.due_at is not None]
    if asked:
        return min(asked)
    return now if any(each.state is StepState.WAITING for each in rows) else None
