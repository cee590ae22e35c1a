"""What counts as an answer, where a report goes instead, and who is thanked."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from waarborg_disclosure.domain import (
    MOVES,
    Answer,
    AnswerIncomplete,
    FixDateInThePast,
    NoSuchMove,
    PseudonymNotAllowed,
    Reporter,
    ReportState,
    UnknownRedirect,
    Verdict,
    can_be_told,
    check_answer,
    check_reporter,
    move,
    reward_possible,
    starts,
)
from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks.values import AnswerPart, DisclosurePolicy, Redirect, Text

WORD = Text("woord", "word")
TODAY = date(2026, 3, 10)
STRICT = DisclosurePolicy(
    promises=(ClockRule(name="first_answer", start_event="received", term=Term(5, Unit.DAYS), source="J14"),),
    answer_needs=(AnswerPart.ASSESSMENT, AnswerPart.FIX_DATE),
    in_scope=(WORD,),
    redirects=(Redirect(code="phishing", name=WORD, instead=WORD, phone="06"),),
    we_ask=(WORD,),
    please_avoid=(WORD,),
    we_promise=(WORD,),
    receipt_at_once=True,
    pseudonym_allowed=True,
    anonymous_mailbox=True,
    reward=WORD,
    reward_for_anonymous=True,
    credit=True,
    source="test",
)
WORKING_DAYS = replace(
    STRICT, answer_needs=(AnswerPart.NEXT_STEP,), reward_for_anonymous=False, anonymous_mailbox=False
)
GOOD = Answer(verdict=Verdict.IN_SCOPE, assessment="It is real.", fix_date=date(2026, 4, 1))


def test_J14_an_answer_without_a_fix_date_is_not_an_answer() -> None:
    assert check_answer(STRICT, GOOD, today=TODAY) is None
    with pytest.raises(AnswerIncomplete) as refusal:
        check_answer(STRICT, replace(GOOD, fix_date=None), today=TODAY)
    assert refusal.value.field == "fix_date"


def test_J14_an_answer_without_an_assessment_is_not_an_answer() -> None:
    with pytest.raises(AnswerIncomplete) as refusal:
        check_answer(STRICT, replace(GOOD, assessment="  "), today=TODAY)
    assert refusal.value.field == "assessment"


def test_B22_an_answer_says_what_we_do_with_the_report() -> None:
    with pytest.raises(AnswerIncomplete) as refusal:
        check_answer(WORKING_DAYS, GOOD, today=TODAY)
    assert refusal.value.field == "next_step"
    assert check_answer(WORKING_DAYS, replace(GOOD, next_step="We patch it."), today=TODAY) is None


def test_a_fix_is_not_expected_yesterday() -> None:
    with pytest.raises(FixDateInThePast):
        check_answer(STRICT, replace(GOOD, fix_date=date(2026, 3, 9)), today=TODAY)
    assert check_answer(STRICT, replace(GOOD, fix_date=TODAY), today=TODAY) is None


@pytest.mark.parametrize("code", [None, "", "weather"])
def test_B22_out_of_scope_names_the_right_way_to_go_instead(code: str | None) -> None:
    away = Answer(verdict=Verdict.OUT_OF_SCOPE, assessment="Not for this route.", redirect=code)
    with pytest.raises(UnknownRedirect):
        check_answer(STRICT, away, today=TODAY)
    redirect = check_answer(STRICT, replace(away, redirect="phishing"), today=TODAY)
    assert redirect is not None and redirect.phone == "06"


@pytest.mark.parametrize(
    ("policy", "reporter", "verdict", "possible"),
    [
        (STRICT, Reporter.ANONYMOUS, Verdict.IN_SCOPE, True),
        (WORKING_DAYS, Reporter.ANONYMOUS, Verdict.IN_SCOPE, False),
        (WORKING_DAYS, Reporter.PSEUDONYM, Verdict.IN_SCOPE, True),
        (STRICT, Reporter.NAMED, Verdict.DUPLICATE, False),
        (replace(STRICT, reward=None), Reporter.NAMED, Verdict.IN_SCOPE, False),
    ],
)
def test_J14_B22_a_reward_is_for_unknown_problems_and_not_for_the_anonymous_where_so_ruled(
    policy: DisclosurePolicy, reporter: Reporter, verdict: Verdict, possible: bool
) -> None:
    assert reward_possible(policy, reporter, verdict) is possible


def test_J14_a_pseudonym_is_allowed_where_the_policy_says_so() -> None:
    assert check_reporter(STRICT, Reporter.PSEUDONYM) is Reporter.PSEUDONYM
    with pytest.raises(PseudonymNotAllowed):
        check_reporter(replace(STRICT, pseudonym_allowed=False), Reporter.PSEUDONYM)


def test_B22_without_a_mailbox_an_anonymous_reporter_cannot_be_told() -> None:
    assert can_be_told(STRICT, Reporter.ANONYMOUS, reachable=False)
    assert not can_be_told(WORKING_DAYS, Reporter.ANONYMOUS, reachable=False)
    assert can_be_told(WORKING_DAYS, Reporter.ANONYMOUS, reachable=True)


def test_every_promise_runs_from_receipt() -> None:
    received = datetime(2026, 3, 10, 9, tzinfo=UTC)
    assert [(rule.name, at) for rule, at in starts(STRICT, received)] == [("first_answer", received)]


@pytest.mark.parametrize("now", list(ReportState))
@pytest.mark.parametrize("then", list(ReportState))
def test_a_report_moves_by_its_table_and_not_otherwise(now: ReportState, then: ReportState) -> None:
    if then in MOVES[now]:
        assert move(now, then) is then
    else:
        with pytest.raises(NoSuchMove):
            move(now, then)
    assert MOVES[ReportState.CLOSED] == {ReportState.REOPENED}
