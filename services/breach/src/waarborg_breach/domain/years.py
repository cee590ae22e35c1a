"""The picture of a year for the board: how many breaches, and how many hours to report, to decide and to notify."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from waarborg_shared.calendar import AMSTERDAM

YEARS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What is counted of one breach. It belongs to the year of its discovery in Europe/Amsterdam."""

    discovered_at: datetime
    reported_at: datetime
    decided_at: datetime | None = None
    notified_at: datetime | None = None
    informed_at: datetime | None = None
    origin: str = ""
    kind: str | None = None
    intent: bool | None = None
    late: bool = False
    overdue_measures: int = 0

    @property
    def year(self) -> int:
        """Return the year in which it was discovered."""
        return self.discovered_at.astimezone(AMSTERDAM).year

    @property
    def month(self) -> int:
        """Return the month, 1 to 12, in which it was discovered."""
        return self.discovered_at.astimezone(AMSTERDAM).month


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The figures of one year. Hours are medians from discovery; None where there is none to count.

    ``late`` counts those that were notified after the term. ``overdue_measures`` are measures that were not taken by
    their day, whether or not they were later.
    """

    year: int
    count: int = 0
    notified: int = 0
    late: int = 0
    informed: int = 0
    overdue_measures: int = 0
    hours_to_report: float | None = None
    hours_to_decide: float | None = None
    hours_to_notify: float | None = None


def year_of(breaches: Iterable[Counted], year: int) -> Year:
    """Return the figures of a year."""
    mine = [each for each in breaches if each.year == year]
    return Year(
        year=year,
        count=len(mine),
        notified=sum(each.notified_at is not None for each in mine),
        late=sum(each.late for each in mine),
        overdue_measures=sum(each.overdue_measures for each in mine),
        informed=sum(each.informed_at is not None for each in mine),
        hours_to_report=_hours((each.discovered_at, each.reported_at) for each in mine),
        hours_to_decide=_hours((each.discovered_at, each.decided_at) for each in mine),
        hours_to_notify=_hours((each.discovered_at, each.notified_at) for each in mine),
    )


def by_month(breaches: Iterable[Counted], year: int) -> Sequence[tuple[int, int]]:
    """Return of each month of a year how many breaches there were, and how many of those were notified."""
    mine = [each for each in breaches if each.year == year]
    months = [[each for each in mine if each.month == month] for month in range(1, 13)]
    return [(len(found), sum(each.notified_at is not None for each in found)) for found in months]


def sorted_by(breaches: Iterable[Counted], year: int, *, what: str) -> Mapping[str | bool | None, int]:
    """Return how many breaches of a year each value of ``what`` had (``origin``, ``kind``, ``intent``), the most first.

    None is not known.
    """
    counts = Counter(getattr(each, what) for each in breaches if each.year == year)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))))


def _hours(pairs: Iterable[tuple[datetime, datetime | None]]) -> float | None:
    """Return the median of the hours between; a moment before discovery counts as none."""
    found = [max(0.0, (then - now).total_seconds() / 3600) for now, then in pairs if then is not None]
    return float(median(found)) if found else None
