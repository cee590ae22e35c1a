"""The questions to the discoverer: "not known yet", a code for outsiders, and asking until it is complete."""

import re
from typing import Any

import pytest

from waarborg_breach.models import BreachAnswer, BreachAsking, BreachCase, BreachQuestionCode
from waarborg_breach.pages import LIMITER
from waarborg_plugin_bqr.breach import QUESTIONS
from waarborg_shared.deadlines import Watched
from waarborg_shared.guessing import GuessesBySender
from waarborg_shared.testing.world import Visitor, World
from waarborg_shared.worker import watch_of
from waarborg_tests.breach_decisions import UNANSWERED

CODE = re.compile(r"\b(?:[2346789A-HJKMNP-RTV-Z]{4}-){3}[2346789A-HJKMNP-RTV-Z]{4}\b")
PAGE = "/breach/questions"


@pytest.fixture
def board(world: World) -> Visitor:
    return world.staff("bqr", "board")


def outside(world: World) -> tuple[str, str]:
    """Report a leak from outside, and return the case's id and the code that was shown."""
    before = {case.id for case in world.rows(BreachCase)}
    answer = world.visitor("bqr").send("/breach/report", summary="Een brief lag op straat.")
    assert answer.status_code == 201
    found = CODE.search(answer.text)
    assert found is not None
    (breach_id,) = {case.id for case in world.rows(BreachCase)} - before
    return breach_id, found[0]


def answers(world: World, breach_id: str) -> dict[str, Any]:
    whole: dict[str, Any] = world.partner("bqr", "breach:read").get(f"/breach/api/v1/breaches/{breach_id}").json
    return whole


def until_quiet(world: World) -> None:
    watch = watch_of(world.runtime)
    while watch.run_due() != Watched():
        pass


def test_B24_7_who_reports_from_outside_answers_with_a_code_and_the_case_says_who_answered(
    world: World, board: Visitor
) -> None:
    breach_id, code = outside(world)
    asker = world.visitor("bqr")
    shown = asker.send(PAGE, code=code.lower().replace("-", " "))
    assert shown.status_code == 200 and "What happened?" in shown.text
    sent = asker.send(
        PAGE, do="answer", code=code, answer_what_happened="Hij lag naast de bus.", unknown_encrypted="true"
    )
    assert sent.status_code == 200 and "Your answers are kept" in sent.text
    assert "naast de bus" not in sent.text
    whole = answers(world, breach_id)
    assert whole["answers"] == {"what_happened": "Hij lag naast de bus."}
    assert whole["said_not_known"] == ["encrypted"]
    assert whole["answered_by"] == {"what_happened": "discoverer", "encrypted": "discoverer"}
    assert "encrypted" in whole["not_yet_known"] and "what_happened" not in whole["not_yet_known"]
    page = board.get(f"/breach/cases/{breach_id}").text
    assert "the discoverer" in page and "Hij lag naast de bus." in page
    board.send(f"/breach/cases/{breach_id}/answers", page=f"/breach/cases/{breach_id}", answer_encrypted="Nee.")
    assert answers(world, breach_id)["answered_by"]["encrypted"] == "staff"
    assert answers(world, breach_id)["said_not_known"] == []


def test_the_code_is_kept_as_its_hash_and_stands_in_no_address_event_or_timeline(world: World) -> None:
    _, code = outside(world)
    (row,) = world.rows(BreachQuestionCode)
    plain = code.replace("-", "")
    assert plain.encode() not in row.code_hash and code.encode() not in row.code_hash
    assert plain not in str(world.events()) and code not in str(world.events())


@pytest.mark.parametrize("wrong", ["", "2345", "2346-2346-2346-2346", "x" * 60, "О" * 16, "2346 2346 2346 234\u0000"])
def test_a_wrong_code_opens_nothing_and_does_not_say_why(world: World, wrong: str) -> None:
    outside(world)
    page = world.visitor("bqr").send(PAGE, code=wrong)
    assert page.status_code == 422 and "What happened?" not in page.text
    sent = world.visitor("bqr").send(PAGE, do="answer", code=wrong, answer_what_happened="Ik weet het.")
    assert sent.status_code == 422 and world.rows(BreachAnswer) == []


def test_guessing_is_slowed_down_and_a_right_code_waits_too(world: World) -> None:
    _, code = outside(world)
    world.app.extensions[LIMITER] = GuessesBySender(world.clock.monotonic)
    guesser = world.visitor("bqr")
    for _ in range(5):
        assert guesser.send(PAGE, code="2346-2346-2346-2346").status_code == 422
    late = guesser.send(PAGE, code=code)
    assert late.status_code == 429 and late.headers["Retry-After"]
    assert "What happened?" not in late.text
    sent = guesser.send(PAGE, do="answer", code=code, answer_what_happened="Toch.")
    assert sent.status_code == 429 and world.rows(BreachAnswer) == []
    world.clock.forward(60)
    assert guesser.send(PAGE, code=code).status_code == 200


def test_a_code_of_one_organisation_opens_nothing_at_another(world: World) -> None:
    _, code = outside(world)
    assert world.visitor("jtb-care").send(PAGE, code=code).status_code == 422


def test_a_code_ends_after_its_term(world: World) -> None:
    _, code = outside(world)
    world.clock.forward(13 * 24 * 3600)
    assert world.visitor("bqr").send(PAGE, code=code).status_code == 200
    world.clock.forward(2 * 24 * 3600)
    assert world.visitor("bqr").send(PAGE, code=code).status_code == 422


def test_a_code_takes_no_answer_once_it_is_decided_and_none_is_made_after(world: World, board: Visitor) -> None:
    breach_id, code = outside(world)
    path = f"/breach/cases/{breach_id}"
    assert (
        board.send(f"{path}/decide", page=path, notify_authority="yes", inform_persons="yes", **UNANSWERED).status_code
        == 303
    )
    shown = world.visitor("bqr").send(PAGE, code=code)
    assert "It was decided" in shown.text and "Which data" not in shown.text
    sent = world.visitor("bqr").send(PAGE, do="answer", code=code, answer_encrypted="Nee.")
    assert sent.status_code == 422 and world.rows(BreachAnswer) == []
    assert board.send(f"{path}/question-code", page=path).status_code == 409
    assert all(each.ended_at for each in world.rows(BreachAsking))


def test_staff_make_a_code_that_ends_the_one_before_and_who_only_reads_makes_none(world: World, board: Visitor) -> None:
    breach_id, first = outside(world)
    path = f"/breach/cases/{breach_id}"
    assert world.staff("bqr", "fg").send(f"{path}/question-code", page=path).status_code == 403
    made = board.send(f"{path}/question-code", page=path)
    found = CODE.search(made.text)
    assert made.status_code == 200 and found is not None and found[0] != first
    assert world.visitor("bqr").send(PAGE, code=first).status_code == 422
    assert world.visitor("bqr").send(PAGE, code=found[0]).status_code == 200
    assert "question-code-made" in world.verbs(breach_id)
    assert board.send(f"{path}/question-code?revision=1", page=path).status_code == 412


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"answer_what_happened": "  "},
        {"answer_what_happened": "Een brief.", "unknown_what_happened": "true"},
        {"colour": "blauw"},
        {"answer_what_happened": "Een brief.", "seen_what_happened": "nieuw"},
        {"answer_what_happened": "a\x00b"},
        {"answer_what_happened": "x" * 10_001},
    ],
)
def test_what_is_wrong_with_answers_is_said_and_nothing_is_kept(world: World, typed: dict[str, str]) -> None:
    _, code = outside(world)
    sent = world.visitor("bqr").send(PAGE, do="answer", code=code, **typed)
    assert sent.status_code == 422
    assert world.rows(BreachAnswer) == []


def test_B24_7_the_discoverer_on_the_staff_may_say_not_known_yet_and_it_is_his_answer(world: World) -> None:
    nurse = world.staff("bqr", "coordinator")
    nurse.send("/breach/report", summary="Mijn tas is weg.", discovered_at="2026-03-02T09:00")
    (case,) = world.rows(BreachCase)
    path = f"/breach/reports/{case.id}"
    assert nurse.send(path, page=path, unknown_how_many="true", answer_which_data="Adressen.").status_code == 303
    whole = answers(world, case.id)
    assert whole["said_not_known"] == ["how_many"]
    assert set(whole["answered_by"].values()) == {"discoverer"}
    assert 'name="unknown_how_many" value="true" checked' in nurse.get(path).text
    assert nurse.send(path, page=path, answer_how_many="Tien.").status_code == 303
    assert answers(world, case.id)["said_not_known"] == []


def test_B24_7_after_four_hours_and_then_daily_calling_is_a_task_until_somebody_asked(
    world: World, board: Visitor
) -> None:
    breach_id, _ = outside(world)
    path = f"/breach/cases/{breach_id}"
    world.clock.forward(4 * 3600 - 60)
    until_quiet(world)
    assert "questions-wait" not in world.verbs(breach_id)
    world.clock.forward(120)
    until_quiet(world)
    until_quiet(world)
    assert world.verbs(breach_id).count("questions-wait") == 1
    assert "Call who reported it" in board.get(path).text
    (item,) = board.get("/breach/api/v1/desk").json["items"]
    assert item["state"]["en"] == "reported; call the discoverer" and item["state"]["code"] == "reported"
    assert board.send(f"{path}/asked", page=path).status_code == 303
    page = board.get(path).text
    assert "Call who reported it" not in page and "Last asked" in page
    world.clock.forward(23 * 3600)
    until_quiet(world)
    assert world.verbs(breach_id).count("questions-wait") == 1
    for days in (2, 3):
        world.clock.forward(24 * 3600)
        until_quiet(world)
        assert world.verbs(breach_id).count("questions-wait") == days
    assert "Call who reported it" in board.get(path).text


def test_complete_answers_and_a_decision_end_the_asking(world: World, board: Visitor) -> None:
    complete, code = outside(world)
    decided, _ = outside(world)
    everything = {f"answer_{question.code}": "Dat weten wij." for question in QUESTIONS}
    assert world.visitor("bqr").send(PAGE, do="answer", code=code, **everything).status_code == 200
    path = f"/breach/cases/{decided}"
    board.send(f"{path}/decide", page=path, notify_authority="yes", inform_persons="yes", **UNANSWERED)
    world.clock.forward(30 * 3600)
    until_quiet(world)
    assert "questions-wait" not in [*world.verbs(complete), *world.verbs(decided)]
    assert all(each.ended_at for each in world.rows(BreachAsking))


def test_what_is_said_not_to_be_known_keeps_the_asking_going(world: World) -> None:
    breach_id, code = outside(world)
    everything = {f"unknown_{question.code}": "true" for question in QUESTIONS}
    assert world.visitor("bqr").send(PAGE, do="answer", code=code, **everything).status_code == 200
    world.clock.forward(5 * 3600)
    until_quiet(world)
    assert "questions-wait" in world.verbs(breach_id)


def test_the_fg_reads_the_questions_and_may_not_note_that_he_asked(world: World) -> None:
    breach_id, _ = outside(world)
    path = f"/breach/cases/{breach_id}"
    fg = world.staff("bqr", "fg")
    assert "I asked the discoverer" not in fg.get(path).text
    assert fg.send(f"{path}/asked", page=path).status_code == 403


def test_an_erased_case_takes_no_answers_by_its_code_and_says_so(world: World) -> None:
    breach_id, code = outside(world)
    world.erase(breach_id)
    sent = world.visitor("bqr").send(PAGE, do="answer", code=code, answer_what_happened="Nog iets.")
    assert sent.status_code == 422 and "Nothing can be written to it any more." in sent.text
