"""How long what was written of a breach is kept: destroyed at the end of its term, held longer, and what stays."""

import threading
from datetime import timedelta
from typing import Any

import pytest

from waarborg_breach.actions.grievances import answer_grievance, file_grievance, grievances_of
from waarborg_breach.actions.retention import destroy_if_over, hold, over_now
from waarborg_breach.domain.handling import GrievanceAbout, GrievanceOutcome
from waarborg_breach.domain.register_book import kept_until
from waarborg_breach.models import (
    BreachAnswer,
    BreachCase,
    BreachDossierKept,
    BreachEarlierAnswer,
    BreachHandling,
    BreachPerson,
    BreachPersonLink,
    KeptDecision,
)
from waarborg_breach.registering import destroy_over, retention
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.calendar import DutchCalendar
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_decisions import NOT_TOLD, UNANSWERED
from waarborg_tests.breaches import handle

FIFTEEN_YEARS = timedelta(days=15 * 365 + 6)
SOMEBODY = Actor(ActorKind.STAFF, "account-rik", "bqr")
SUMMARY = "Een tas met dossiers is uit de auto gestolen."


def as_somebody(world: World) -> Any:
    """A unit of work of somebody on the staff."""
    return world.runtime.uow.begin("bqr", actor=SOMEBODY, now=world.clock.now())


@pytest.fixture
def board(world: World) -> Visitor:
    return world.staff("bqr", "board")


def reported(who: Visitor, world: World, organisation: str = "bqr") -> str:
    typed = {"summary": SUMMARY, "discovered_at": "2026-03-02T06:00", "reporter": "Bel Bram"}
    before = {row.id for row in world.rows(BreachCase, organisation)}
    assert who.send("/breach/report", **typed).status_code == 303
    (made,) = {row.id for row in world.rows(BreachCase, organisation)} - before
    return f"/breach/cases/{made}"


def closed(who: Visitor, world: World) -> str:
    path = reported(who, world)
    step(who, path, "answers", answer_what_happened="De bank.")
    step(who, path, "answers", answer_what_happened="De achterbank.")
    step(who, path, "facts", fact_groups=["clients"], about_how_many="12")
    step(who, path, "decide", notify_authority="no", inform_persons="no", **NOT_TOLD, **UNANSWERED)
    handle(who, path)
    step(who, path, "close")
    return path


def step(who: Visitor, path: str, name: str, **typed: Any) -> None:
    answer = who.send(f"{path}/{name}", page=path, **typed)
    assert answer.status_code == 303, (name, answer.text)


def case_of(world: World, path: str) -> BreachCase:
    return next(row for row in world.rows(BreachCase) if row.id == path.rpartition("/")[2])


def later(world: World, by: timedelta = FIFTEEN_YEARS) -> None:
    world.clock.moment = START + by


class Once(threading.Event):
    """Lets a loop go round once, and keeps how long it meant to wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waited: list[float | None] = []

    def wait(self, timeout: float | None = None) -> bool:
        self.waited.append(timeout)
        self.set()
        return True


def sealed_of(world: World, path: str) -> list[bytes]:
    row = case_of(world, path)
    return [value for name in vars(row) if name.endswith("_sealed") and (value := getattr(row, name)) is not None]


def test_B24_12_when_the_term_is_over_what_was_written_is_destroyed_and_the_proof_stays(either_world: World) -> None:
    world = either_world
    board = world.staff("bqr", "board")
    path = closed(board, world)
    before, (sealed,) = case_of(world, path), [case_of(world, path).summary_sealed]
    later(world)
    board = world.staff("bqr", "board")
    assert destroy_over(world.runtime, "bqr") == 1
    after = case_of(world, path)
    assert (after.number, after.discovered_at, after.decided_at, after.closed_at, after.about_how_many) == (
        *(before.number, before.discovered_at, before.decided_at, before.closed_at, 12),
    )
    assert (after.destroyed_at, after.destroyed_rule, after.reported_by) == (
        *(START + FIFTEEN_YEARS, "breach_register", None),
    )
    assert sealed_of(world, path) == []
    assert world.rows(BreachAnswer) == world.rows(BreachEarlierAnswer) == world.rows(BreachHandling) == []
    assert [row.reason_sealed for row in world.rows(KeptDecision)] == [None]
    with world.work("bqr") as work, pytest.raises(KeyDestroyed):
        work.unseal(sealed, holder=after.id, table="breach_case", column="summary", row=after.id)
    assert world.verbs(after.id)[-1] == "destroyed"


def test_the_register_and_the_case_say_when_it_was_destroyed_and_by_which_rule(world: World, board: Visitor) -> None:
    path = closed(board, world)
    later(world)
    destroy_over(world.runtime, "bqr")
    board = world.staff("bqr", "board")
    page = board.get(f"/breach/register/{path.rpartition('/')[2]}").text
    assert "Contents destroyed at" in page and "Register of data breaches (privacyverklaring" in page
    assert "no longer kept: its term was over" in page and "about 12" in page and "clients" in page
    assert "contents destroyed" in board.get("/breach/").text
    assert "Contents destroyed" in board.get("/breach/register/export.csv").get_data(as_text=True)
    assert board.get("/breach/register/export.pdf").status_code == 200
    case = board.get(path)
    assert case.status_code == 200 and "Its term was over" in case.text and SUMMARY not in case.text


def test_a_day_too_early_and_while_it_is_open_nothing_is_destroyed(world: World, board: Visitor) -> None:
    path = closed(board, world)
    reported(board, world)
    until = kept_until(START, world.runtime.rules("bqr").retention(START.date())["breach_register"], DutchCalendar())
    world.clock.moment = until
    assert destroy_over(world.runtime, "bqr") == 0
    world.clock.moment = until + timedelta(seconds=1)
    assert destroy_over(world.runtime, "bqr") == 1
    world.clock.moment = until + FIFTEEN_YEARS
    assert destroy_over(world.runtime, "bqr") == 0
    assert case_of(world, path).destroyed_at == until + timedelta(seconds=1)
    assert [row.destroyed_at for row in world.rows(BreachCase)].count(None) == 1


def test_a_legal_hold_stops_it_until_it_is_lifted(world: World, board: Visitor) -> None:
    path = closed(board, world)
    step(board, path, "hold", hold_why="Er loopt een rechtszaak.")
    assert "Er loopt een rechtszaak." in board.get(path).text and "kept longer" in board.get("/breach/").text
    later(world)
    assert destroy_over(world.runtime, "bqr") == 0
    board = world.staff("bqr", "board")
    step(board, path, "hold-lifted", lift_why="De zaak is voorbij.")
    assert destroy_over(world.runtime, "bqr") == 1
    assert world.verbs(case_of(world, path).id)[-3:] == ["looked", "hold-lifted", "destroyed"]


def test_B24_10_nothing_is_destroyed_while_a_grievance_waits_or_was_right_and_is_not_decided_on_again(
    either_world: World,
) -> None:
    world, rules = either_world, either_world.runtime.rules("bqr")
    board = world.staff("bqr", "board")
    paths = [closed(board, world) for _ in range(3)]
    ids = [path.rpartition("/")[2] for path in paths]
    with world.work() as work:
        for each in ids[:2]:
            case = work.case(BreachCase, each)
            ref = file_grievance(work, case, GrievanceAbout.PERSONS, what="Er is een hoog risico.").id
    with as_somebody(world) as work:
        second = work.case(BreachCase, ids[1])
        answer_grievance(work, second, ref, GrievanceOutcome.UPHELD, why="Dat klopt.", rules=rules)
    later(world)
    assert "As long as a grievance is open" in board.get(paths[0]).text
    assert destroy_over(world.runtime, "bqr") == 1
    assert [case_of(world, path).destroyed_at is None for path in paths] == [True, True, False]
    with world.work() as work:
        assert not destroy_if_over(work, ids[0], rules), "looked at anew under its lock"
        (left,) = grievances_of(work, work.case(BreachCase, ids[0]), rules)
    with as_somebody(world) as work:
        first = work.case(BreachCase, ids[0])
        answer_grievance(work, first, left.id, GrievanceOutcome.NOT_UPHELD, why="Nee.", rules=rules)
    assert destroy_over(world.runtime, "bqr") == 1
    assert case_of(world, paths[0]).destroyed_at is not None and case_of(world, paths[1]).destroyed_at is None


def test_a_hold_that_comes_in_between_the_look_and_the_deed_counts(world: World, board: Visitor) -> None:
    path = closed(board, world)
    later(world)
    rules = world.runtime.rules("bqr")
    with world.work("bqr") as work:
        (found,) = over_now(work, rules)
    with world.work("bqr") as work:
        hold(work, work.case(BreachCase, found), why="Toch een rechtszaak.")
    with world.work("bqr") as work:
        assert destroy_if_over(work, found, rules) is False
    assert case_of(world, path).summary_sealed is not None


@pytest.mark.parametrize(
    ("first", "name", "typed", "said"),
    [
        (None, "hold", {"hold_why": " "}, "hold_why"),
        (None, "hold-lifted", {"lift_why": "Voorbij."}, "already"),
        ("hold", "hold", {"hold_why": "Nog een keer."}, "already"),
        ("hold", "hold-lifted", {"lift_why": ""}, "lift_why"),
    ],
)
def test_what_cannot_be_held_or_lifted_is_named(
    world: World, board: Visitor, first: str | None, name: str, typed: dict[str, str], said: str
) -> None:
    path = reported(board, world)
    if first:
        step(board, path, first, hold_why="Rechtszaak.")
    answer = board.send(f"{path}/{name}", page=path, **typed)
    assert answer.status_code == 422 and said in answer.text
    assert (case_of(world, path).held_at is not None) is (first == "hold")


def test_a_report_that_goes_on_under_another_number_is_kept_as_long_as_that_one(world: World, board: Visitor) -> None:
    kept, merged = reported(board, world), reported(board, world)
    step(board, merged, "merge", into=case_of(world, kept).number)
    later(world)
    assert destroy_over(world.runtime, "bqr") == 0
    board = world.staff("bqr", "board")
    step(board, kept, "retract", retract_why="Geen lek.")
    step(board, kept, "hold", hold_why="Rechtszaak.")
    world.clock.moment += FIFTEEN_YEARS
    assert destroy_over(world.runtime, "bqr") == 0
    assert "together with" in world.staff("bqr", "board").get(merged).text
    step(world.staff("bqr", "board"), kept, "hold-lifted", lift_why="Voorbij.")
    assert destroy_over(world.runtime, "bqr") == 2


def test_what_is_destroyed_is_not_changed_or_opened_again(world: World, board: Visitor) -> None:
    path = closed(board, world)
    later(world)
    destroy_over(world.runtime, "bqr")
    board = world.staff("bqr", "board")
    for name, typed in (("reopen", {"reopen_reason": "Toch."}), ("hold", {"hold_why": "Toch."})):
        answer = board.send(f"{path}/{name}", page=path, **typed)
        assert answer.status_code == 422 and "its term was over" in answer.text
    row = case_of(world, path)
    assert (row.case_state, row.held_at) == ("closed", None)


def test_it_is_done_again_where_the_worker_stopped_after_the_key_was_gone(
    world: World, board: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = closed(board, world)
    later(world)
    destroyed, again = type(world.runtime.vault).destroy, []

    def and_die(*args: Any, **named: Any) -> bool:
        gone = destroyed(*args, **named)
        again.append(gone)
        if len(again) == 1:
            raise ConnectionError("stopped")
        return gone

    monkeypatch.setattr(type(world.runtime.vault), "destroy", and_die)
    with pytest.raises(ConnectionError):
        destroy_over(world.runtime, "bqr")
    assert case_of(world, path).destroyed_at is None
    assert "Erased" in world.staff("bqr", "board").get(path).text
    assert destroy_over(world.runtime, "bqr") == 1
    row = case_of(world, path)
    assert row.destroyed_at is not None and world.verbs(row.id).count("destroyed") == 1


def test_whom_it_concerned_and_the_dossier_go_too(either_world: World) -> None:
    world = either_world
    board = world.staff("bqr", "board")
    path = reported(board, world)
    breach_id = path.rpartition("/")[2]
    listed = world.partner("bqr", "breach:report", "breach:read", "breach:decide").post(
        f"/breach/api/v1/breaches/{breach_id}/persons", {"persons": [{"reference": "C-1001"}, {"reference": "C-1002"}]}
    )
    assert listed.status_code in (200, 201), listed.text
    with world.work() as work:
        person = work.session.query(BreachPerson).first()
        work.add(BreachPersonLink(message_id="link-1", person_id=person.id, round=1))
    step(board, path, "decide", notify_authority="yes", inform_persons="no", **NOT_TOLD, **UNANSWERED)
    step(board, path, "notified", at="2026-03-02T09:00")
    handle(board, path)
    step(board, path, "close")
    assert len(world.rows(BreachPerson)) == 2 and len(world.rows(BreachDossierKept)) == 1
    later(world)
    assert destroy_over(world.runtime, "bqr") == 1
    assert world.rows(BreachPerson) == world.rows(BreachPersonLink) == world.rows(BreachDossierKept) == []
    assert case_of(world, path).number in board.get("/breach/").text


def test_by_the_law_alone_nothing_is_destroyed_by_itself(world: World) -> None:
    lead = world.staff("jtb-care", "care_lead")
    assert lead.send("/breach/report", summary=SUMMARY, discovered_at="2026-03-02T06:00").status_code == 303
    (case,) = world.rows(BreachCase, "jtb-care")
    path = f"/breach/cases/{case.id}"
    step(lead, path, "retract", retract_why="Geen lek.")
    assert "Nothing is destroyed by itself." in lead.get(path).text
    later(world, FIFTEEN_YEARS * 3)
    assert destroy_over(world.runtime, "jtb-care") == 0
    assert world.rows(BreachCase, "jtb-care")[0].summary_sealed is not None


def test_the_workers_loop_goes_round_every_organisation_and_stops(world: World, board: Visitor) -> None:
    path = closed(board, world)
    later(world)
    stop = Once()
    retention(world.runtime)(stop)
    assert case_of(world, path).destroyed_at is not None and stop.waited == [3600.0]
