"""The picture of a year for the board: how many reports, how soon they were answered and fixed, and promises kept."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median

from waarborg_disclosure.domain.answering import Verdict
from waarborg_disclosure.domain.promises import Standing
from waarborg_shared.calendar import AMSTERDAM

YEARS = 5
_HOW = {
    Standing.KEPT: "kept",
    Standing.MISSED: "missed",
    Standing.OPEN: "running",
    Standing.PAUSED: "running",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What is counted of one report. It belongs to the year in which it came in, in Europe/Amsterdam."""

    received_at: datetime
    answered_at: datetime | None = None
    fixed_at: datetime | None = None
    verdict: Verdict | None = None
    exposed: bool = False
    promises: Sequence[tuple[str, Standing]] = ()

    @property
    def year(self) -> int:
        """Return the year in which it came in."""
        return self.received_at.astimezone(AMSTERDAM).year


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """The figures of one year. Days are medians from receipt; None where there is none to count."""

    year: int
    count: int
    right: int
    exposed: int
    days_to_answer: float | None
    days_to_fix: float | None
    promises: int
    kept: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How one promise was kept: in time, too late or over its term, and those of which the term still runs."""

    kept: int = 0
    missed: int = 0
    running: int = 0


def year_of(reports: Iterable[Counted], year: int) -> Year:
    """Return the figures of a year. A promise counts once its term is over or it was kept."""
    mine = [each for each in reports if each.year == year]
    promises = promises_of(mine).values()
    return Year(
        year=year,
        count=len(mine),
        right=sum(each.verdict is Verdict.IN_SCOPE for each in mine),
        exposed=sum(each.exposed for each in mine),
        days_to_answer=_days((each.received_at, each.answered_at) for each in mine),
        days_to_fix=_days((each.received_at, each.fixed_at) for each in mine),
        promises=sum(each.kept + each.missed for each in promises),
        kept=sum(each.kept for each in promises),
    )


def promises_of(reports: Iterable[Counted]) -> Mapping[str, Kept]:
    """Return how each promise was kept, by its name. One that was moved in time, or fell away, is neither."""
    found: dict[str, Counter[str]] = {}
    for report in reports:
        for name, standing in report.promises:
            counts = found.setdefault(name, Counter())
            if standing in _HOW:
                counts[_HOW[standing]] += 1
    return {name: Kept(**counts) for name, counts in sorted(found.items())}


def by_month(reports: Iterable[Counted], year: int) -> Sequence[tuple[int, int]]:
    """Return of each month of a year how many reports were right, and how many there were."""
    mine = [each for each in reports if each.year == year]
    months = [
        [each for each in mine if each.received_at.astimezone(AMSTERDAM).month == month] for month in range(1, 13)
    ]
    return [(sum(each.verdict is Verdict.IN_SCOPE for each in found), len(found)) for found in months]


def by_verdict(reports: Iterable[Counted], year: int) -> Mapping[Verdict | None, int]:
    """Return how many reports of a year each verdict had, the most first. None has no answer yet."""
    counts = Counter(each.verdict for each in reports if each.year == year)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], str(item[0]))))


def _days(pairs: Iterable[tuple[datetime, datetime | None]]) -> float | None:
    found = [(then - since).total_seconds() / 86_400 for since, then in pairs if then is not None]
    return float(median(found)) if found else None
