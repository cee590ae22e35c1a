"""When terms are over: tables of dates for every unit."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.clocks import (
    AMSTERDAM,
    ClockRule,
    NaiveMoment,
    NoWorkingDay,
    Term,
    Unit,
    due,
    due_on,
    end_of_day,
    in_force,
    rule_in_force,
)

CALENDAR = DutchCalendar()


def amsterdam(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def ends_on(amount: int, unit: Unit, start: str) -> str:
    return due_on(due(Term(amount, unit), amsterdam(start), CALENDAR)).isoformat()


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-15T09:00", 1, "2026-02-15"),
        ("2026-01-31T09:00", 1, "2026-02-28"),
        ("2024-01-31T09:00", 1, "2024-02-29"),
        ("2024-02-29T09:00", 12, "2025-02-28"),
        ("2024-02-29T09:00", 48, "2028-02-29"),
        ("2026-02-28T09:00", 1, "2026-03-28"),
        ("2026-03-31T09:00", 1, "2026-04-30"),
        ("2026-08-31T09:00", 6, "2027-02-28"),
        ("2026-11-30T09:00", 3, "2027-02-28"),
        ("2026-12-31T23:59", 2, "2027-02-28"),
        ("2026-10-31T00:00", 2, "2026-12-31"),
        ("2026-05-06T12:00", 240, "2046-05-06"),
        ("2026-05-06T12:00", 0, "2026-05-06"),
    ],
)
def test_a_month_ends_on_the_same_day_number_or_the_months_last(start: str, months: int, end: str) -> None:
    assert ends_on(months, Unit.MONTHS, start) == end


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2026-05-04T10:00", 14, Unit.DAYS, "2026-05-18"),
        ("2026-05-04T00:00", 14, Unit.DAYS, "2026-05-18"),
        ("2026-05-04T23:59", 14, Unit.DAYS, "2026-05-18"),
        ("2026-05-04T10:00", 4, Unit.WEEKS, "2026-06-01"),
        ("2026-03-16T10:00", 2, Unit.WEEKS, "2026-03-30"),
        ("2026-10-12T10:00", 2, Unit.WEEKS, "2026-10-26"),
        ("2024-02-28T10:00", 1, Unit.DAYS, "2024-02-29"),
        ("2026-12-25T10:00", 7, Unit.DAYS, "2027-01-01"),
    ],
)
def test_days_and_weeks_are_dates_and_the_start_day_does_not_count(
    start: str, amount: int, unit: Unit, end: str
) -> None:
    assert ends_on(amount, unit, start) == end


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2026-04-02T10:00", 1, "2026-04-07"),  # Good Friday, weekend, Easter Monday
        ("2026-04-02T10:00", 2, "2026-04-08"),
        ("2026-04-24T10:00", 1, "2026-04-28"),  # King's Day on a Monday
        ("2025-04-25T10:00", 1, "2025-04-28"),  # King's Day on a Saturday, because the 27th is a Sunday
        ("2026-05-04T10:00", 1, "2026-05-06"),  # 5 May, every year
        ("2026-05-13T10:00", 1, "2026-05-18"),  # Ascension, and the Friday on a par with it
        ("2026-05-22T10:00", 1, "2026-05-26"),  # Whit Monday
        ("2026-12-24T10:00", 1, "2026-12-28"),  # both Christmas days
        ("2026-12-31T10:00", 1, "2027-01-04"),  # New Year on a Friday
        ("2025-12-31T10:00", 1, "2026-01-05"),  # New Year, and the Friday after it by decree
        ("2026-06-05T10:00", 2, "2026-06-09"),  # a Friday
        ("2026-06-06T10:00", 2, "2026-06-09"),  # a Saturday
        ("2026-06-07T10:00", 2, "2026-06-09"),  # a Sunday
        ("2026-06-08T10:00", 0, "2026-06-08"),
        ("2026-06-06T10:00", 0, "2026-06-08"),
    ],
)
def test_B22_working_days_skip_weekends_and_dutch_holidays(start: str, amount: int, end: str) -> None:
    assert ends_on(amount, Unit.WORKING_DAYS, start) == end


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-28T12:00+01:00", "2026-03-31T13:00+02:00"),  # the night without an hour
        ("2026-10-24T12:00+02:00", "2026-10-27T11:00+01:00"),  # the night with one more
        ("2026-05-01T17:30+02:00", "2026-05-04T17:30+02:00"),  # over a weekend
        ("2026-12-24T23:00+01:00", "2026-12-27T23:00+01:00"),  # over Christmas
        ("2024-02-28T06:00+01:00", "2024-03-02T06:00+01:00"),  # over a leap day
    ],
)
def test_B24_seventy_two_hours_run_through_nights_holidays_and_clock_changes(start: str, end: str) -> None:
    over = due(Term(72, Unit.HOURS), datetime.fromisoformat(start), CALENDAR)
    assert over == datetime.fromisoformat(end)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        ("2026-01-15", "2026-01-15T22:59:59+00:00"),
        ("2026-07-15", "2026-07-15T21:59:59+00:00"),
        ("2026-03-28", "2026-03-28T22:59:59+00:00"),
        ("2026-03-29", "2026-03-29T21:59:59+00:00"),
        ("2026-10-24", "2026-10-24T21:59:59+00:00"),
        ("2026-10-25", "2026-10-25T22:59:59+00:00"),
    ],
)
def test_a_day_ends_in_amsterdam_summer_and_winter(day: str, end: str) -> None:
    assert end_of_day(date.fromisoformat(day)).isoformat() == end


def test_the_start_day_is_the_date_in_amsterdam_and_not_the_one_in_utc() -> None:
    just_after_midnight = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert due_on(due(Term(1, Unit.DAYS), just_after_midnight, CALENDAR)) == date(2026, 7, 2)
    assert due_on(due(Term(1, Unit.MONTHS), just_after_midnight, CALENDAR)) == date(2026, 8, 1)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    for unit in Unit:
        with pytest.raises(NaiveMoment):
            due(Term(1, unit), datetime(2026, 1, 1), CALENDAR)  # noqa: DTZ001


def test_a_calendar_that_never_works_is_refused_and_does_not_hang() -> None:
    class Never:
        def is_working_day(self, day: date) -> bool:
            return False

    for amount in (0, 1):
        with pytest.raises(NoWorkingDay):
            due(Term(amount, Unit.WORKING_DAYS), amsterdam("2026-01-01T10:00"), Never())


@pytest.mark.parametrize("amount", [-1, 100_001])
def test_a_term_is_never_negative_or_endless(amount: int) -> None:
    with pytest.raises(ValueError, match="between 0 and"):
        Term(amount, Unit.DAYS)


@pytest.mark.parametrize("amount", [1.5, "2", True, None])
def test_a_terms_amount_is_a_whole_number(amount: object) -> None:
    with pytest.raises(TypeError):
        Term(amount, Unit.DAYS)  # type: ignore[arg-type]


def test_a_terms_unit_is_one_of_the_five() -> None:
    with pytest.raises(ValueError, match="fortnights"):
        Term(1, "fortnights")  # type: ignore[arg-type]


def test_of_two_versions_of_a_legal_term_the_one_in_force_is_taken() -> None:
    old = ClockRule("notify", "aware", Term(72, Unit.HOURS), "GDPR art. 33(1)", valid_until=date(2027, 6, 30))
    new = ClockRule("notify", "aware", Term(96, Unit.HOURS), "GDPR art. 33(1)", valid_from=date(2027, 7, 1))
    assert rule_in_force([old, new], date(2027, 6, 30)) is old
    assert rule_in_force([old, new], date(2027, 7, 1)) is new
    assert rule_in_force([new], date(2027, 6, 30)) is None


def test_of_each_name_the_version_of_the_day_is_in_force_and_what_has_not_begun_is_left_out() -> None:
    old = ClockRule("notify", "aware", Term(72, Unit.HOURS), "GDPR art. 33(1)", valid_until=date(2027, 6, 30))
    new = ClockRule("notify", "aware", Term(96, Unit.HOURS), "GDPR art. 33(1)", valid_from=date(2027, 7, 1))
    later = ClockRule("decide", "aware", Term(24, Unit.HOURS), "a promise", valid_from=date(2027, 7, 1))
    assert in_force([old, later, new], date(2027, 6, 30)) == (old,)
    assert in_force([old, later, new], date(2027, 7, 1)) == (new, later)
    assert in_force([], date(2027, 7, 1)) == ()


@pytest.mark.parametrize("share", [0.0, -0.1, 1.01])
def test_a_reminder_lies_within_the_term(share: float) -> None:
    with pytest.raises(ValueError, match="share of the term"):
        ClockRule("x", "y", Term(1, Unit.DAYS), "B1", remind_at=share)


moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(moments, st.integers(0, 10_000))
def test_hours_are_exact(start: datetime, hours: int) -> None:
    assert due(Term(hours, Unit.HOURS), start, CALENDAR) - start == timedelta(hours=hours)


@given(moments, st.integers(0, 60))
def test_a_term_in_working_days_never_ends_on_a_day_without_work(start: datetime, days: int) -> None:
    last = due_on(due(Term(days, Unit.WORKING_DAYS), start, CALENDAR))
    assert CALENDAR.is_working_day(last)


@given(moments, st.integers(0, 60), st.sampled_from([unit for unit in Unit if unit is not Unit.HOURS]))
def test_a_longer_term_never_ends_earlier(start: datetime, amount: int, unit: Unit) -> None:
    assert start.replace(microsecond=0) <= due(Term(amount, unit), start, CALENDAR)
    assert due(Term(amount, unit), start, CALENDAR) <= due(Term(amount + 1, unit), start, CALENDAR)
