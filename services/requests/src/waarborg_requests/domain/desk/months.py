"""A month of terms as a calendar: weeks from Monday on, and what is due on each day."""

from calendar import Calendar
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from waarborg_shared.clocks import AMSTERDAM
from waarborg_shared.hooks.values import RequestKind

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 1)


@dataclass(frozen=True, slots=True)
class Due:
    """A term of a request that ends: whose, which clock, and whether it stands still now."""

    request_id: str
    number: str
    kind: RequestKind
    clock: str
    due_at: datetime
    paused: bool


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day of the month with the first of what is due on it, and how much more there is."""

    day: date
    dues: tuple[Due, ...]
    count: int

    @property
    def more(self) -> int:
        """How many are not among the first."""
        return self.count - len(self.dues)


def weeks_of(month: date) -> list[list[date]]:
    """Return the weeks of a month, each from Monday to Sunday; days of other months fill the first and the last."""
    return Calendar().monthdatescalendar(month.year, month.month)


def month_after(month: date, step: int = 1) -> date:
    """Return the first day of the month so many months later (or, below zero, before)."""
    counted = month.year * 12 + month.month - 1 + step
    return date(counted // 12, counted % 12 + 1, 1)


def begin_of(day: date) -> datetime:
    """Return the moment at which a day begins in Europe/Amsterdam."""
    return datetime.combine(day, time.min, tzinfo=AMSTERDAM)


def by_day(dues: Iterable[tuple[Due, int]], *, most: int) -> dict[date, DueDay]:
    """Return what is due on each day: the first few of it, and the count of all.

    Each due comes with how many there are of its clock at its moment, of which only some may have been read.
    """
    found: dict[date, list[Due]] = {}
    counts: dict[date, dict[tuple[str, datetime], int]] = {}
    for due, count in dues:
        day = due.due_at.astimezone(AMSTERDAM).date()
        found.setdefault(day, []).append(due)
        counts.setdefault(day, {})[due.clock, due.due_at] = count
    return {
        day: DueDay(day, tuple(sorted(each, key=_order)[:most]), sum(counts[day].values()))
        for day, each in found.items()
    }


def no_work(days: Collection[date], working: Collection[date]) -> frozenset[date]:
    """Return the weekdays on which the organisation does no work: a holiday, or a day on which it is closed."""
    return frozenset(day for day in days if day.weekday() < 5 and day not in working)


def _order(due: Due) -> tuple[datetime, str, str]:
    return due.due_at, due.number, due.clock
