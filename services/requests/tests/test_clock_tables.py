"""The clocks of a request by tables of dates: ends of months, leap days, the nights in which the clock changes,
holidays, pauses, extensions, both organisations and every kind; and what holds whatever the dates are."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_requests.domain import (
    TooLate,
    binding_clock,
    due_at,
    late,
    prolong,
    receive,
    side_by_side,
    to_pause,
    to_resume,
)
from waarborg_requests.domain.terms import can_be_told, counts_from, extended, wait_rule, waits_to_be_told
from waarborg_shared import clocks
from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.clocks import AMSTERDAM, Clock, Term, Unit, due_on
from waarborg_shared.hooks import Registry
from waarborg_shared.hooks.values import RequestClass, RequestKind

CALENDAR = DutchCalendar()


@pytest.fixture(scope="module")
def policies(organisations):
    """Every policy of both organisations, as it holds on a day."""
    registry = Registry(organisations)
    return lambda name, kind, on=date(2026, 3, 2): registry.rules(name).request_policy(kind, on)


def local(text: str, *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold).astimezone(UTC)


def dates(found: tuple[Clock, ...]) -> tuple[str, ...]:
    by_name = {clock.name: clock.due_on.isoformat() for clock in found}
    return tuple(by_name[name] for name in ("answer", "law", "notice") if name in by_name)


def paused(found: tuple[Clock, ...], since: datetime, until: datetime | None) -> tuple[Clock, ...]:
    names = to_pause(found, since)
    still = tuple(clocks.pause(each, since, "identification") if each.name in names else each for each in found)
    if until is None:
        return still
    again = to_resume(still)
    return tuple(clocks.resume(each, until, CALENDAR) if each.name in again else each for each in still)


# received, answer, law
AT_BQR = [
    ("2026-01-31 09:00", "2026-02-28", "2026-02-28"),  # the last of a month, to a shorter one
    ("2028-01-31 09:00", "2028-02-28", "2028-02-29"),  # a leap year
    ("2028-01-29 09:00", "2028-02-26", "2028-02-29"),
    ("2028-02-29 12:00", "2028-03-28", "2028-03-29"),  # from a leap day
    ("2027-02-28 12:00", "2027-03-28", "2027-03-28"),
    ("2026-03-31 12:00", "2026-04-28", "2026-04-30"),  # from 31 to 30
    ("2026-05-31 23:59:59", "2026-06-28", "2026-06-30"),
    ("2026-08-31 00:00", "2026-09-28", "2026-09-30"),
    ("2026-12-03 12:00", "2026-12-31", "2027-01-03"),  # over the end of a year
    ("2026-12-31 23:59:59", "2027-01-28", "2027-01-31"),
    ("2026-03-29 03:30", "2026-04-26", "2026-04-29"),  # the night that loses an hour
    ("2026-04-07 12:00", "2026-05-05", "2026-05-07"),  # due on Liberation Day: calendar days do not skip a holiday
    ("2026-03-06 12:00", "2026-04-03", "2026-04-06"),  # Good Friday, and the law on Easter Monday
    ("2026-11-27 12:00", "2026-12-25", "2026-12-27"),  # Christmas
    ("2026-03-30 12:00", "2026-04-27", "2026-04-30"),  # King's Day
]


@pytest.mark.parametrize(("received", "promise", "law"), AT_BQR)
def test_B17_four_weeks_and_the_laws_month_stand_side_by_side(policies, received, promise, law) -> None:
    receipt = receive(policies("bqr", RequestKind.ACCESS), local(received), CALENDAR)
    assert dates(receipt.clocks) == (promise, law, law)
    assert [clock.due_on.isoformat() for clock in side_by_side(receipt.clocks)] == sorted((promise, law))


AT_JTB = [
    ("2026-01-31 09:00", "2026-02-14", "2026-02-28"),
    ("2028-02-20 09:00", "2028-03-05", "2028-03-20"),
    ("2028-02-15 23:59", "2028-02-29", "2028-03-15"),
    ("2026-12-20 12:00", "2027-01-03", "2027-01-20"),
    ("2026-04-21 12:00", "2026-05-05", "2026-05-21"),
    ("2026-10-17 12:00", "2026-10-31", "2026-11-17"),
    ("2026-03-15 12:00", "2026-03-29", "2026-04-15"),
]


@pytest.mark.parametrize(("received", "promise", "law"), AT_JTB)
def test_J11_fourteen_days_and_the_laws_month_stand_side_by_side(policies, received, promise, law) -> None:
    receipt = receive(policies("jtb-care", RequestKind.ACCESS), local(received), CALENDAR)
    assert dates(receipt.clocks) == (promise, law)
    assert receipt.due_on.isoformat() == promise


@pytest.mark.parametrize("fold", [0, 1])
def test_an_hour_that_comes_twice_is_of_one_day(policies, fold) -> None:
    receipt = receive(policies("bqr", RequestKind.ACCESS), local("2026-10-25 02:30", fold=fold), CALENDAR)
    assert dates(receipt.clocks) == ("2026-11-22", "2026-11-25", "2026-11-25")


@pytest.mark.parametrize("kind", RequestKind)
@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_every_kind_has_both_terms_and_the_earlier_binds(policies, organisation, kind) -> None:
    policy = policies(organisation, kind)
    receipt = receive(policy, local("2026-03-02 09:00"), CALENDAR)
    shown = side_by_side(receipt.clocks)
    assert {clock.name for clock in shown} == {"answer", "law"}
    assert shown[0].due_at == receipt.due_at == min(clock.due_at for clock in shown)
    assert all(clock.source for clock in shown)
    word = [clock for clock in receipt.clocks if clock.name == "notice"]
    assert bool(word) == (policy.extension is not None)


@pytest.mark.parametrize(
    ("organisation", "kind", "of", "due"),
    [
        ("jtb-care", RequestKind.ACCESS, RequestClass.COMPLAINT, "2026-03-16"),
        ("jtb-care", RequestKind.CORRECTION, RequestClass.COMPLAINT, "2026-03-16"),
        ("jtb-care", RequestKind.OBJECTION, RequestClass.COMPLAINT, "2026-03-16"),
        ("jtb-care", RequestKind.ERASURE, RequestClass.COMPLAINT, "2026-03-16"),
        ("jtb-care", RequestKind.COMPLAINT, RequestClass.COMPLAINT, "2026-03-16"),
        ("jtb-care", RequestKind.PORTABILITY, RequestClass.REQUEST, "2026-04-02"),
        ("bqr", RequestKind.ACCESS, RequestClass.REQUEST, "2026-03-30"),
        ("bqr", RequestKind.ADDRESS_SECRECY, RequestClass.REQUEST, "2026-03-30"),
        ("bqr", RequestKind.COMPLAINT, RequestClass.COMPLAINT, "2026-04-13"),
    ],
)
def test_J11_B17_each_kind_is_due_as_its_organisation_promised(policies, organisation, kind, of, due) -> None:
    policy = policies(organisation, kind)
    assert policy.request_class is of
    assert receive(policy, local("2026-03-02 09:00"), CALENDAR).due_on.isoformat() == due


# received, asked, known, answer, law
PAUSES = [
    ("2026-03-02 09:00", "2026-03-10 09:00", "2026-03-10 23:00", "2026-03-30", "2026-04-02"),  # on one day
    ("2026-03-02 09:00", "2026-03-10 23:59", "2026-03-11 00:01", "2026-03-31", "2026-04-03"),  # over midnight
    ("2026-01-20 09:00", "2026-01-30 09:00", "2026-02-03 09:00", "2026-02-21", "2026-02-24"),  # over a month's end
    ("2028-02-10 09:00", "2028-02-28 09:00", "2028-03-01 09:00", "2028-03-11", "2028-03-12"),  # over a leap day
    ("2026-12-10 09:00", "2026-12-30 09:00", "2027-01-04 09:00", "2027-01-12", "2027-01-15"),  # over a year's end
    ("2026-03-16 09:00", "2026-03-28 12:00", "2026-03-30 12:00", "2026-04-15", "2026-04-18"),  # the short night
    ("2026-10-05 09:00", "2026-10-24 12:00", "2026-10-26 12:00", "2026-11-04", "2026-11-07"),  # the long night
    ("2026-03-02 09:00", "2026-03-30 23:59:59", "2026-04-20 09:00", "2026-04-20", "2026-04-23"),  # on the last day
]


@pytest.mark.parametrize(("received", "asked", "known", "answer", "law"), PAUSES)
def test_a_pause_lengthens_by_its_days_and_by_no_more(policies, received, asked, known, answer, law) -> None:
    found = receive(policies("bqr", RequestKind.ACCESS), local(received), CALENDAR).clocks
    assert dates(paused(found, local(asked), local(known))) == (answer, law, law)


# received, decided, told, late when it was decided, due
TOLD = [
    ("2026-03-02 09:00", "2026-03-20 10:00", "2026-03-21 10:00", False, "2026-05-30"),
    ("2026-03-02 09:00", "2026-03-30 23:00", "2026-04-02 23:59", False, "2026-05-30"),  # told when the promise was over
    ("2026-03-02 09:00", "2026-03-31 10:00", "2026-04-01 10:00", True, "2026-06-02"),  # decided when it was over
    ("2026-01-31 09:00", "2026-02-20 10:00", "2026-02-28 10:00", False, "2026-04-28"),
    ("2027-12-31 09:00", "2028-01-10 10:00", "2028-01-31 23:59", False, "2028-03-28"),
    ("2026-10-25 02:30", "2026-11-01 10:00", "2026-11-02 10:00", False, "2027-01-22"),
]


@pytest.mark.parametrize(("received", "decided", "told", "over", "due"), TOLD)
def test_B17_an_extension_counts_once_it_is_told_and_is_what_the_letter_says(
    policies, received, decided, told, over, due
) -> None:
    policy = policies("bqr", RequestKind.ACCESS, local(received).date())
    found = receive(policy, local(received), CALENDAR).clocks
    plan = prolong(found, local(decided), policy=policy)
    assert late(found, local(decided)) is over
    assert can_be_told(found, local(told))
    assert waits_to_be_told(found, decided=True, told=False, lapsed=False)
    longer = extended(found, plan, local(decided), CALENDAR)
    assert due_on(due_at(longer)).isoformat() == due
    assert not waits_to_be_told(longer, decided=True, told=False, lapsed=False)


@pytest.mark.parametrize(
    ("received", "told", "counts"),
    [
        ("2026-03-02 09:00", "2026-04-02 23:59:59", True),
        ("2026-03-02 09:00", "2026-04-03 00:00", False),
        ("2026-01-31 09:00", "2026-02-28 23:59:59", True),
        ("2026-01-31 09:00", "2026-03-01 00:00", False),
        ("2028-01-31 09:00", "2028-02-29 23:59:59", True),
        ("2026-12-31 09:00", "2027-01-31 23:59:59", True),
        ("2026-12-31 09:00", "2027-02-01 00:00", False),
    ],
)
def test_B17_told_after_the_month_it_does_not_count(policies, received, told, counts) -> None:
    found = receive(policies("bqr", RequestKind.ACCESS), local(received), CALENDAR).clocks
    assert can_be_told(found, local(told)) is counts


def test_B17_until_it_is_told_the_promise_runs_and_is_late_from_four_weeks_on(policies) -> None:
    policy = policies("bqr", RequestKind.ACCESS)
    found = receive(policy, local("2026-03-02 09:00"), CALENDAR).clocks
    prolong(found, local("2026-03-20 09:00"), policy=policy)
    assert due_on(due_at(found)) == date(2026, 3, 30)
    assert not late(found, local("2026-03-30 23:59")) and late(found, local("2026-03-31 00:00"))


def test_while_it_waits_for_the_person_an_extension_can_be_decided_and_told(policies) -> None:
    policy = policies("bqr", RequestKind.ACCESS)
    found = receive(policy, local("2026-03-02 09:00"), CALENDAR).clocks
    still = paused(found, local("2026-03-10 09:00"), None)
    decided = local("2026-04-10 09:00")
    plan = prolong(still, decided, policy=policy)
    assert plan.end == () and can_be_told(still, decided)
    longer = extended(still, plan, decided, CALENDAR)
    again = tuple(clocks.resume(each, local("2026-04-20 09:00"), CALENDAR) for each in longer)
    assert dates(again)[:2] == ("2026-07-10", "2026-07-13")


def test_an_extension_is_added_from_its_decision_or_the_last_pause_since(policies) -> None:
    policy = policies("bqr", RequestKind.ACCESS)
    found = receive(policy, local("2026-03-02 09:00"), CALENDAR).clocks
    decided, until = local("2026-03-20 09:00"), local("2026-03-24 09:00")
    assert counts_from(found[0], decided) == decided
    moved = paused(found, local("2026-03-22 09:00"), until)
    assert counts_from(moved[0], decided) == until
    longer = extended(moved, prolong(moved, decided, policy=policy), decided, CALENDAR)
    assert due_on(due_at(longer)) == date(2026, 6, 1)


def test_each_wait_has_a_clock_of_its_own_and_the_law_is_not_asked_for_more_than_twenty() -> None:
    term = Term(14, Unit.DAYS)
    known: list[Clock] = []
    for number in range(1, 21):
        rule = wait_rule(known, term)
        assert rule is not None and rule.name == f"waiting-{number}"
        known.append(clocks.start(rule, local("2026-03-02 09:00"), CALENDAR))
    assert wait_rule(known, term) is None


MOMENTS = st.integers(min_value=1_704_067_200, max_value=2_208_988_800).map(
    lambda second: datetime.fromtimestamp(second, UTC)
)
KINDS = st.sampled_from(RequestKind)


@given(MOMENTS, st.sampled_from(["bqr", "jtb-care"]), KINDS)
def test_the_promise_is_never_later_than_the_law(policies, received, organisation, kind) -> None:
    receipt = receive(policies(organisation, kind), received, CALENDAR)
    law = next(clock for clock in receipt.clocks if clock.name == "law")
    assert received < receipt.due_at <= law.due_at


@given(MOMENTS, KINDS, st.integers(0, 40), st.integers(0, 90))
def test_pausing_never_shortens(policies, received, kind, after, days) -> None:
    found = receive(policies("bqr", kind), received, CALENDAR).clocks
    since = received + timedelta(days=after)
    try:
        moved = paused(found, since, since + timedelta(days=days))
    except TooLate:
        return
    before = {clock.name: clock.due_at for clock in found}
    assert all(clock.due_at >= before[clock.name] for clock in moved)
    assert due_at(moved) >= due_at(found)


@given(MOMENTS, st.integers(0, 31), st.integers(0, 10))
def test_an_extension_is_never_before_the_original(policies, received, after, days) -> None:
    policy = policies("bqr", RequestKind.ACCESS)
    found = receive(policy, received, CALENDAR).clocks
    decided = received + timedelta(days=after)
    try:
        moved = paused(found, decided, decided + timedelta(days=days)) if days else found
        longer = extended(moved, prolong(moved, decided, policy=policy), decided, CALENDAR)
    except TooLate:
        return
    before = {clock.name: clock.due_at for clock in found}
    assert all(clock.due_at >= before[clock.name] for clock in longer)
    assert binding_clock(longer).due_at > binding_clock(found).due_at
