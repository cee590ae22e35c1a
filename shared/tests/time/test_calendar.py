"""The Dutch working calendar, date by date."""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from waarborg_shared.calendar import EQUATED_DAYS, DutchCalendar, dutch_holidays

CALENDAR = DutchCalendar()


@pytest.mark.parametrize(
    "day",
    [
        *("2026-01-01", "2027-01-01", "2026-04-03", "2027-03-26", "2026-04-06", "2027-03-29"),
        *("2026-04-27", "2027-04-27", "2026-05-05", "2027-05-05", "2028-05-05", "2031-05-05"),
        *("2026-05-14", "2027-05-06", "2026-05-25", "2027-05-17", "2026-12-25", "2030-12-26", "2029-12-26"),
        *(day.isoformat() for day in sorted(EQUATED_DAYS)),
    ],
)
def test_a_holiday_of_the_algemene_termijnenwet_is_no_working_day(day: str) -> None:
    assert date.fromisoformat(day).weekday() < 5
    assert not CALENDAR.is_working_day(date.fromisoformat(day))


@pytest.mark.parametrize(
    "day", ["2026-12-24", "2026-12-31", "2026-05-04", "2026-05-13", "2025-04-28", "2026-10-05", "2029-05-11"]
)
def test_the_days_beside_the_holidays_are_working_days(day: str) -> None:
    assert CALENDAR.is_working_day(date.fromisoformat(day))


def test_kings_day_moves_to_saturday_when_it_would_be_a_sunday() -> None:
    assert date(2025, 4, 26) in dutch_holidays(2025)
    assert date(2025, 4, 27) not in dutch_holidays(2025)


def test_a_weekend_is_never_a_working_day() -> None:
    saturdays = [date(2026, 1, 3) + timedelta(weeks=number) for number in range(100)]
    assert not any(
        CALENDAR.is_working_day(day) or CALENDAR.is_working_day(day + timedelta(days=1)) for day in saturdays
    )


def test_an_organisation_may_be_closed_on_more_days() -> None:
    closed = DutchCalendar(closed=frozenset({date(2026, 12, 24)}))
    assert not closed.is_working_day(date(2026, 12, 24))
    assert closed.is_working_day(date(2026, 12, 23))


def test_the_calendar_loads_the_netherlands_alone_and_only_when_asked() -> None:
    script = (
        "import sys, datetime\n"
        "from waarborg_shared.calendar import DutchCalendar\n"
        "assert 'holidays' not in sys.modules\n"
        "assert not DutchCalendar().is_working_day(datetime.date(2026, 12, 25))\n"
        "print(sum(name.startswith('holidays.countries') for name in sys.modules))\n"
    )
    loaded = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True).stdout
    assert loaded.strip() == "0"
