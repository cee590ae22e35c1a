"""Working days in the Netherlands: the holidays of the Algemene termijnenwet, and an organisation's own closed days."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Any

from waarborg_shared.clocks import AMSTERDAM

__all__ = ["AMSTERDAM", "EQUATED_DAYS", "DutchCalendar", "dutch_holidays"]

_SATURDAY = 5

# Days that a royal decree puts on a par with a holiday (art. 3(3) Algemene termijnenwet), three years at a time.
EQUATED_DAYS = frozenset(
    date.fromisoformat(day)
    for day in (
        *("2023-04-28", "2023-05-19", "2024-05-10", "2024-12-27", "2025-05-30"),
        *("2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"),
    )
)


@dataclass(frozen=True)
class DutchCalendar:
    """Monday to Friday without the holidays of art. 3 Algemene termijnenwet (Good Friday and every 5 May among them).

    `closed` are further dates on which an organisation does no work. A closed day lengthens a promise in working days:
    the clamp decides whether an organisation may have it, this class only counts.
    """

    closed: Collection[date] = field(default_factory=frozenset)

    def is_working_day(self, day: date) -> bool:
        """True when there is work on `day`, a date in Europe/Amsterdam."""
        return day.weekday() < _SATURDAY and day not in dutch_holidays(day.year) and day not in self.closed


@lru_cache(maxsize=256)
def dutch_holidays(year: int) -> frozenset[date]:
    """The holidays of a year, with the days that are on a par with them."""
    listed = _netherlands()(years=year, categories=("public", "optional"))
    return frozenset(listed) | {day for day in EQUATED_DAYS if day.year == year}


@lru_cache(maxsize=1)
def _netherlands() -> Any:
    """The library's class for the Netherlands, loaded by its file and at the first question.

    `holidays.countries` imports some 250 countries at once (0.4 s and 45 MB, measured); its one Dutch file does with
    0.16 s and 26 MB, and a process that counts no working days does without either.
    """
    package = find_spec("holidays")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("holidays")
    file = Path(package.origin).parent / "countries" / "netherlands.py"
    spec = spec_from_file_location("waarborg_shared._holidays_netherlands", file)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(str(file))
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.Netherlands
