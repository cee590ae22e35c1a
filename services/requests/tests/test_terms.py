"""The clocks of a request, by tables of dates: which runs when, which binds, and what an extension does."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_requests.domain import (
    AlreadyExtended,
    NoExtension,
    TooLate,
    binding_clock,
    clock_rules,
    due_at,
    kept,
    late,
    most_urgent,
    prolong,
    receive,
    to_pause,
    to_resume,
    to_stop,
    why_stopped,
)
from waarborg_requests.domain.terms import extended
from waarborg_shared import clocks
from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.clocks import AMSTERDAM, Clock, ClockRule, Term, Unit, due_on
from waarborg_shared.hooks.values import RequestClass, RequestKind, RequestPolicy, Text

CALENDAR = DutchCalendar()
MONTH = Term(1, Unit.MONTHS)
TWO_MONTHS = Term(2, Unit.MONTHS)


def rule(name: str, amount: int, unit: Unit) -> ClockRule:
    return ClockRule(name=name, start_event="received", term=Term(amount, unit), source="test")


def policy(promise: ClockRule, extension: Term | None = TWO_MONTHS, notice: bool = True) -> RequestPolicy:
    return RequestPolicy(
        kind=RequestKind.ACCESS,
        name=Text("Inzage", "Access"),
        request_class=RequestClass.REQUEST,
        promise=promise,
        law=rule("law", 1, Unit.MONTHS),
        notice=rule("notice", 1, Unit.MONTHS) if notice else None,
        extension=extension,
        answer_channel="letter",
        identification=True,
        first_copy_free=True,
        explanation=Text("Uitleg", "Explanation"),
        source="test",
    )


FOUR_WEEKS = policy(rule("promise", 4, Unit.WEEKS))
FOURTEEN_DAYS = policy(rule("promise", 14, Unit.DAYS), extension=None)
ONE_MONTH = policy(rule("promise", 1, Unit.MONTHS))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM).astimezone(UTC)


def dates(found: tuple[Clock, ...]) -> dict[str, date]:
    return {clock.name: clock.due_on for clock in found}


@pytest.mark.parametrize(
    ("received", "due"),
    [
        ("2026-03-02 09:00", date(2026, 3, 16)),
        ("2026-03-16 23:59:59", date(2026, 3, 30)),  # over the clock change of 29 March
        ("2026-10-20 00:00", date(2026, 11, 3)),  # and back again on 25 October
        ("2028-02-20 12:00", date(2028, 3, 5)),  # a leap day between
        ("2026-12-24 12:00", date(2027, 1, 7)),
    ],
)
def test_J11_an_answer_is_due_within_fourteen_days(received: str, due: date) -> None:
    assert receive(FOURTEEN_DAYS, local(received), CALENDAR).due_on == due


@pytest.mark.parametrize(
    ("received", "promise", "law"),
    [
        ("2026-03-02 09:00", date(2026, 3, 30), date(2026, 4, 2)),
        ("2026-01-31 09:00", date(2026, 2, 28), date(2026, 2, 28)),
        ("2026-01-30 09:00", date(2026, 2, 27), date(2026, 2, 28)),
        ("2028-01-31 09:00", date(2028, 2, 28), date(2028, 2, 29)),
        ("2026-03-29 01:59", date(2026, 4, 26), date(2026, 4, 29)),
        ("2026-10-25 02:30", date(2026, 11, 22), date(2026, 11, 25)),
        ("2026-02-01 00:00", date(2026, 3, 1), date(2026, 3, 1)),
        ("2026-12-15 12:00", date(2027, 1, 12), date(2027, 1, 15)),
    ],
)
def test_B17_word_is_due_within_four_weeks_and_never_after_the_law(received: str, promise: date, law: date) -> None:
    receipt = receive(FOUR_WEEKS, local(received), CALENDAR)
    assert dates(receipt.clocks) == {"answer": promise, "law": law, "notice": law}
    assert receipt.due_on == min(promise, law)


def test_the_law_binds_where_a_promise_is_longer_in_a_short_month() -> None:
    thirty = policy(rule("promise", 30, Unit.DAYS))
    receipt = receive(thirty, local("2026-02-01 12:00"), CALENDAR)
    assert binding_clock(receipt.clocks).name == "law"
    assert receipt.due_on == date(2026, 3, 1)


def test_a_request_just_before_midnight_counts_from_the_dutch_date() -> None:
    before = receive(FOURTEEN_DAYS, datetime(2026, 7, 1, 21, 59, tzinfo=UTC), CALENDAR)
    after = receive(FOURTEEN_DAYS, datetime(2026, 7, 1, 22, 0, tzinfo=UTC), CALENDAR)
    assert (before.due_on, after.due_on) == (date(2026, 7, 15), date(2026, 7, 16))


@given(
    st.integers(min_value=1_704_067_200, max_value=2_208_988_800).map(
        lambda second: datetime.fromtimestamp(second, UTC)
    ),
    st.sampled_from([FOUR_WEEKS, FOURTEEN_DAYS, ONE_MONTH]),
)
def test_the_earlier_of_promise_and_law_always_binds(received: datetime, kind: RequestPolicy) -> None:
    receipt = receive(kind, received, CALENDAR)
    by_name = {clock.name: clock.due_at for clock in receipt.clocks}
    assert receipt.due_at == min(by_name["answer"], by_name["law"])
    assert receipt.due_at > received


def test_the_clocks_have_names_of_their_own_whatever_a_plugin_calls_them() -> None:
    assert [found.name for found in clock_rules(FOUR_WEEKS)] == ["answer", "law", "notice"]
    assert [found.name for found in clock_rules(policy(rule("x", 1, Unit.WEEKS), notice=False))] == ["answer", "law"]


def test_J11_where_no_extension_is_possible_there_is_no_clock_for_word_of_one():
    assert [found.name for found in clock_rules(policy(rule("x", 14, Unit.DAYS), extension=None))] == ["answer", "law"]


def carry_out(found: tuple[Clock, ...], at: datetime, kind: RequestPolicy) -> tuple[Clock, ...]:
    """Decide on an extension, and tell it at once."""
    plan = prolong(found, at, policy=kind)
    return extended(found, plan, at, CALENDAR)


def test_B17_an_extension_adds_two_months_and_is_told_within_the_month() -> None:
    received = local("2026-03-02 09:00")
    told = carry_out(receive(FOUR_WEEKS, received, CALENDAR).clocks, local("2026-03-20 10:00"), FOUR_WEEKS)
    assert dates(told) == {"answer": date(2026, 5, 30), "law": date(2026, 6, 2), "notice": date(2026, 4, 2)}
    assert due_on(due_at(told)) == date(2026, 5, 30)
    assert most_urgent(told).name == "answer"


def test_a_clock_of_word_that_was_not_needed_says_nothing() -> None:
    found = receive(FOUR_WEEKS, local("2026-03-02 09:00"), CALENDAR).clocks
    assert most_urgent(found).name == "answer"
    at = local("2026-03-20 10:00")
    answered = tuple(clocks.stop(clock, at, why_stopped(clock.name)) for clock in found)
    assert [clock.name for clock in kept(answered)] == ["answer", "law"]
    assert kept(found) == found


def test_B17_from_four_weeks_on_it_is_late_until_the_extension_is_told() -> None:
    found = receive(FOUR_WEEKS, local("2026-03-02 09:00"), CALENDAR).clocks
    at = local("2026-03-31 10:00")
    assert late(found, at)
    told = carry_out(found, at, FOUR_WEEKS)
    assert not late(told, at)
    assert binding_clock(told).name == "law"
    assert due_on(due_at(told)) == date(2026, 6, 2)


def test_B17_after_the_month_there_is_no_extension_any_more() -> None:
    found = receive(FOUR_WEEKS, local("2026-03-02 09:00"), CALENDAR).clocks
    prolong(found, local("2026-04-02 23:59:59"), policy=FOUR_WEEKS)
    with pytest.raises(TooLate):
        prolong(found, local("2026-04-03 00:00"), policy=FOUR_WEEKS)


def test_a_request_is_extended_once() -> None:
    at = local("2026-03-20 10:00")
    told = carry_out(receive(FOUR_WEEKS, local("2026-03-02 09:00"), CALENDAR).clocks, at, FOUR_WEEKS)
    with pytest.raises(AlreadyExtended):
        prolong(told, at + timedelta(days=1), policy=FOUR_WEEKS)


def test_an_extension_in_another_unit_lengthens_the_laws_clock_by_the_laws_own_and_no_more() -> None:
    promised = policy(rule("promise", 1, Unit.MONTHS), extension=Term(62, Unit.WORKING_DAYS))
    kind = replace(promised, law_extension=TWO_MONTHS)
    told = carry_out(receive(kind, local("2026-03-02 09:00"), CALENDAR).clocks, local("2026-03-20 10:00"), kind)
    assert dates(told)["law"] == date(2026, 6, 2) == due_on(due_at(told))


def test_J11_fourteen_days_are_not_extended() -> None:
    found = receive(FOURTEEN_DAYS, local("2026-03-02 09:00"), CALENDAR).clocks
    with pytest.raises(NoExtension):
        prolong(found, local("2026-03-03 09:00"), policy=FOURTEEN_DAYS)


def test_asking_for_identification_pauses_what_runs_and_leaves_late_what_is_late() -> None:
    found = receive(FOUR_WEEKS, local("2026-03-02 09:00"), CALENDAR).clocks
    assert to_pause(found, local("2026-03-10 09:00")) == ("answer", "law", "notice")
    assert to_pause(found, local("2026-04-01 09:00")) == ("law", "notice")
    with pytest.raises(TooLate):
        to_pause(found, local("2026-05-01 09:00"))


def test_a_pause_moves_the_date_on_by_the_days_that_it_took() -> None:
    found = receive(FOURTEEN_DAYS, local("2026-03-02 09:00"), CALENDAR).clocks
    asked, known = local("2026-03-05 09:00"), local("2026-03-09 16:00")
    paused = tuple(clocks.pause(clock, asked, "identification") for clock in found)
    assert to_resume(paused) == ("answer", "law")
    assert not late(paused, local("2026-06-01 09:00"))
    resumed = tuple(clocks.resume(clock, known, CALENDAR) for clock in paused)
    assert due_on(due_at(resumed)) == date(2026, 3, 20)
    assert to_resume(resumed) == ()


def test_an_answer_stops_every_clock_and_what_was_late_stays_late() -> None:
    found = receive(FOURTEEN_DAYS, local("2026-03-02 09:00"), CALENDAR).clocks
    answered = tuple(clocks.stop(clock, local("2026-03-17 09:00"), "answered") for clock in found)
    assert to_stop(found) == ("answer", "law")
    assert to_stop(answered) == ()
    assert late(answered, local("2027-01-01 09:00"))
    in_time = tuple(clocks.stop(clock, local("2026-03-16 09:00"), "answered") for clock in found)
    assert not late(in_time, local("2027-01-01 09:00"))


def test_a_reminder_comes_at_four_fifths_of_the_term() -> None:
    clock = receive(FOURTEEN_DAYS, local("2026-03-02 00:00"), CALENDAR).clocks[0]
    assert clock.remind_at == clock.started_at + (clock.due_at - clock.started_at) * 0.8 - timedelta(
        microseconds=((clock.due_at - clock.started_at) * 0.8).microseconds
    )


def test_a_rule_that_is_not_in_force_yet_starts_no_clock() -> None:
    later = policy(replace(rule("promise", 4, Unit.WEEKS), valid_from=date(2030, 1, 1)))
    with pytest.raises(clocks.NotInForce):
        receive(later, local("2026-03-02 09:00"), CALENDAR)
