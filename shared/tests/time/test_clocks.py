"""What pausing, extending and stopping do to a clock."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.clocks import (
    AMSTERDAM,
    AlreadyPaused,
    AlreadyStopped,
    BackInTime,
    Clock,
    ClockRule,
    NotInForce,
    NotPaused,
    ReasonNeeded,
    Term,
    TermOver,
    Unit,
    binding,
    clock_from_json,
    clock_to_json,
    extend,
    left,
    next_action,
    pause,
    resume,
    start,
    stop,
)

CALENDAR = DutchCalendar()
WHY = "identification"


def amsterdam(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM)


def rule(amount: int, unit: Unit, name: str = "answer") -> ClockRule:
    return ClockRule(name, "received", Term(amount, unit), "B17")


def running(amount: int, unit: Unit, at: str = "2026-06-01T10:00") -> Clock:
    return start(rule(amount, unit), amsterdam(at), CALENDAR)


@pytest.mark.parametrize(
    ("amount", "unit", "paused", "resumed", "due"),
    [
        (72, Unit.HOURS, "2026-06-02T10:00", "2026-06-02T13:30", "2026-06-04T13:30:00"),
        (14, Unit.DAYS, "2026-06-02T10:00", "2026-06-02T18:00", "2026-06-15T23:59:59"),
        (14, Unit.DAYS, "2026-06-02T23:00", "2026-06-03T01:00", "2026-06-16T23:59:59"),
        (4, Unit.WEEKS, "2026-06-02T10:00", "2026-06-12T09:00", "2026-07-09T23:59:59"),
        (1, Unit.MONTHS, "2026-06-02T10:00", "2026-06-12T09:00", "2026-07-11T23:59:59"),
        (5, Unit.WORKING_DAYS, "2026-06-05T10:00", "2026-06-07T12:00", "2026-06-08T23:59:59"),
        (5, Unit.WORKING_DAYS, "2026-06-05T10:00", "2026-06-09T12:00", "2026-06-10T23:59:59"),
        (2, Unit.WORKING_DAYS, "2026-06-01T11:00", "2026-06-20T12:00", "2026-06-23T23:59:59"),
    ],
)
def test_a_pause_moves_the_end_in_the_units_own_way(
    amount: int, unit: Unit, paused: str, resumed: str, due: str
) -> None:
    clock = resume(pause(running(amount, unit), amsterdam(paused), WHY), amsterdam(resumed), CALENDAR)
    assert clock.due_at == amsterdam(due)
    assert clock.paused_at is None
    assert clock.paused_total == amsterdam(resumed) - amsterdam(paused)


def test_B17_four_weeks_are_extended_by_two_months_from_the_original_end() -> None:
    clock = running(4, Unit.WEEKS)
    assert clock.due_on == date(2026, 6, 29)
    longer = extend(
        clock, Term(2, Unit.MONTHS), at=amsterdam("2026-06-10T10:00"), reason="complexity", calendar=CALENDAR
    )
    assert longer.due_on == date(2026, 8, 29)
    assert longer.extended_by[0].reason == "complexity"


@pytest.mark.parametrize("order", ["pause first", "extension first"])
def test_an_extension_counts_from_the_original_end_and_a_pause_comes_on_top(order: str) -> None:
    clock = running(1, Unit.MONTHS)
    more = Term(2, Unit.MONTHS)
    if order == "pause first":
        clock = resume(pause(clock, amsterdam("2026-06-02T10:00"), WHY), amsterdam("2026-06-12T10:00"), CALENDAR)
        clock = extend(clock, more, at=amsterdam("2026-06-20T10:00"), reason="complexity", calendar=CALENDAR)
    else:
        clock = extend(clock, more, at=amsterdam("2026-06-02T10:00"), reason="complexity", calendar=CALENDAR)
        clock = resume(pause(clock, amsterdam("2026-06-02T10:00"), WHY), amsterdam("2026-06-12T10:00"), CALENDAR)
    assert clock.due_on == date(2026, 9, 11)


def test_a_second_extension_adds_to_the_first() -> None:
    clock = running(6, Unit.WEEKS)
    for _ in range(2):
        clock = extend(clock, Term(4, Unit.WEEKS), at=clock.started_at, reason="complexity", calendar=CALENDAR)
    assert clock.due_on == date(2026, 9, 7)


def test_the_reminder_comes_at_eighty_percent_of_the_way() -> None:
    clock = running(60, Unit.HOURS)
    assert clock.remind_at - clock.started_at == timedelta(hours=48)
    early = start(ClockRule("a", "b", Term(60, Unit.HOURS), "B24", remind_at=0.5), clock.started_at, CALENDAR)
    assert early.remind_at - early.started_at == timedelta(hours=30)


def test_the_reminder_moves_with_a_pause_and_with_an_extension() -> None:
    clock = running(60, Unit.HOURS)
    paused = pause(clock, clock.started_at + timedelta(hours=1), WHY)
    later = resume(paused, clock.started_at + timedelta(hours=11), CALENDAR)
    assert later.remind_at - clock.remind_at == timedelta(hours=10)
    longer = extend(clock, Term(40, Unit.HOURS), at=clock.started_at, reason="complexity", calendar=CALENDAR)
    assert longer.remind_at - clock.started_at == timedelta(hours=80)


def test_a_paused_or_stopped_clock_asks_for_nothing() -> None:
    clock = running(60, Unit.HOURS)
    assert next_action(clock) == clock.remind_at
    assert next_action(pause(clock, clock.started_at, WHY)) is None
    assert next_action(stop(clock, clock.started_at, "answered")) is None


def test_time_left_stands_still_in_a_pause_and_at_the_stop_and_goes_below_zero() -> None:
    clock = running(60, Unit.HOURS)
    later = clock.started_at + timedelta(hours=10)
    now = clock.started_at + timedelta(hours=70)
    assert left(clock, later) == timedelta(hours=50)
    assert left(clock, now) == timedelta(hours=-10)
    assert left(pause(clock, later, WHY), now) == timedelta(hours=50)
    assert left(stop(clock, later, "answered"), now) == timedelta(hours=50)


def test_every_move_needs_a_reason() -> None:
    clock = running(60, Unit.HOURS)
    with pytest.raises(ReasonNeeded):
        pause(clock, clock.started_at, " ")
    with pytest.raises(ReasonNeeded):
        stop(clock, clock.started_at, "")
    with pytest.raises(ReasonNeeded):
        extend(clock, Term(1, Unit.HOURS), at=clock.started_at, reason="", calendar=CALENDAR)


def test_a_stopped_clock_stays_stopped() -> None:
    clock = stop(running(60, Unit.HOURS), amsterdam("2026-06-01T12:00"), "answered")
    with pytest.raises(AlreadyStopped):
        stop(clock, amsterdam("2026-06-01T13:00"), "again")
    with pytest.raises(AlreadyStopped):
        pause(clock, amsterdam("2026-06-01T13:00"), WHY)
    with pytest.raises(AlreadyStopped):
        extend(clock, Term(1, Unit.HOURS), at=amsterdam("2026-06-01T13:00"), reason=WHY, calendar=CALENDAR)


def test_a_pause_begins_and_ends_once() -> None:
    clock = running(60, Unit.HOURS)
    with pytest.raises(NotPaused):
        resume(clock, clock.started_at, CALENDAR)
    with pytest.raises(AlreadyPaused):
        pause(pause(clock, clock.started_at, WHY), clock.started_at, WHY)


def test_what_is_over_is_neither_paused_nor_extended_but_can_be_stopped() -> None:
    clock = running(60, Unit.HOURS)
    late = clock.due_at + timedelta(seconds=1)
    with pytest.raises(TermOver):
        pause(clock, late, WHY)
    with pytest.raises(TermOver):
        extend(clock, Term(1, Unit.HOURS), at=late, reason="complexity", calendar=CALENDAR)
    assert stop(clock, late, "answered").stopped_at == late


def test_a_clock_that_stands_still_can_be_extended_after_the_day_that_it_would_have_ended() -> None:
    clock = pause(running(60, Unit.HOURS), amsterdam("2026-06-02T10:00"), WHY)
    longer = extend(
        clock, Term(1, Unit.HOURS), at=amsterdam("2026-07-01T10:00"), reason="complexity", calendar=CALENDAR
    )
    assert longer.due_at - clock.due_at == timedelta(hours=1)
    assert longer.paused_at == clock.paused_at


def test_a_move_never_lies_before_the_one_before_it() -> None:
    clock = pause(running(60, Unit.HOURS), amsterdam("2026-06-02T10:00"), WHY)
    with pytest.raises(BackInTime):
        resume(clock, amsterdam("2026-06-02T09:59"), CALENDAR)
    with pytest.raises(BackInTime):
        stop(running(60, Unit.HOURS), amsterdam("2026-06-01T09:59"), "answered")


def test_a_rule_that_does_not_hold_starts_no_clock() -> None:
    past = ClockRule("a", "b", Term(1, Unit.DAYS), "B1", valid_until=date(2025, 12, 31))
    with pytest.raises(NotInForce):
        start(past, amsterdam("2026-01-01T00:00"), CALENDAR)
    assert start(past, amsterdam("2025-12-31T23:59"), CALENDAR).due_on == date(2026, 1, 1)


def test_of_the_laws_and_the_promised_term_the_earliest_that_runs_binds() -> None:
    at = amsterdam("2026-01-31T10:00")
    law = start(ClockRule("law", "received", Term(1, Unit.MONTHS), "GDPR art. 12(3)"), at, CALENDAR)
    promise = start(ClockRule("promise", "received", Term(4, Unit.WEEKS), "B17"), at, CALENDAR)
    assert (law.due_on, promise.due_on) == (date(2026, 2, 28), date(2026, 2, 28))
    later = start(ClockRule("promise", "received", Term(4, Unit.WEEKS), "B17"), amsterdam("2026-03-01T10:00"), CALENDAR)
    legal = start(ClockRule("law", "received", Term(1, Unit.MONTHS), "art. 12(3)"), later.started_at, CALENDAR)
    assert binding([legal, later]) is later
    assert binding([legal, stop(later, later.started_at, "answered")]) is legal
    assert binding([]) is None


moments = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
terms = st.builds(Term, st.integers(0, 400), st.sampled_from(list(Unit)))
shares = st.floats(0, 1)


@given(moments, terms, shares, st.timedeltas(timedelta(), timedelta(days=400)))
def test_a_pause_never_shortens_and_gives_back_what_was_left(
    at: datetime, term: Term, share: float, span: timedelta
) -> None:
    clock = start(ClockRule("a", "b", term, "B1"), at, CALENDAR)
    since = max(clock.started_at, clock.started_at + (clock.due_at - clock.started_at) * share)
    since = min(since, max(clock.due_at, clock.started_at))
    later = resume(pause(clock, since, WHY), since + span, CALENDAR)
    assert later.due_at >= clock.due_at
    assert later.remind_at >= clock.remind_at
    assert later.remind_at <= max(later.due_at, later.started_at)
    if term.unit is Unit.HOURS:
        assert later.due_at - clock.due_at == span
    if term.unit is Unit.WORKING_DAYS:
        assert CALENDAR.is_working_day(later.due_on)


@given(moments, terms, terms, shares)
def test_an_extension_never_shortens(at: datetime, term: Term, more: Term, share: float) -> None:
    clock = start(ClockRule("a", "b", term, "B1"), at, CALENDAR)
    decided = min(clock.started_at + (clock.due_at - clock.started_at) * share, clock.due_at)
    decided = max(decided, clock.started_at)
    longer = extend(clock, more, at=decided, reason="complexity", calendar=CALENDAR)
    assert longer.due_at >= clock.due_at
    assert longer.remind_at >= clock.remind_at


@given(moments, terms, terms, st.timedeltas(timedelta(), timedelta(days=40)))
def test_a_clock_goes_through_json_and_comes_back_the_same(
    at: datetime, term: Term, more: Term, span: timedelta
) -> None:
    clock = start(ClockRule("a", "b", term, "B1", valid_from=date(2020, 1, 1)), at, CALENDAR)
    clock = pause(clock, clock.started_at, WHY)
    clock = extend(clock, more, at=clock.started_at, reason="complexity", calendar=CALENDAR)
    assert clock_from_json(json.loads(json.dumps(clock_to_json(clock)))) == clock
    clock = stop(resume(clock, clock.started_at + span, CALENDAR), clock.started_at + span, "answered")
    assert clock_from_json(json.loads(json.dumps(clock_to_json(clock)))) == clock
