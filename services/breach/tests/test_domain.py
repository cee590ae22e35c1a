"""The protocol's rules: who decides, from which moment each clock runs, and what keeps a case open."""

from datetime import UTC, datetime, timedelta

import pytest

from waarborg_breach.domain import (
    NotResponsible,
    Times,
    UnknownQuestion,
    WrongTimes,
    check_answers,
    check_times,
    not_yet_known,
    require_responsible,
    starts,
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


def test_B24_7_a_question_without_an_answer_is_named_as_not_yet_known() -> None:
    assert not_yet_known(PROTOCOL, ["when"]) == ("what",)
    with pytest.raises(UnknownQuestion, match="colour"):
        check_answers(PROTOCOL, ["what", "colour"])
