"""What requests asks of breach is carried out: the register stays with its ground and day, what nothing keeps goes."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from waarborg_breach.events import HANDLES
from waarborg_breach.models import BreachCase, BreachPerson, BreachPersonCare
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.breach import BreachCarriedOut
from waarborg_shared.events.requests import CarryingAsked, LegalHoldEnded, LegalHoldSet
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_decisions import NOT_TOLD, UNANSWERED
from waarborg_tests.breach_telling import decided, hand_in, people
from waarborg_tests.breaches import handle

HIS, JOINED, ANOTHER = (str(uuid4()) for _ in range(3))
REQUEST = str(uuid4())


@pytest.fixture
def board(world: World) -> Visitor:
    return world.staff("bqr", "board")


def take(world: World, event: Event, organisation: str = "bqr") -> None:
    envelope = Envelope(
        id=str(uuid4()),
        type=event.type,
        source="requests",
        organisation=organisation,
        subject=REQUEST,
        sequence=1,
        time=world.clock.now(),
        event=event,
        traceparent=None,
    )
    with world.work(organisation) as work:
        HANDLES[type(event)](work, event, envelope, world.runtime.rules(organisation))


def asked(world: World, kind: str = "erasure", person: str = HIS, **more: Any) -> BreachCarriedOut:
    """Ask one step of breach, and return what it answers."""
    given = {"carrying_ref": str(uuid4()), "step_ref": str(uuid4()), "holder": "breach", **more}
    take(world, CarryingAsked(request_ref=REQUEST, subject_ref=person, kind=kind, **given))
    told = world.told(BreachCarriedOut)[-1]
    assert isinstance(told, BreachCarriedOut) and told.step_ref == given["step_ref"]
    return told


def answer(told: BreachCarriedOut) -> tuple[Any, ...]:
    return told.outcome, told.ground, told.kept, told.kept_by, told.kept_until


def step(who: Visitor, path: str, name: str, **typed: Any) -> None:
    done = who.send(f"{path}/{name}", page=path, **typed)
    assert done.status_code == 303, (name, done.text)


NOTHING = ("done", "nothing_held", (), (), ())
WAITS = ("done", None, ("breaches",), ("breach_telling",), ("no-day",))
LISTED = ("done", None, ("breaches",), ("breach_register",), ("no-day",))


def test_B24_12_who_stands_in_the_register_stays_until_its_term_is_over_and_is_told_by_what(
    world: World, board: Visitor
) -> None:
    path = decided(world, board)
    assert answer(asked(world)) == NOTHING
    assert hand_in(board, path, f"reference\n{HIS}\n{ANOTHER}\n").status_code == 303
    assert answer(asked(world)) == WAITS, "he is still to be found, to be told"
    assert answer(asked(world, about=("financial",))) == NOTHING, "no kind of data of his stands here"
    assert answer(asked(world, "correction")) == NOTHING, "a reference follows the register of persons"
    assert answer(asked(world, person=str(uuid4()), joined_refs=(HIS,))) == WAITS, "under his other reference"
    with world.work() as work:
        for row in work.session.query(BreachPerson):
            row.state = "sent"
    assert answer(asked(world)) == LISTED
    assert len(people(world)) == 2
    before = world.verbs(path.rpartition("/")[2])
    assert answer(asked(world)) == LISTED and world.verbs(path.rpartition("/")[2]) == before, "twice changes nothing"


def test_B24_12_a_closed_one_names_its_day_and_after_that_nothing_is_left(world: World, board: Visitor) -> None:
    path = decided(world, board, inform_persons="no", notify_authority="no", **NOT_TOLD, **UNANSWERED)
    assert hand_in(board, path, f"reference\n{HIS}\n").status_code == 303
    handle(board, path)
    step(board, path, "close")
    told = asked(world)
    assert told.kept_by == ("breach_register",) and told.kept_until[0] > "2040-01-01"
    world.clock.moment = world.clock.now() + timedelta(days=16 * 366)
    assert answer(asked(world)) == ("done", None, (), (), ())
    (case,) = world.rows(BreachCase)
    assert case.destroyed_at is not None and world.rows(BreachPerson) == []
    assert answer(asked(world)) == NOTHING


def test_what_turned_out_to_be_no_breach_keeps_nobody_on_its_list(world: World, board: Visitor) -> None:
    path = decided(world, board)
    assert hand_in(board, path, f"reference\n{HIS}\n{ANOTHER}\n").status_code == 303
    with world.work() as work:
        row = work.session.query(BreachPerson).order_by(BreachPerson.id).first()
        assert row is not None
        care = {
            "id": str(uuid4()),
            "organisation": "bqr",
            "person_id": row.id,
            "kind": "asked",
            "noted_by": "account-1",
        }
        work.add(BreachPersonCare(**care, words_sealed=b"x", noted_at=work.now))
        case = work.case(BreachCase, row.breach_id)
        case.case_state, case.closed_at = "retracted", work.now
    assert answer(asked(world)) == ("done", None, (), (), ())
    assert list(people(world)) == [ANOTHER] and world.rows(BreachPersonCare) == []
    assert world.verbs(path.rpartition("/")[2])[-1] == "person-taken-off"
    assert answer(asked(world)) == NOTHING
    assert "taken off the list" in board.get(path).text


def test_while_a_hold_stands_everything_of_the_person_stays(world: World, board: Visitor) -> None:
    hold = str(uuid4())
    take(world, LegalHoldSet(hold_ref=hold, subject_ref=JOINED))
    assert answer(asked(world, joined_refs=(JOINED,))) == NOTHING, "there is nothing that it could hold"
    path = decided(world, board)
    assert hand_in(board, path, f"reference\n{HIS}\n").status_code == 303
    refused = ("refused", "legal_hold", ("breaches",), ("legal_hold",), ("no-day",))
    assert answer(asked(world, joined_refs=(JOINED,))) == refused
    take(world, LegalHoldEnded(hold_ref=hold, subject_ref=JOINED))
    assert answer(asked(world, joined_refs=(JOINED,))) == WAITS


def test_who_reported_it_is_forgotten_once_nothing_is_asked_of_him_any_more(world: World, board: Visitor) -> None:
    typed = {"summary": "Een brief kwam verkeerd aan.", "reporter": "Bel Bram"}
    assert world.person(HIS).send("/breach/report", **typed).status_code == 201
    (case,) = world.rows(BreachCase)
    assert answer(asked(world, "correction")) == ("not_yet", "staff_confirm", (), (), ())
    stays = ("done", None, ("breach_reports",), ("breach_register",), ("no-day",))
    assert answer(asked(world)) == stays and world.rows(BreachCase)[0].reporter_sealed is not None
    with world.work() as work:
        row = work.case(BreachCase, case.id)
        row.case_state, row.closed_at = "closed", work.now
    told = asked(world)
    assert told.kept == ("breach_reports",) and told.kept_until[0] > "2040-01-01"
    assert world.rows(BreachCase)[0].reporter_sealed is None
    page = board.get(f"/breach/cases/{case.id}").text
    assert "asked for a correction or addition" in page and "The reporter erased" in page and "Bel Bram" not in page
    verbs = world.verbs(case.id)
    asked(world)
    assert world.verbs(case.id) == verbs


def test_what_another_holder_is_asked_is_nothing_to_breach_and_an_exercise_is_about_nobody(
    world: World, board: Visitor
) -> None:
    path = decided(world, board)
    assert hand_in(board, path, f"reference\n{HIS}\n").status_code == 303
    other = {"request_ref": REQUEST, "carrying_ref": REQUEST, "step_ref": REQUEST, "subject_ref": HIS}
    take(world, CarryingAsked(**other, kind="erasure", holder="consent"))
    assert world.told(BreachCarriedOut) == []
    assert answer(asked(world, "objection")) == answer(asked(world, person=ANOTHER)) == NOTHING
    with world.work() as work:
        work.session.query(BreachCase).one().drill = True
    assert answer(asked(world)) == NOTHING
