"""A worker reminds at eighty percent and escalates at the end: in order, however late, each effect once."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from waarborg_shared.clocks import ClockRule, Term, Unit, binding
from waarborg_shared.deadlines import PERIOD_OVER, Deadline, Watched
from waarborg_shared.uow import Work

from .conftest import START, TEN_HOURS, Clocked, Matter, leave_effect

STAY = ClockRule("availability", "received", Term(24, Unit.HOURS), "B24", period=True)
TEN_DAYS = ClockRule("answer", "received", Term(240, Unit.HOURS), "B17")
SHORT = ClockRule("short", "received", Term(5, Unit.HOURS), "B24")


def until_quiet(watch: object, most: int = 20) -> Watched:
    total = Watched()
    for _ in range(most):
        done = watch.run_due()  # type: ignore[attr-defined]
        if done == Watched():
            return total
        total += done
    raise AssertionError("never quiet")


def test_a_period_ends_by_itself_with_no_reminder_and_no_lapse(clocked: Clocked) -> None:
    ref, watch = clocked.file(STAY), clocked.watch()
    clocked.now.go(hours=23, minutes=59)
    assert watch.run_due() == Watched()
    clocked.now.go(hours=5)
    assert watch.run_due() == Watched(ended=1)
    assert until_quiet(watch) == Watched()
    assert clocked.effects(ref) == []
    over = clocked.deadline(ref, "availability").clock
    assert (over.stopped_at, over.stop_reason) == (START + timedelta(hours=24), PERIOD_OVER)


def test_a_period_is_not_what_a_case_is_due_by(clocked: Clocked) -> None:
    ref = clocked.file(STAY, TEN_DAYS)
    with clocked.begin() as work:
        due_at = work.session.scalar(select(work.clocks.first_due(Matter.id)).select_from(Matter))
        both = work.clocks.of(work.case(Matter, ref))
    bound = binding(both)
    assert bound is not None and due_at == bound.due_at == START + timedelta(hours=240)


def test_a_reminder_at_eighty_percent_and_an_escalation_at_the_end(clocked: Clocked) -> None:
    ref, watch = clocked.file(), clocked.watch()
    clocked.now.go(hours=7, minutes=59)
    assert watch.run_due() == Watched()
    clocked.now.go(minutes=1)
    assert watch.run_due() == Watched(reminded=1)
    assert watch.run_due() == Watched()
    clocked.now.go(hours=2)
    assert watch.run_due() == Watched(lapsed=1)
    clocked.now.go(days=400)
    assert watch.run_due() == Watched()
    assert clocked.effects(ref) == ["reminder", "lapsed"]
    deadline = clocked.deadline(ref)
    assert (deadline.reminded_at, deadline.lapsed_at) == (START + timedelta(hours=8), START + timedelta(hours=10))
    assert clocked.claims() == [None]


def test_a_worker_that_was_down_catches_up_with_both_in_order(clocked: Clocked) -> None:
    ref = clocked.file()
    clocked.now.go(days=30)
    assert until_quiet(clocked.watch()) == Watched(reminded=1, lapsed=1)
    assert clocked.effects(ref) == ["reminder", "lapsed"]


def test_a_stopped_or_paused_clock_calls_nobody(clocked: Clocked) -> None:
    stopped, paused = clocked.file(), clocked.file()
    clocked.change(stopped, lambda work, case: work.clocks.stop(case, "answer", reason="answered"))
    clocked.change(paused, lambda work, case: work.clocks.pause(case, "answer", reason="identification"))
    clocked.now.go(hours=20)
    assert until_quiet(clocked.watch()) == Watched()
    clocked.change(paused, lambda work, case: work.clocks.resume(case, "answer"))
    clocked.now.go(hours=8)
    assert until_quiet(clocked.watch()) == Watched(reminded=1)
    assert (clocked.effects(stopped), clocked.effects(paused)) == ([], ["reminder"])


def test_the_handler_gets_the_clock_its_moment_and_the_organisations_rules(clocked: Clocked) -> None:
    seen: list[tuple[str, str, str, str, object]] = []

    def note(work: Work, deadline: Deadline, moment: str, rules: object) -> None:
        seen.append((work.organisation, deadline.case_ref, deadline.name, moment, rules))

    ref, other = clocked.file(), clocked.file(SHORT, organisation="jtb-care")
    clocked.now.go(hours=9)
    until_quiet(clocked.watch({"answer": note, "short": note}))
    assert seen == [
        ("jtb-care", other, "short", "reminder", "jtb-care"),
        ("bqr", ref, "answer", "reminder", "bqr"),
        ("jtb-care", other, "short", "lapsed", "jtb-care"),
    ]


def test_a_clock_without_a_handler_is_marked_and_holds_up_nobody(clocked: Clocked) -> None:
    ref = clocked.file()
    clocked.now.go(hours=11)
    assert until_quiet(clocked.watch({})) == Watched(reminded=1, lapsed=1)
    assert clocked.deadline(ref).lapsed_at is not None


def test_a_handler_that_fails_blocks_no_other_and_is_tried_again_later_and_later(clocked: Clocked) -> None:
    bad, good = clocked.file(TEN_HOURS), clocked.file(SHORT)
    broken = {"now": True}

    def sometimes(work: Work, deadline: Deadline, moment: str, rules: object) -> None:
        leave_effect(work, deadline, moment, rules)
        if broken["now"]:
            raise OSError("the letter's printer is on fire")

    watch = clocked.watch({"answer": sometimes, "short": leave_effect})
    clocked.now.go(hours=8)
    assert until_quiet(watch) == Watched(reminded=1, lapsed=1, failed=1)
    assert (clocked.effects(bad), clocked.effects(good)) == ([], ["reminder", "lapsed"])
    waits = []
    for _ in range(12):
        (until,) = [claim for claim in clocked.claims() if claim is not None]
        waits.append((until - clocked.now()).total_seconds())
        clocked.now.moment = until - timedelta(seconds=1)
        assert watch.run_due() == Watched()
        clocked.now.moment = until
        assert watch.run_due() == Watched(failed=1)
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 900, 900, 900, 900]
    assert clocked.deadline(bad).attempts == 13
    broken["now"] = False
    clocked.now.go(minutes=15)
    assert until_quiet(watch) == Watched(reminded=1)
    assert clocked.effects(bad) == ["reminder"]
    assert clocked.deadline(bad).attempts == 0


def test_a_worker_that_dies_at_it_leaves_its_claim_to_run_out(clocked: Clocked) -> None:
    ref = clocked.file()

    def killed(_work: Work, _deadline: Deadline, _moment: str, _rules: object) -> None:
        raise KeyboardInterrupt

    clocked.now.go(hours=8)
    with pytest.raises(KeyboardInterrupt):
        clocked.watch({"answer": killed}).run_due()
    assert clocked.watch().run_due() == Watched()
    clocked.now.go(minutes=2)
    assert clocked.watch().run_due() == Watched(reminded=1)
    assert clocked.effects(ref) == ["reminder"]


def test_a_worker_whose_claim_ran_out_undoes_what_it_did(clocked: Clocked) -> None:
    ref = clocked.file()
    quick = clocked.watch()

    def slow(_work: Work, _deadline: Deadline, _moment: str, _rules: object) -> None:
        clocked.now.go(minutes=3)
        if clocked.engine.dialect.name == "postgresql":
            assert quick.run_due() == Watched(reminded=1)

    clocked.now.go(hours=8)
    outcome = clocked.watch({"answer": slow}).run_due()
    if clocked.engine.dialect.name == "postgresql":
        assert outcome == Watched(lost=1)
        assert clocked.effects(ref) == ["reminder"]
    else:  # one writer at a time: nobody could have taken it over
        assert outcome == Watched(reminded=1)


def test_a_clock_that_is_stopped_while_its_claim_waits_calls_nobody(clocked: Clocked) -> None:
    ref = clocked.file()
    clocked.now.go(hours=8)
    watch = clocked.watch()
    (claimed,) = watch._claim(5)
    clocked.change(ref, lambda work, case: work.clocks.stop(case, "answer", reason="answered"))
    assert watch._handle(claimed) == Watched(lost=1)
    assert clocked.effects(ref) == []


def test_a_handler_may_stop_or_extend_its_own_clock(clocked: Clocked) -> None:
    stops, extends = clocked.file(TEN_HOURS, SHORT), clocked.file()

    def act(work: Work, deadline: Deadline, moment: str, rules: object) -> None:
        leave_effect(work, deadline, moment, rules)
        case = work.case(Matter, deadline.case_ref)
        if deadline.case_ref == stops:
            work.clocks.stop_all(case, reason="overtaken")
        elif not deadline.clock.extended_by:
            work.clocks.extend(case, "answer", Term(10, Unit.HOURS), reason="complexity")

    watch = clocked.watch({"answer": act, "short": act})
    clocked.now.go(hours=8)
    assert until_quiet(watch) == Watched(reminded=2, lost=1)  # one handler stopped both clocks
    assert (clocked.effects(stops), clocked.effects(extends)) == (["reminder"], ["reminder"])
    assert clocked.deadline(stops, "answer").clock.stop_reason == "overtaken"
    clocked.now.go(hours=8)
    assert until_quiet(watch) == Watched(reminded=1)
    clocked.now.go(hours=4)
    assert until_quiet(watch) == Watched(lapsed=1)
    assert clocked.effects(extends) == ["reminder", "reminder", "lapsed"]
    assert clocked.claims() == [None] * 3


def test_an_extension_after_the_reminder_brings_another_reminder(clocked: Clocked) -> None:
    ref, watch = clocked.file(), clocked.watch()
    clocked.now.go(hours=8)
    until_quiet(watch)
    clocked.change(
        ref, lambda work, case: work.clocks.extend(case, "answer", Term(10, Unit.HOURS), reason="complexity")
    )
    clocked.now.go(hours=8)
    until_quiet(watch)
    assert clocked.effects(ref) == ["reminder", "reminder"]


def test_two_workers_at_once_do_each_thing_once(clocked: Clocked) -> None:
    refs = [clocked.file(TEN_HOURS, SHORT, organisation=name) for name in ("bqr", "jtb-care") for _ in range(10)]
    clocked.now.go(hours=20)
    barrier = threading.Barrier(2)

    def work_on() -> Watched:
        watch, total = clocked.watch(), Watched()
        barrier.wait()
        for _ in range(40):
            total += watch.run_due(limit=3)
        return total

    with ThreadPoolExecutor(2) as pool:
        totals = [each.result() for each in [pool.submit(work_on) for _ in range(2)]]
    both = totals[0] + totals[1] + until_quiet(clocked.watch())
    assert (both.reminded, both.lapsed) == (40, 40)
    for number, ref in enumerate(refs):
        done = clocked.effects(ref, "bqr" if number < 10 else "jtb-care")
        assert sorted(done) == ["lapsed", "lapsed", "reminder", "reminder"]


def test_the_watch_ends_when_it_is_told_to_and_outlives_a_database_that_is_away(clocked: Clocked) -> None:
    ref, stop, looks = clocked.file(), threading.Event(), []
    clocked.now.go(hours=8)

    def now() -> object:
        looks.append(1)
        if len(looks) == 1:
            raise OSError("the database is away")
        return clocked.now()

    def last(work: Work, deadline: Deadline, moment: str, rules: object) -> None:
        leave_effect(work, deadline, moment, rules)
        stop.set()

    clocked.watch({"*": last}, now=now, poll=0.0).run(stop)
    assert clocked.effects(ref) == ["reminder"]
