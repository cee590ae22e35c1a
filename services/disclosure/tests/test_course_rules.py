"""The rules of assessing and fixing: promises over weekends and holidays, what became of them, severity, CVSS, CWE."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_disclosure.actions.scoring import score
from waarborg_disclosure.domain import ReportState, starts
from waarborg_disclosure.domain.fixing import Retest, StillThere, check_retest
from waarborg_disclosure.domain.next_step import ORDER, in_order
from waarborg_disclosure.domain.promises import (
    NewDateInThePast,
    ReasonForSlip,
    SameFixDate,
    Standing,
    acknowledgement,
    check_slip,
    fix_rule,
    paused_by_a_question,
    standing,
    tells_progress,
)
from waarborg_disclosure.domain.scoring import METRICS, BadVector, Version, read_vector, spell_vector
from waarborg_disclosure.domain.severity import ClientSafety, HealthData, Severity, rating, severity
from waarborg_disclosure.domain.weaknesses import COMMON, BadWeakness, read_weakness
from waarborg_disclosure.texts import DUTIES, FORM_OF
from waarborg_disclosure.texts.course import WEAKNESSES
from waarborg_disclosure.texts.scoring import QUESTIONS
from waarborg_shared.clocks import due, due_on
from waarborg_shared.hooks.values import Handover

TODAY = date(2026, 3, 10)
AT = datetime(2026, 3, 10, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("organisation", "received", "answer"),
    [
        ("jtb-care", datetime(2026, 3, 6, 9, tzinfo=UTC), date(2026, 3, 11)),  # Friday: over a weekend, Wednesday
        ("jtb-care", datetime(2026, 3, 9, 22, 59, tzinfo=UTC), date(2026, 3, 14)),  # Monday night: a Saturday
        ("jtb-care", datetime(2026, 3, 9, 23, 1, tzinfo=UTC), date(2026, 3, 15)),  # after midnight here: a Sunday
        ("jtb-care", datetime(2026, 3, 27, 12, tzinfo=UTC), date(2026, 4, 1)),  # over the clock change
        ("jtb-care", datetime(2026, 12, 24, 12, tzinfo=UTC), date(2026, 12, 29)),  # Christmas counts
        ("bqr", datetime(2026, 3, 6, 9, tzinfo=UTC), date(2026, 3, 10)),  # Friday: Monday and Tuesday
        ("bqr", datetime(2026, 3, 7, 9, tzinfo=UTC), date(2026, 3, 10)),  # Saturday: the same
        ("bqr", datetime(2026, 12, 23, 9, tzinfo=UTC), date(2026, 12, 28)),  # 25 is Christmas, 26 a Saturday
        ("bqr", datetime(2026, 12, 31, 9, tzinfo=UTC), date(2027, 1, 5)),  # Friday 1 January
        ("bqr", datetime(2026, 4, 1, 9, tzinfo=UTC), date(2026, 4, 7)),  # Good Friday 3, Easter Monday 6 April
        ("bqr", datetime(2026, 4, 24, 9, tzinfo=UTC), date(2026, 4, 29)),  # Monday 27 is the King's birthday
        ("bqr", datetime(2026, 5, 4, 9, tzinfo=UTC), date(2026, 5, 7)),  # 5 May every year
        ("bqr", datetime(2026, 5, 13, 9, tzinfo=UTC), date(2026, 5, 19)),  # Ascension Day 14, and the 15th made equal
        ("bqr", datetime(2026, 5, 22, 9, tzinfo=UTC), date(2026, 5, 27)),  # Whit Monday 25
    ],
)
def test_J14_B22_the_first_answer_is_due_by_calendar_days_or_by_dutch_working_days(
    world: Any, organisation: str, received: datetime, answer: date
) -> None:
    rules = world.runtime.rules(organisation)
    ((rule, at),) = starts(rules.disclosure_policy, received)
    assert due_on(due(rule, at, rules.calendar)) == answer


@pytest.mark.parametrize(
    ("organisation", "source"),
    [("jtb-care", "privacybeleid, responsible disclosure"), ("bqr", "ISO/IEC 29147")],
)
def test_J14_word_of_progress_and_a_fix_date_are_jtbs_promise_and_elsewhere_the_practice(
    world: Any, organisation: str, source: str
) -> None:
    rules = world.runtime.rules(organisation)
    policy = rules.disclosure_policy
    assert policy.progress.source == source
    rule = fix_rule(policy, today=TODAY, fix_on=date(2026, 4, 6))
    assert rule.source == source
    assert due_on(due(rule, AT, rules.calendar)) == date(2026, 4, 6)  # a holiday too: the day that was told


def test_B22_a_receipt_is_promised_for_the_day_itself(world: Any) -> None:
    rules = world.runtime.rules("bqr")
    rule = acknowledgement(rules.disclosure_policy)
    assert rule is not None and due_on(due(rule, AT, rules.calendar)) == TODAY
    assert acknowledgement(replace(rules.disclosure_policy, receipt_at_once=False)) is None


def test_what_waits_for_the_reporter_is_not_the_first_answer_unless_the_plugin_says_so(world: Any) -> None:
    policy = world.runtime.rules("bqr").disclosure_policy
    running = ("first_answer", "fix", "progress", "question")
    assert paused_by_a_question(policy, running) == ("fix", "progress")
    assert "first_answer" in paused_by_a_question(replace(policy, pauses=frozenset({"first_answer"})), running)


def test_every_organisation_takes_a_data_leak_to_breach_and_a_complaint_to_requests(world: Any) -> None:
    for organisation in ("bqr", "jtb-care"):
        ways = world.runtime.rules(organisation).disclosure_policy.ways
        assert sorted(way.goes_to for way in ways if way.goes_to) == [Handover.BREACH, Handover.REQUESTS]
        assert len({way.code for way in ways}) == len(ways)


@dataclass(frozen=True)
class Made:
    """A promise that is due at noon."""

    due_at: datetime = datetime(2026, 3, 10, 12, tzinfo=UTC)
    met_at: datetime | None = None
    moved_at: datetime | None = None
    ended_at: datetime | None = None
    paused_at: datetime | None = None


BEFORE, AFTER = datetime(2026, 3, 10, 11, tzinfo=UTC), datetime(2026, 3, 10, 13, tzinfo=UTC)


@pytest.mark.parametrize(
    ("made", "now", "became"),
    [
        (Made(), BEFORE, Standing.OPEN),
        (Made(), Made.due_at, Standing.OPEN),
        (Made(), AFTER, Standing.MISSED),
        (Made(met_at=BEFORE), AFTER, Standing.KEPT),
        (Made(met_at=AFTER), AFTER, Standing.MISSED),
        (Made(moved_at=BEFORE), AFTER, Standing.MOVED),
        (Made(moved_at=AFTER), AFTER, Standing.MISSED),
        (Made(ended_at=BEFORE), AFTER, Standing.ENDED),
        (Made(ended_at=AFTER), AFTER, Standing.MISSED),
        (Made(paused_at=BEFORE), AFTER, Standing.PAUSED),
    ],
)
def test_a_promise_that_was_not_met_in_time_stays_missed_whatever_came_after(
    made: Made, now: datetime, became: Standing
) -> None:
    assert standing(made, now) is became


@pytest.mark.parametrize(
    ("before", "after", "reason", "refused"),
    [
        (None, date(2026, 4, 1), None, None),
        (date(2026, 4, 1), date(2026, 4, 8), "De leverancier is laat.", None),
        (date(2026, 4, 8), date(2026, 4, 1), "Het gaat sneller.", None),
        (date(2026, 4, 1), date(2026, 4, 8), " ", ReasonForSlip),
        (date(2026, 4, 1), date(2026, 4, 8), None, ReasonForSlip),
        (date(2026, 4, 1), date(2026, 4, 1), "x", SameFixDate),
        (None, date(2026, 3, 9), None, NewDateInThePast),
    ],
)
def test_J14_each_slip_of_the_fix_date_has_its_reason(
    before: date | None, after: date, reason: str | None, refused: type[Exception] | None
) -> None:
    if refused is None:
        return check_slip(before, after, reason, today=TODAY)
    with pytest.raises(refused):
        check_slip(before, after, reason, today=TODAY)
    return None


def test_word_of_progress_is_owed_for_what_is_right_and_not_fixed_yet() -> None:
    owed = {state for state in ReportState if tells_progress(state, in_scope=True)}
    assert owed == {ReportState.ANSWERED, ReportState.FIXING, ReportState.REOPENED}
    assert not any(tells_progress(state, in_scope=False) for state in ReportState)


def test_who_says_that_it_is_still_there_says_what_he_sees() -> None:
    check_retest(Retest.DONE, None)
    check_retest(Retest.STILL_THERE, "Met een aanhalingsteken lukt het.")
    with pytest.raises(StillThere):
        check_retest(Retest.STILL_THERE, " ")


TENTHS = st.none() | st.integers(0, 100)
SAFETY, HEALTH = st.none() | st.sampled_from(ClientSafety), st.none() | st.sampled_from(HealthData)


def _rank(tenths: int | None, safety: ClientSafety | None, health: HealthData | None) -> int:
    found = severity(tenths, safety, health)
    return found.rank if found is not None else -1


def _no_less(one: object, other: object, order: list[Any]) -> bool:
    return one is None or (other is not None and order.index(one) <= order.index(other))


@given(TENTHS, SAFETY, HEALTH, TENTHS, SAFETY, HEALTH)
def test_more_of_anything_never_makes_it_less_severe(
    tenths: int | None,
    safety: ClientSafety | None,
    health: HealthData | None,
    more: int | None,
    safer: ClientSafety | None,
    wider: HealthData | None,
) -> None:
    upward = (
        _no_less(tenths, more, list(range(101)))
        and _no_less(safety, safer, list(ClientSafety))
        and _no_less(health, wider, list(HealthData))
    )
    if upward:
        assert _rank(tenths, safety, health) <= _rank(more, safer, wider)


@pytest.mark.parametrize(
    ("tenths", "step"),
    [
        (0, "none"),
        (1, "low"),
        (39, "low"),
        (40, "medium"),
        (69, "medium"),
        (70, "high"),
        (89, "high"),
        (90, "critical"),
    ],
)
def test_a_score_has_its_step(tenths: int, step: str) -> None:
    assert rating(tenths) == step
    with pytest.raises(ValueError):
        rating(tenths + 101)


def test_harm_to_a_client_goes_before_a_low_score() -> None:
    assert severity(10, ClientSafety.DIRECT, HealthData.NO) is Severity.CRITICAL
    assert severity(None, None, None) is None


@pytest.mark.parametrize(
    ("vector", "tenths"),
    [
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", 98),
        ("CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", 61),
        (" CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N ", 93),
        ("CVSS:4.0/AV:P/AC:H/AT:P/PR:H/UI:A/VC:N/VI:N/VA:N/SC:N/SI:N/SA:N", 0),
    ],
)
def test_a_vector_has_the_score_of_the_standard(vector: str, tenths: int) -> None:
    assert score(vector).tenths == tenths
    assert read_vector(score(vector).vector) is not None


@pytest.mark.parametrize(
    "vector",
    [
        "",
        "9.8",
        "AV:N/AC:L/Au:N/C:P/I:P/A:P",
        "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.1/AV:N/AC:L",
        "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:4.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
        "CVSS:4.0/" + "AV:N/" * 1000,
        "CVSS:3.1/<script>",
    ],
)
def test_what_is_no_vector_is_refused(vector: str) -> None:
    with pytest.raises(BadVector):
        score(vector)


@pytest.mark.parametrize("version", list(Version))
def test_every_question_of_cvss_can_be_answered_and_spells_a_vector(version: Version) -> None:
    assert {metric: set(answers) for metric, (_, answers) in QUESTIONS[version].items()} == {
        metric: set(values) for metric, values in METRICS[version].items()
    }
    chosen = {metric: values[0] for metric, values in METRICS[version].items()}
    assert read_vector(score(spell_vector(version, chosen)).vector) == (version, chosen)


@pytest.mark.parametrize(("typed", "number"), [("79", 79), ("CWE-862", 862), (" cwe 22 ", 22), ("cwe-9999", 9999)])
def test_a_kind_is_read_by_its_number(typed: str, number: int) -> None:
    assert read_weakness(typed) == number


@pytest.mark.parametrize("typed", ["0", "-1", "CWE-", "CWE-12345", "XSS", "٣", "79; DROP"])
def test_what_is_no_kind_is_refused(typed: str) -> None:
    with pytest.raises(BadWeakness):
        read_weakness(typed)


def test_every_common_kind_and_every_duty_has_its_words() -> None:
    assert set(COMMON) == set(WEAKNESSES)
    assert set(DUTIES) == set(FORM_OF)
    assert set(DUTIES) <= set(ORDER)


def test_what_waits_for_a_clock_that_runs_out_comes_first() -> None:
    assert in_order(["plan", "tell-progress", "rate"]) == ("tell-progress", "rate", "plan")
    assert in_order(["fix", "read-message"], pressing=["fix"]) == ("fix", "read-message")
    assert in_order(["something", "answer"]) == ("answer", "something")
