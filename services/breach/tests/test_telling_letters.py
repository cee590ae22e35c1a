"""The letters to persons: printed, posted, and only then told."""

import io
from collections import Counter

import pytest
from pypdf import PdfReader

from waarborg_breach.actions.telling import letters, sending
from waarborg_breach.domain import telling
from waarborg_shared.hooks.values import Delivery, DeliveryState
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_telling import (
    MESSAGE,
    begin,
    case_of,
    decided,
    hand_in,
    ids,
    ordered,
    people,
    person_step,
    printed,
    step,
    work_off,
)


@pytest.fixture
def board(world: World) -> Visitor:
    """Who decides at BQR."""
    return world.staff("bqr", "board")


@pytest.fixture
def path(world: World, board: Visitor) -> str:
    """A breach of which it was decided that the people are told."""
    return decided(world, board)


def test_B24_11_persons_are_listed_written_to_told_and_the_case_says_so(
    world: World, board: Visitor, path: str
) -> None:
    assert 'id="telling"' in board.get(path).text
    assert hand_in(board, path, "verwijzing;kanaal\nZ-1;brief\nZ-2;\nZ-3;At the office\n").status_code == 303
    assert step(board, path, "message", **MESSAGE).status_code == 303
    assert begin(board, path, 3).status_code == 303
    assert people(world) == dict.fromkeys(("Z-1", "Z-2", "Z-3"), "to-do")
    work_off(world)
    assert people(world) == {"Z-1": "to-print", "Z-2": "to-print", "Z-3": "task"}
    assert case_of(world).persons_state == "to-inform"
    given = board.get(f"{path}/telling/letters-1.pdf")
    assert given.status_code == 200 and given.headers["Content-Type"] == "application/pdf"
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(given.data)).pages]
    assert len(pages) == 2 and "Z-1" in pages[0] and "Z-2" in pages[1]
    assert all("Deel nature in nl." in page and "Deel measures in nl." in page for page in pages)
    assert step(board, path, "posted", part="1").status_code == 303
    assert case_of(world).persons_state == "in-part"
    third = f"{path}/persons/{ids(world)[2]}"
    assert board.send(f"{third}/told", page=third).status_code == 303
    case = case_of(world)
    assert (case.persons_state, case.informed_how) == ("informed", "several")
    verbs = world.verbs(case.id)
    for verb in ("listed-persons", "wrote-message", "began-telling", "telling-ended", "posted-letters", "told-person"):
        assert verbs.count(verb) == 1, verb
    assert verbs.count("informed-persons") == 2


def test_the_path_of_a_list_is_the_same_on_postgresql(either_world: World) -> None:
    world = either_world
    board = world.staff("bqr", "board")
    path = decided(world, board)
    with pytest.MonkeyPatch.context() as patched:
        for module in (telling, letters):
            patched.setattr(module, "LETTERS_IN_ONE", 2)
        patched.setattr(sending, "AT_A_TIME", 2)
        ordered(world, board, path, 5)
        assert hand_in(board, path, "reference\nZ-6\n").status_code == 422, "the list stays as it is while it goes"
        work_off(world)
        assert Counter(people(world).values()) == {"to-print": 5}
        page = board.get(f"{path}/telling").text
        assert page.count("2 letters to print (PDF)") == 2 and page.count("1 letter to print (PDF)") == 1
        printed(board, path, 2)
        assert step(board, path, "posted", part="2").status_code == 303
        assert step(board, path, "posted", part="2").status_code == 422
        assert list(people(world).values()) == ["to-print", "to-print", "sent", "sent", "to-print"]
        printed(board, path, 1, 3)
        assert step(board, path, "posted", part="1").status_code == 303
        assert step(board, path, "posted", part="3").status_code == 303
    assert case_of(world).persons_state == "informed"


def test_letters_that_nobody_printed_are_not_posted(world: World, board: Visitor, path: str) -> None:
    ordered(world, board, path, 2)
    breach_id, rules = case_of(world).id, world.runtime.rules("bqr")
    with world.work() as work:
        portion = sending.take_up(work, breach_id, rules)
        first, second = portion.messages
        sending.note_outcomes(work, breach_id, {first: Delivery(state=DeliveryState.TO_PRINT)})
    printed(board, path)
    assert "Letters may still be added." in board.get(f"{path}/telling").text
    refused = step(board, path, "posted", part="1")
    assert refused.status_code == 422 and "Telling them is still going on: letters may be added." in refused.text
    with world.work() as work:
        sending.note_outcomes(work, breach_id, {second: Delivery(state=DeliveryState.TO_PRINT)})
    work_off(world)
    assert set(people(world).values()) == {"to-print"}
    assert "Printed: 1 of 2." in board.get(f"{path}/telling").text
    assert step(board, path, "posted", part="1").status_code == 303
    assert people(world) == {"Z-0": "sent", "Z-1": "to-print"} and case_of(world).persons_state == "in-part"
    board.client.head(f"{path}/telling/letters-1.pdf")
    refused = step(board, path, "posted", part="1")
    assert refused.status_code == 422 and "<li>These letters were not printed yet." in refused.text
    assert "Printed:" not in board.get(f"{path}/telling").text
    printed(board, path)
    assert step(board, path, "posted", part="1").status_code == 303
    assert case_of(world).persons_state == "informed"
    assert step(board, path, "posted", part="1").status_code == 422
    assert world.verbs(breach_id).count("posted-letters") == 2


def test_a_letter_that_is_written_again_is_to_be_printed_again(world: World, board: Visitor, path: str) -> None:
    ordered(world, board, path, 1)
    work_off(world)
    printed(board, path)
    assert person_step(board, path, ids(world)[0], "again", by_channel="letter").status_code == 303
    work_off(world)
    assert step(board, path, "posted", part="1").status_code == 422
    assert people(world) == {"Z-0": "to-print"}
