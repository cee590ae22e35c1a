"""Telling the persons over HTTP and by the worker: the list, the message, sending, and what comes after."""

import io
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from waarborg_breach.actions.telling import afterwards, listing, sending
from waarborg_breach.domain.telling import LANGUAGES, MessagePart, PersonState
from waarborg_breach.domain.telling_rows import read_list
from waarborg_breach.models import (
    BreachCase,
    BreachMessage,
    BreachPerson,
    BreachPersonCare,
    BreachPersonFault,
    BreachTelling,
)
from waarborg_breach.telling import teller_of
from waarborg_shared.hooks.values import Delivery, DeliveryState
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_decisions import UNANSWERED

BOTH = {"notify_authority": "yes", "inform_persons": "yes", **UNANSWERED}
MESSAGE = {
    f"{part.value}_{language}": f"Deel {part.value} in {language}." for part in MessagePart for language in LANGUAGES
}
ANNOUNCED = {"announcement_nl": "Er is iets misgegaan.", "announcement_en": "Something went wrong."}


@pytest.fixture
def board(world: World) -> Visitor:
    """Who decides at BQR."""
    return world.staff("bqr", "board")


@pytest.fixture
def path(world: World, board: Visitor) -> str:
    """A breach of which it was decided that the people are told."""
    return decided(world, board)


def decided(world: World, board: Visitor, **decision: Any) -> str:
    typed = {"summary": "Een tas is gestolen.", "discovered_at": "2026-03-02T07:00"}
    assert board.send("/breach/report", **typed).status_code == 303
    row = world.rows(BreachCase, board.organisation)[-1]
    path = f"/breach/cases/{row.id}"
    world.clock.moment = START + timedelta(hours=3)
    assert board.send(f"{path}/decide", page=path, **{**BOTH, **decision}).status_code == 303
    return path


def hand_in(who: Visitor, path: str, text: str | bytes) -> Any:
    raw = text.encode() if isinstance(text, str) else text
    return who.send(f"{path}/telling/list", page=f"{path}/telling", file=(io.BytesIO(raw), "lijst.csv"))


def step(who: Visitor, path: str, name: str, **typed: Any) -> Any:
    return who.send(f"{path}/telling/{name}", page=f"{path}/telling", **typed)


def begin(who: Visitor, path: str, count: int) -> Any:
    return step(who, path, "begin", list=str(count))


def people(world: World, organisation: str = "bqr") -> dict[str, str]:
    """How far everybody on the list is, by reference."""
    with world.work(organisation) as work:
        return {
            work.unseal(
                row.ref_sealed, holder=row.breach_id, table="breach_person", column="ref", row=row.id
            ): row.state
            for row in work.session.query(BreachPerson).order_by(BreachPerson.id)
        }


def ids(world: World, organisation: str = "bqr") -> list[str]:
    return [row.id for row in sorted(world.rows(BreachPerson, organisation), key=lambda row: row.id)]


def case_of(world: World, organisation: str = "bqr") -> BreachCase:
    (row,) = world.rows(BreachCase, organisation)
    return row


def work_off(world: World, organisation: str = "bqr") -> None:
    teller_of(world.runtime).work_off(organisation)


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
    letters = board.get(f"{path}/telling/letters-1.pdf")
    assert letters.status_code == 200 and letters.headers["Content-Type"] == "application/pdf"
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(letters.data)).pages]
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
