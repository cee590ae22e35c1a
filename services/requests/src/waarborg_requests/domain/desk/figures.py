"""How fast requests were answered, per kind and month: in time by promise and by law, and how many days it took."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from waarborg_requests.domain.desk.months import begin_of, month_after
from waarborg_shared.clocks import AMSTERDAM

MONTHS = 12
ENOUGH = 10
"""With fewer answers than this no percentage is shown and no 90th percentile: each one would be a tenth or more."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Of the answers of one kind, or of all, in one month, or in all: how many, how many in time, and the days."""

    kind: str | None
    month: date | None
    count: int
    kept_promise: int
    kept_law: int
    median_days: float
    ninth_days: float

    @property
    def enough(self) -> bool:
        """Whether there are enough answers for a percentage to say something."""
        return self.count >= ENOUGH


def months_back(now: datetime, *, months: int = MONTHS) -> list[date]:
    """Return the first days of the last so many months in Europe/Amsterdam, this one among them, the oldest first."""
    today = now.astimezone(AMSTERDAM).date()
    this = today.replace(day=1)
    return [month_after(this, step - months + 1) for step in range(months)]


def bounds_of(months: Sequence[date]) -> list[tuple[date, datetime, datetime]]:
    """Return each month with the moments at which it begins and ends."""
    return [(month, begin_of(month), begin_of(month_after(month))) for month in months]


def share(part: int, whole: int) -> int:
    """Return a part as whole percents, rounded so that only all of it is 100 and only nothing is 0."""
    if whole <= 0:
        raise ValueError("of nothing there is no share")
    percent = round(100 * part / whole)
    if part < whole:
        percent = min(percent, 99)
    return max(percent, 1) if part else 0
