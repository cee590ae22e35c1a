"""A unit of work keeps a case's clocks: what it does to them is committed with the rest, or not at all."""

from datetime import date, timedelta

import pytest

from waarborg_shared.clocks import AlreadyStopped, ClockRule, NotStopped, ReasonNeeded, Term, TermOver, Unit
from waarborg_shared.deadlines import AlreadyStarted, UnknownClock
from waarborg_shared.events import NotACode

from .conftest import START, TEN_HOURS, Clocked, Matter

FOUR_WEEKS = ClockRule("word", "received", Term(4, Unit.WEEKS), "B17")
TWO_WORKING_DAYS = ClockRule("reaction", "received", Term(2, Unit.WORKING_DAYS), "B22")


def test_a_clock_comes_back_from_its_row_as_it_was(clocked: Clocked) -> None:
    ref = clocked.file(FOUR_WEEKS, TEN_HOURS)
    with clocked.begin() as work:
        first, second = work.clocks.of(work.case(Matter, ref))
        assert work.clocks.of_many([ref, "unknown"]) == {ref: (first, second)}
    assert (first.name, second.name) == ("answer", "word")
    assert first.due_at == START + timedelta(hours=10)
    assert (second.due_on, second.rule) == (date(2026, 6, 29), FOUR_WEEKS)
    deadline = clocked.deadline(ref)
    assert (deadline.next_at, deadline.due_at) == (START + timedelta(hours=8), first.due_at)


def test_what_happens_to_a_clock_is_kept_with_its_reasons(clocked: Clocked) -> None:
    ref = clocked.file(FOUR_WEEKS)
    clocked.change(ref, lambda work, case: work.clocks.pause(case, "word", reason="identification"))
    assert clocked.deadline(ref, "word").next_at is None
    clocked.now.go(days=3)
    clocked.change(ref, lambda work, case: work.clocks.resume(case, "word"))
    clocked.change(ref, lambda work, case: work.clocks.extend(case, "word", Term(2, Unit.MONTHS), reason="complexity"))
    clock = clocked.deadline(ref, "word").clock
    assert clock.due_on == date(2026, 9, 1)
    assert (clock.pauses[0].reason, clock.extended_by[0].reason) == ("identification", "complexity")
    clocked.change(ref, lambda work, case: work.clocks.stop(case, "word", reason="answered"))
    deadline = clocked.deadline(ref, "word")
    assert (deadline.clock.stop_reason, deadline.next_at) == ("answered", None)
    with pytest.raises(AlreadyStopped):
        clocked.change(ref, lambda work, case: work.clocks.stop(case, "word", reason="answered"))


def test_a_stop_that_is_taken_back_leaves_the_original_end_and_what_went_by_is_acted_upon(clocked: Clocked) -> None:
    ref = clocked.file()
    with pytest.raises(NotStopped):
        clocked.change(ref, lambda work, case: work.clocks.reopen(case, "answer"))
    clocked.change(ref, lambda work, case: work.clocks.stop(case, "answer", reason="done"))
    clocked.now.go(hours=9)
    clocked.watch().run_due()
    assert clocked.effects(ref) == []
    clocked.change(ref, lambda work, case: work.clocks.reopen(case, "answer"))
    deadline = clocked.deadline(ref)
    assert (deadline.clock.started_at, deadline.due_at) == (START, START + timedelta(hours=10))
    assert (deadline.clock.stopped_at, deadline.next_at) == (None, START + timedelta(hours=8))
    clocked.watch().run_due()
    assert clocked.effects(ref) == ["reminder"]


def test_closing_a_case_stops_every_clock_that_still_runs(clocked: Clocked) -> None:
    ref = clocked.file(FOUR_WEEKS, TEN_HOURS, TWO_WORKING_DAYS)
    clocked.change(ref, lambda work, case: work.clocks.stop(case, "word", reason="answered"))
    clocked.change(ref, lambda work, case: work.clocks.stop_all(case, reason="closed"))
    with clocked.begin() as work:
        reasons = {clock.name: clock.stop_reason for clock in work.clocks.of(work.case(Matter, ref))}
    assert reasons == {"word": "answered", "answer": "closed", "reaction": "closed"}


def test_a_change_that_is_rolled_back_leaves_the_clock_as_it_was(clocked: Clocked) -> None:
    ref = clocked.file()

    def stop_and_fail(work: object, case: Matter) -> None:
        work.clocks.stop(case, "answer", reason="answered")  # type: ignore[attr-defined]
        raise RuntimeError

    with pytest.raises(RuntimeError):
        clocked.change(ref, stop_and_fail)
    assert clocked.deadline(ref).clock.stopped_at is None


def test_a_clock_starts_once_and_an_unknown_one_is_named(clocked: Clocked) -> None:
    ref = clocked.file()
    with pytest.raises(AlreadyStarted):
        clocked.change(ref, lambda work, case: work.clocks.start(case, TEN_HOURS))
    with pytest.raises(UnknownClock):
        clocked.change(ref, lambda work, case: work.clocks.stop(case, "elsewhere", reason="answered"))


def test_another_organisations_clock_is_unknown(clocked: Clocked) -> None:
    ref = clocked.file(organisation="jtb-care")
    with clocked.begin("bqr") as work:
        assert work.clocks.of_many([ref]) == {}
        with pytest.raises(UnknownClock):
            work.clocks.deadline(ref, "answer")


@pytest.mark.parametrize("reason", ["Mrs Jansen did not answer", "111222333", "jan@example.org"])
def test_a_reason_is_a_code_for_the_row_is_not_sealed(clocked: Clocked, reason: str) -> None:
    ref = clocked.file()
    with pytest.raises(NotACode):
        clocked.change(ref, lambda work, case: work.clocks.pause(case, "answer", reason=reason))
    with pytest.raises(ReasonNeeded):
        clocked.change(ref, lambda work, case: work.clocks.stop(case, "answer", reason=" "))


def test_what_is_over_is_not_extended(clocked: Clocked) -> None:
    ref = clocked.file()
    clocked.now.go(hours=11)
    with pytest.raises(TermOver):
        clocked.change(
            ref, lambda work, case: work.clocks.extend(case, "answer", Term(1, Unit.HOURS), reason="complexity")
        )


def test_an_organisations_own_calendar_counts_its_closed_days(clocked: Clocked) -> None:
    class ClosedOnTuesday:
        def is_working_day(self, day: date) -> bool:
            return day.weekday() in (0, 2, 3, 4)

    with clocked.begin() as work:
        case = work.add(Matter(effects=""))
        assert work.clocks.start(case, TWO_WORKING_DAYS, calendar=ClosedOnTuesday()).due_on == date(2026, 6, 4)


def test_a_clock_that_ran_out_and_is_lengthened_from_before_that_runs_out_anew(clocked: Clocked) -> None:
    ref = clocked.file(TEN_HOURS)
    decided = START + timedelta(hours=5)
    clocked.now.go(hours=11)
    clocked.watch().run_due()
    clocked.watch().run_due()
    assert clocked.effects(ref) == ["reminder", "lapsed"]
    more = Term(20, Unit.HOURS)
    clocked.change(ref, lambda work, case: work.clocks.extend(case, "answer", more, reason="complexity", at=decided))
    deadline = clocked.deadline(ref)
    assert (deadline.lapsed_at, deadline.due_at) == (None, START + timedelta(hours=30))
    clocked.now.go(hours=20)
    clocked.watch().run_due()
    clocked.watch().run_due()
    assert clocked.effects(ref)[-1] == "lapsed" and clocked.effects(ref).count("lapsed") == 2
