"""A breach whose key was destroyed: its pages and its API stay, with a word or null where the texts were."""

import re
from typing import Any

import pytest

from waarborg_breach.models import BreachCase
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.breach_decisions import NOT_TOLD, UNANSWERED
from waarborg_tests.breaches import handle

SUMMARY = "Een tas met dossiers is uit de auto gestolen."
ANSWERED = {"what_happened": "De tas stond op de achterbank.", "encrypted": "Nee, het is papier."}
TYPED = {f"answer_{code}": text for code, text in ANSWERED.items()}
SECRETS = (SUMMARY, "achterbank", "Nee, het is papier", "Bel Bram", "Zij merken er niets van.")
LANGUAGES = [("nl", "Gewist", "is gewist"), ("en", "Erased", "was erased")]


@pytest.fixture
def board(world: World) -> Visitor:
    """Who decides at BQR."""
    return world.staff("bqr", "board")


@pytest.fixture
def erased(world: World, board: Visitor) -> BreachCase:
    """A breach that the board reported, answered questions of and decided, and then had erased."""
    typed: dict[str, Any] = {"summary": SUMMARY, "reporter": "Bel Bram", "discovered_at": "2026-03-02T09:00"}
    assert board.send("/breach/report", **typed).status_code == 303
    (case,) = world.rows(BreachCase)
    page = f"/breach/cases/{case.id}"
    assert board.send(f"{page}/answers", page=page, **TYPED).status_code == 303
    decision = {
        **{"notify_authority": "no", "inform_persons": "no", "exception": "no-high-risk"},
        **{"reason": "Zij merken er niets van.", **UNANSWERED},
    }
    assert board.send(f"{page}/decide", page=page, **decision).status_code == 303
    world.erase(case.id)
    return case


@pytest.mark.parametrize(("language", "word", "told"), LANGUAGES)
def test_the_case_page_says_erased_where_the_texts_were(
    board: Visitor, erased: BreachCase, language: str, word: str, told: str
) -> None:
    page = board.get(f"/breach/cases/{erased.id}?lang={language}")
    assert page.status_code == 200
    assert len(re.findall(rf"\b{word}\b", page.text)) == 3 + len(ANSWERED)
    assert told in page.text and not [secret for secret in SECRETS if secret in page.text]
    assert "/answers" not in page.text


@pytest.mark.parametrize(("language", "reason"), [("nl", "De reden is gewist."), ("en", "The reason was erased.")])
def test_the_timeline_says_that_the_reason_was_erased(
    board: Visitor, erased: BreachCase, language: str, reason: str
) -> None:
    assert reason in board.get(f"/breach/cases/{erased.id}?lang={language}").text


def test_who_reported_it_sees_the_number_and_no_form(board: Visitor, erased: BreachCase) -> None:
    page = board.get(f"/breach/reports/{erased.id}")
    assert page.status_code == 200
    assert erased.number in page.text and "was erased" in page.text
    assert "<textarea" not in page.text and not [secret for secret in SECRETS if secret in page.text]


def test_what_is_written_to_it_is_refused_with_the_reason_and_nothing_is_lost(
    world: World, board: Visitor, erased: BreachCase
) -> None:
    page = f"/breach/cases/{erased.id}"
    again = {"notify_authority": "yes", "inform_persons": "no", "exception": "averted", "reason": "Toch maar wel."}
    again |= UNANSWERED
    answer = board.send(f"{page}/decide", page=page, **again)
    assert answer.status_code == 422
    assert "Nothing can be written to it any more." in answer.text and "Toch maar wel." in answer.text
    assert board.send(f"{page}/answers", page=page, **TYPED).status_code == 422
    (case,) = world.rows(BreachCase)
    assert case.authority_state == "not-to-notify"


def test_it_can_still_be_closed(world: World, board: Visitor, erased: BreachCase) -> None:
    page = f"/breach/cases/{erased.id}"
    assert board.send(f"{page}/close", page=page).status_code == 303
    (case,) = world.rows(BreachCase)
    assert case.closed_at == START
    assert board.get(page).status_code == 200


def test_the_api_gives_null_and_names_what_is_gone(world: World, erased: BreachCase) -> None:
    answer = world.partner("bqr", "breach:read").get(f"/breach/api/v1/breaches/{erased.id}")
    assert answer.status_code == 200
    assert answer.json["summary"] is None
    assert answer.json["answers"] == dict.fromkeys(ANSWERED)
    assert answer.json["erased"] == ["answers.encrypted", "answers.what_happened", "summary"]
    assert "what_happened" not in answer.json["not_yet_known"]


def test_a_closed_breach_still_shows_the_answers_that_were_given(world: World, board: Visitor) -> None:
    board.send("/breach/report", summary=SUMMARY, discovered_at="2026-03-02T09:00")
    (case,) = world.rows(BreachCase)
    page = f"/breach/cases/{case.id}"
    board.send(f"{page}/answers", page=page, **TYPED)
    decision = {"notify_authority": "no", "inform_persons": "no", **NOT_TOLD, **UNANSWERED}
    board.send(f"{page}/decide", page=page, **decision)
    handle(board, page)
    assert board.send(f"{page}/close", page=page).status_code == 303
    assert "De tas stond op de achterbank." in board.get(page).text
