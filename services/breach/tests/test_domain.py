"""The protocol's rules: who decides, from which moment each clock runs, and what keeps a case open."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_breach.domain import (
    AuthorityState,
    Breach,
    BreachError,
    CaseState,
    NoSuchMove,
    NotResponsible,
    OpenDuties,
    PersonsState,
    ReasonNeeded,
    Times,
    UnknownQuestion,
    WrongTimes,
    check_answers,
    check_times,
    close,
    decide,
    informed,
    not_yet_known,
    notified,
    require_responsible,
    starts,
    stopped_clocks,
)
from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks.values import BreachProtocol, BreachQuestion, BreachStart, Text

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAMES = ("availability", "decision", "authority", "persons", "inspectorate")


def clock(name: str, hours: int, start: BreachStart) -> ClockRule:
    return ClockRule(name=name, start_event=start, term=Term(hours, Unit.HOURS), source="test")


PROTOCOL = BreachProtocol(
    responsible_role="board",
    responsible=Text("Het bestuur", "The board"),
    deputies=("coordinator",),
    clocks=(
        clock("availability", 24, BreachStart.DISCOVERED),
        clock("decision", 60, BreachStart.DISCOVERED),
        clock("authority", 72, BreachStart.AWARE),
    ),
    questions=(BreachQuestion("what", Text("Wat?", "What?")), BreachQuestion("when", Text("Wanneer?", "When?"))),
    grievance=Text("Zeg het.", "Say so."),
    source="test",
)


def test_B24_9_each_clock_runs_from_the_moment_that_the_protocol_names() -> None:
    times = Times(discovered_at=NOW - 5 * HOUR, aware_at=NOW - HOUR)
    began = {rule.name: at for rule, at in starts(PROTOCOL, times)}
    assert began == {"availability": NOW - 5 * HOUR, "decision": NOW - 5 * HOUR, "authority": NOW - HOUR}


@pytest.mark.parametrize(
    ("times", "field"),
    [
        (Times(discovered_at=NOW + HOUR, aware_at=NOW + HOUR), "discovered_at"),
        (Times(discovered_at=NOW - HOUR, aware_at=NOW + HOUR), "aware_at"),
        (Times(discovered_at=NOW - HOUR, aware_at=NOW - 2 * HOUR), "aware_at"),
        (Times(discovered_at=NOW - HOUR, aware_at=NOW, occurred_at=NOW), "occurred_at"),
    ],
)
def test_times_that_cannot_be_true_are_refused_by_name(times: Times, field: str) -> None:
    with pytest.raises(WrongTimes) as refusal:
        check_times(times, now=NOW)
    assert refusal.value.field == field


@pytest.mark.parametrize("time_presses", [False, True])
def test_B24_10_the_responsible_may_decide(time_presses: bool) -> None:
    require_responsible(PROTOCOL, {"board", "carer"}, time_presses=time_presses)


def test_B24_10_a_deputy_may_only_when_time_presses() -> None:
    require_responsible(PROTOCOL, {"carer", "coordinator"}, time_presses=True)
    with pytest.raises(NotResponsible, match="board"):
        require_responsible(PROTOCOL, {"carer", "coordinator"}, time_presses=False)


@pytest.mark.parametrize("roles", [set(), {"carer"}, {"fg", "client"}])
@pytest.mark.parametrize("time_presses", [False, True])
def test_B24_10_nobody_else_may(roles: set[str], time_presses: bool) -> None:
    with pytest.raises(NotResponsible, match="board"):
        require_responsible(PROTOCOL, roles, time_presses=time_presses)


@pytest.mark.parametrize(("authority", "persons"), [(False, True), (True, False), (False, False)])
@pytest.mark.parametrize("reason", [None, "", "   "])
def test_B24_9_not_telling_somebody_takes_a_written_reason(authority: bool, persons: bool, reason: str | None) -> None:
    with pytest.raises(ReasonNeeded):
        decide(Breach(), notify_authority=authority, inform_persons=persons, reason=reason)


def test_who_was_notified_cannot_be_unnotified() -> None:
    told = notified(decide(Breach(), notify_authority=True, inform_persons=True, reason=None))
    with pytest.raises(NoSuchMove):
        decide(told, notify_authority=False, inform_persons=True, reason="a second thought")
    again = decide(told, notify_authority=True, inform_persons=False, reason="measures averted the risk")
    assert (again.authority, again.persons) == (AuthorityState.NOTIFIED, PersonsState.NOT_TO_INFORM)


def test_notifying_twice_is_refused_only_before_a_decision_and_after_closing() -> None:
    with pytest.raises(NoSuchMove):
        notified(Breach())
    closed = close(decide(Breach(), notify_authority=False, inform_persons=False, reason="encrypted"))
    for step in (notified, informed, close):
        with pytest.raises(BreachError):
            step(closed)


def test_a_case_with_an_open_duty_stays_open_and_names_it() -> None:
    decided = decide(Breach(), notify_authority=True, inform_persons=True, reason=None)
    with pytest.raises(OpenDuties) as refusal:
        close(decided)
    assert refusal.value.duties == ("notify-authority", "inform-persons")
    assert close(informed(notified(decided))).case is CaseState.CLOSED


def test_clocks_stop_when_what_they_count_for_is_done() -> None:
    assert stopped_clocks(Breach(), NAMES) == frozenset()
    decided = decide(Breach(), notify_authority=True, inform_persons=False, reason="no high risk")
    assert stopped_clocks(decided, NAMES) == {"decision", "persons"}
    assert stopped_clocks(notified(decided), NAMES) == {"decision", "persons", "authority"}
    assert stopped_clocks(decided, ["decision", "inspectorate"]) == {"decision"}
    assert stopped_clocks(close(notified(decided)), NAMES) == set(NAMES)


def test_B24_7_a_question_without_an_answer_is_named_as_not_yet_known() -> None:
    assert not_yet_known(PROTOCOL, ["when"]) == ("what",)
    with pytest.raises(UnknownQuestion, match="colour"):
        check_answers(PROTOCOL, ["what", "colour"])


STEPS = st.lists(st.sampled_from(["notify", "inform", "close", "both", "neither", "authority", "persons"]), max_size=12)


@given(STEPS)
def test_no_path_closes_with_an_open_duty_nor_notifies_without_a_decision(steps: list[str]) -> None:
    breach, decided_to_notify = Breach(), False
    for step in steps:
        try:
            if step == "notify":
                breach = notified(breach)
                assert decided_to_notify
            elif step == "inform":
                breach = informed(breach)
            elif step == "close":
                breach = close(breach)
            else:
                authority, persons = step in ("both", "authority"), step in ("both", "persons")
                breach = decide(breach, notify_authority=authority, inform_persons=persons, reason="why")
                decided_to_notify = authority
        except BreachError:
            continue
        if breach.case is CaseState.CLOSED:
            assert breach.authority in (AuthorityState.NOTIFIED, AuthorityState.NOT_TO_NOTIFY)
            assert breach.persons in (PersonsState.INFORMED, PersonsState.NOT_TO_INFORM)
