"""Terms and their ends: how many hours, days, weeks, months or working days, and when that is over.

Hours run in UTC, through nights, weekends and clock changes. The other units are calendar dates in Europe/Amsterdam:
the start day does not count and the term ends with the last second of its last day. A last day that falls on a
Saturday, Sunday or holiday is *not* moved on (the Algemene termijnenwet and Regulation 1182/71 would allow it): the
earlier end binds the organisation and never the person.
"""

import calendar as months
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar
from zoneinfo import ZoneInfo

from waarborg_shared.clocks.errors import NaiveMoment, NoWorkingDay

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
_LAST_SECOND = time(23, 59, 59)
_LONGEST_CLOSURE = 366
_LARGEST_AMOUNT = 100_000


class Unit(StrEnum):
    """What a term is counted in."""

    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    WORKING_DAYS = "working_days"


class WorkingCalendar(Protocol):
    """Says on which days there is work."""

    def is_working_day(self, day: date) -> bool:
        """True when `day` (a date in Europe/Amsterdam) is a working day."""
        ...


@dataclass(frozen=True)
class Term:
    """A length of time in one unit, such as four weeks or two working days; zero is at once (for dates: that day)."""

    amount: int
    unit: Unit

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise TypeError(f"a term's amount is a whole number, not {self.amount!r}")
        if not 0 <= self.amount <= _LARGEST_AMOUNT:
            raise ValueError(f"a term's amount lies between 0 and {_LARGEST_AMOUNT}, not {self.amount}")
        object.__setattr__(self, "unit", Unit(self.unit))


@dataclass(frozen=True)
class ClockRule:
    """A named term with its start event and its source; `remind_at` is the share of the term after which to remind.

    `source` says in words for people where it stands: an article ("art. 33(1) AVG") or a chapter of what was promised.
    `valid_from` and `valid_until` (both inclusive) are the dates between which a clock may start by this rule.
    A `period` is a time to go through ("stay available for 24 hours"), no deadline: it ends by itself, and nobody is
    reminded of it or late with it.
    """

    name: str
    start_event: str
    term: Term
    source: str
    valid_from: date | None = None
    valid_until: date | None = None
    remind_at: float = 0.8
    period: bool = False

    def __post_init__(self) -> None:
        if not self.name or not self.source:
            raise ValueError("a clock rule has a name and a source")
        if not 0.0 < self.remind_at <= 1.0:
            raise ValueError(f"remind_at is a share of the term, above 0 and at most 1, not {self.remind_at}")
        if self.valid_from and self.valid_until and self.valid_until < self.valid_from:
            raise ValueError(f"clock rule {self.name} ends before it begins")

    def holds_on(self, day: date) -> bool:
        """True when a clock that starts on `day` falls under this rule."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day <= self.valid_until
        )


class Dated(Protocol):
    """One version of something that changes by law or by promise."""

    def holds_on(self, day: date) -> bool:
        """True on the dates between which this version holds."""
        ...


Version = TypeVar("Version", bound=Dated)


def rule_in_force(rules: Iterable[Version], on: date) -> Version | None:
    """The first of `rules` that holds on a date; terms change by law, so one clock may have several versions."""
    return next((rule for rule in rules if rule.holds_on(on)), None)


def in_force(rules: Iterable[ClockRule], on: date) -> tuple[ClockRule, ...]:
    """Of each name the version that holds on a date, in the order of the names; one without a version is left out."""
    by_name: dict[str, list[ClockRule]] = {}
    for rule in rules:
        by_name.setdefault(rule.name, []).append(rule)
    found = (rule_in_force(versions, on) for versions in by_name.values())
    return tuple(rule for rule in found if rule is not None)


def due(term: ClockRule | Term, start: datetime, calendar: WorkingCalendar) -> datetime:
    """When a term (or a rule's term) that starts at `start` is over, in aware UTC; raises NaiveMoment, NoWorkingDay."""
    return add_term(start, term.term if isinstance(term, ClockRule) else term, calendar)


def due_on(due_at: datetime) -> date:
    """The date in Europe/Amsterdam on which a term is over."""
    return local_date(due_at)


def aware(moment: datetime) -> datetime:
    """The same moment in UTC; raises NaiveMoment for one without a time zone."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise NaiveMoment(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(UTC)


def local_date(moment: datetime) -> date:
    """The date in Europe/Amsterdam."""
    return aware(moment).astimezone(AMSTERDAM).date()


def end_of_day(day: date) -> datetime:
    """The last second of a day in Europe/Amsterdam, in UTC."""
    return datetime.combine(day, _LAST_SECOND, AMSTERDAM).astimezone(UTC)


def add_term(moment: datetime, term: Term, calendar: WorkingCalendar) -> datetime:
    """`moment` and a term on: exact for hours, else the end of the day that the unit leads to."""
    if term.unit is Unit.HOURS:
        return aware(moment) + timedelta(hours=term.amount)
    return end_of_day(_LATER[term.unit](local_date(moment), term.amount, calendar))


def working_days_between(after: date, until: date, calendar: WorkingCalendar) -> int:
    """How many working days lie after one date, up to and with another."""
    days = (after + timedelta(days=number) for number in range(1, (until - after).days + 1))
    return sum(1 for day in days if calendar.is_working_day(day))


def _days_later(day: date, amount: int, _calendar: WorkingCalendar) -> date:
    return day + timedelta(days=amount)


def _weeks_later(day: date, amount: int, _calendar: WorkingCalendar) -> date:
    return day + timedelta(weeks=amount)


def _months_later(day: date, amount: int, _calendar: WorkingCalendar) -> date:
    """The same day number, or the month's last where the month is too short."""
    years, month = divmod(day.month - 1 + amount, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


def _working_days_later(day: date, amount: int, calendar: WorkingCalendar) -> date:
    """The amount-th working day after `day`; for none at all the day itself, or the first working day after it."""
    if amount == 0:
        return day if calendar.is_working_day(day) else _next_working_day(day, calendar)
    for _ in range(amount):
        day = _next_working_day(day, calendar)
    return day


def _next_working_day(day: date, calendar: WorkingCalendar) -> date:
    for number in range(1, _LONGEST_CLOSURE + 1):
        if calendar.is_working_day(later := day + timedelta(days=number)):
            return later
    raise NoWorkingDay(f"no working day in the year after {day.isoformat()}")


_LATER: Mapping[Unit, Callable[[date, int, WorkingCalendar], date]] = {
    Unit.DAYS: _days_later,
    Unit.WEEKS: _weeks_later,
    Unit.MONTHS: _months_later,
    Unit.WORKING_DAYS: _working_days_later,
}
