"""Exercises, what comes next, and the page of the night."""

import re
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from waarborg_breach import texts
from waarborg_breach.domain.next_step import CLOCKS_OF, ORDER, in_order
from waarborg_breach.models import BreachCase
from waarborg_shared.testing.world import World
from waarborg_shared.worker import watch_of
from waarborg_tests.breach_decisions import UNANSWERED
from waarborg_tests.breaches import handle

CODE = re.compile(r"\b(?:[2346789A-HJKMNP-RTV-Z]{4}-){3}[2346789A-HJKMNP-RTV-Z]{4}\b")
STORY = {"exercise_what": "Een tablet met een zorgdossier is zoek."}
REAL = {"summary": "Een tas is zoek.", "discovered_at": "2026-03-02T06:00"}


def begun(world: World) -> str:
    board = world.staff("bqr", "board")
    assert board.send("/breach/exercises", **STORY).status_code == 303
    return f"/breach/cases/{next(row.id for row in world.rows(BreachCase) if row.drill)}"


def test_an_exercise_goes_through_the_protocol_and_nobody_hears_of_it(world: World) -> None:
    path, board = begun(world), world.staff("bqr", "board")
    (row,) = world.rows(BreachCase)
    clocks = world.clocks(row)
    assert {"decision", "authority", "persons"} <= set(clocks) and clocks["authority"].started_at == world.clock.now()
    world.clock.forward(73 * 3600)
    for _ in range(2):
        watch_of(world.runtime).run_due()
    assert "clock-lapsed" in world.verbs(row.id)
    assert (
        board.send(f"{path}/decide", page=path, notify_authority="yes", inform_persons="yes", **UNANSWERED).status_code
        == 303
    )
    late = {"at": "2026-03-05T10:00", "late_reason": "Wij oefenden door tot na de termijn."}
    for step, typed in (("notified", late), ("informed", {"informed_at": "2026-03-05T10:00"})):
        assert board.send(f"{path}/{step}", page=path, **typed).status_code == 303
    handle(board, path, told=True)
    assert board.send(f"{path}/close", page=path).status_code == 303
    assert world.events() == []


def test_an_exercise_counts_nowhere_and_leaves_no_gap_in_the_numbers(world: World) -> None:
    board, path = world.staff("bqr", "board"), begun(world)
    assert board.send("/breach/report", **REAL).status_code == 303
    numbers = sorted(row.number for row in world.rows(BreachCase))
    assert numbers == ["BQR-L-2026-0001", "BQR-LO-2026-0001"]
    assert "LO-2026" not in board.get("/breach/").text
    listed = world.partner("bqr", "breach:read").get("/breach/api/v1/breaches/").json["items"]
    assert [item["number"] for item in listed] == ["BQR-L-2026-0001"]
    desk = board.get("/breach/api/v1/desk").json
    assert desk["total"] == 1 and [item["number"] for item in desk["items"]] == ["BQR-L-2026-0001"]
    assert "BQR-LO-2026-0001" in board.get("/breach/exercises").text
    for page in (path, f"{path}/now"):
        assert 'data-mark="EXERCISE"' in board.get(page).text, page
    real = next(row.id for row in world.rows(BreachCase) if not row.drill)
    assert "EXERCISE" not in board.get(f"/breach/cases/{real}").text


@pytest.mark.parametrize(("role", "status"), [("fg", 403), ("carer", 403)])
def test_who_may_not_keep_cases_starts_no_exercise(world: World, role: str, status: int) -> None:
    token = world.staff("bqr", "board").token("/breach/exercises")
    refused = world.staff("bqr", role).send("/breach/exercises", token=token, **STORY)
    assert refused.status_code in (status, 422) and world.rows(BreachCase) == []


def test_a_story_is_needed(world: World) -> None:
    refused = world.staff("bqr", "board").send("/breach/exercises", exercise_what=" ")
    assert refused.status_code == 422 and 'href="#field-exercise_what"' in refused.text
    assert world.rows(BreachCase) == []


def test_what_a_code_opens_and_the_list_of_ones_own_reports_carry_the_mark_too(world: World) -> None:
    board, visitor, path = world.staff("bqr", "board"), world.visitor("bqr"), begun(world)
    found = CODE.search(visitor.send("/breach/report", summary="Een brief lag op straat.").text)
    assert found is not None
    board.send("/breach/report", **REAL)
    mine = board.get("/breach/report").text.partition('id="own"')[2]
    assert mine.count("EXERCISE") == 1 and "EXERCISE" in mine.partition("BQR-LO-2026-0001")[2].partition("</li>")[0]
    assert "EXERCISE" not in visitor.get("/breach/report").text
    refused = board.send(f"{path}/question-code", page=path)
    assert refused.status_code == 409 and 'data-mark="EXERCISE"' in refused.text
    assert "EXERCISE" not in visitor.send("/breach/questions", code=found[0]).text
    outside = next(row for row in world.rows(BreachCase) if row.origin == "outside")
    with world.work() as work:
        work.case(BreachCase, outside.id).drill = True
    assert 'data-mark="EXERCISE"' in visitor.send("/breach/questions", code=found[0]).text


def test_the_page_of_the_night_says_the_next_thing_and_whom_to_call(world: World) -> None:
    board = world.staff("bqr", "board")
    board.send("/breach/report", **REAL)
    path = f"/breach/cases/{world.rows(BreachCase)[0].id}"
    assert "Nobody is written down as available." in board.get(f"{path}/now").text
    typed = {"helper_kind": "helper", "helper_name": "Bram Beheer", "helper_reach": "06-00000001"}
    board.send(f"{path}/helper", page=path, **typed)
    page = board.get(f"{path}/now").text
    assert f'href="{path}#contain"' in page and "hours" in page
    assert 'href="tel:0600000001">06-00000001<' in page, "a touch calls"
    assert world.verbs(path.rpartition("/")[2]).count("looked") >= 2
    assert world.staff("bqr", "carer").get(f"{path}/now").status_code == 403
    assert world.staff("jtb-care", "care_lead").get(f"{path}/now").status_code == 404


def test_every_duty_has_words_and_a_place() -> None:
    assert set(texts.DUTIES) == set(texts.FORM_OF)
    assert set(texts.DUTIES) <= set(ORDER), "a duty without a place comes last by accident"


def test_stopping_it_comes_first_and_what_presses_goes_before() -> None:
    duties = ("plan-measures", "decide", "contain", "inform-persons")
    assert in_order(duties) == ("contain", "decide", "inform-persons", "plan-measures")
    for pressing in ("decision", "authority"):
        assert in_order(duties, pressing=[pressing]) == ("decide", "contain", "inform-persons", "plan-measures")


CLOCKS = sorted({*chain(*CLOCKS_OF.values())})


@given(st.lists(st.sampled_from([*ORDER, "own-duty"]), unique=True), st.sets(st.sampled_from(CLOCKS)))
def test_no_duty_is_lost_or_doubled_and_what_presses_is_first(duties: list[str], pressing: set[str]) -> None:
    ordered = in_order(duties, pressing=pressing)
    assert sorted(ordered) == sorted(duties)
    hurried = [not pressing.isdisjoint(CLOCKS_OF.get(duty, ())) for duty in ordered]
    assert hurried == sorted(hurried, reverse=True)


def test_no_code_is_made_for_an_exercise_and_programs_are_told_what_it_is(world: World) -> None:
    path, board = begun(world), world.staff("bqr", "board")
    assert board.send(f"{path}/question-code", page=path).status_code == 409
    api = f"/breach/api/v1/breaches/{path.rpartition('/')[2]}"
    assert world.partner("bqr", "breach:read").get(api).json["drill"] is True
