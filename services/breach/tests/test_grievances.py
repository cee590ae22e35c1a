"""Grievances: from whom they come, who reviews them, and that they stop nothing (B24 art. 10)."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from waarborg_breach.app import SERVICE
from waarborg_breach.models import BreachCase, BreachGrievance
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import Visitor, World, build_world
from waarborg_tests.breach_colleagues import Colleagues
from waarborg_tests.breach_decisions import NOT_TOLD, UNANSWERED
from waarborg_tests.breaches import handle

NO = {"notify_authority": "no", "inform_persons": "no", **NOT_TOLD, **UNANSWERED}
TOLD_NOBODY = {"grievance_about": "persons", "grievance_what": "Er is wel een hoog risico."}
RIGHT = {"grievance_outcome": "upheld", "grievance_why": "Er stonden diagnoses in."}
CODE = re.compile(r"\b(?:[2346789A-HJKMNP-RTV-Z]{4}-){3}[2346789A-HJKMNP-RTV-Z]{4}\b")
BY_CODE = "/breach/questions"


@pytest.fixture
def colleagues() -> Colleagues:
    """Who works here."""
    return Colleagues()


@pytest.fixture
def world(colleagues: Colleagues, sqlite_database: Any, make_settings: Callable[..., Any]) -> Iterator[World[Visitor]]:
    """The service with an identity that knows three colleagues."""
    client: Any = colleagues
    yield from build_world(SERVICE, sqlite_database(SERVICE), make_settings, client=client)


@pytest.fixture
def board(world: World) -> Visitor:
    """Who decides at BQR."""
    return world.staff("bqr", "board")


@pytest.fixture
def carer(world: World) -> Visitor:
    """Who discovered it: a member of staff who sees no case."""
    return world.staff("bqr", "carer")


@pytest.fixture
def path(world: World, carer: Visitor) -> str:
    """The page of a breach that the carer reported."""
    carer.send("/breach/report", summary="Mijn telefoon is weg.", discovered_at="2026-03-02T06:00")
    (case,) = world.rows(BreachCase)
    return f"/breach/cases/{case.id}"


def rik(world: World) -> Visitor:
    """A colleague who handles breaches and had no part in the decision."""
    return world.signed_in("bqr", Duty.BREACH_READ, Duty.BREACH_DECIDE, roles=["quality"], ref="account-rik")


def step(who: Visitor, path: str, name: str, **typed: Any) -> Any:
    return who.send(f"{path}/{name}", page=path, **typed)


def closed(board: Visitor, path: str) -> None:
    assert step(board, path, "decide", **NO).status_code == 303
    handle(board, path)
    assert step(board, path, "close").status_code == 303


def test_B24_10_a_grievance_stops_no_clock_and_a_colleague_who_did_not_decide_reviews_it_himself(
    world: World, board: Visitor, path: str
) -> None:
    step(board, path, "decide", notify_authority="yes", inform_persons="no", **NOT_TOLD, **UNANSWERED)
    before = {name: clock.due_at for name, clock in world.clocks(world.rows(BreachCase)[0]).items()}
    quality = world.staff("bqr", "quality")
    assert step(quality, path, "grievance", **TOLD_NOBODY).status_code == 303
    again = step(quality, path, "grievance", **TOLD_NOBODY)
    assert again.status_code == 422 and "waits for a review already" in again.text
    running = world.clocks(world.rows(BreachCase)[0])
    assert {name: clock.due_at for name, clock in running.items()} == before
    assert running["authority"].stopped_at is None
    page = board.get(path).text
    assert "somebody else, without a part in the decision" in page
    chosen = page.partition('name="grievance_who"')[2].partition("</select>")[0]
    assert "Rik Raad" in chosen and "Bea Bestuur" not in chosen and "Kees Kwaliteit" not in chosen
    (row,) = world.rows(BreachGrievance)
    for who in (board, quality):
        refused = step(who, path, "grievance-answer", grievance=row.id, **RIGHT)
        assert refused.status_code == 422 and "First choose another colleague." in refused.text
    for wrong in ("account-board", "account-quality", "account-nobody", "Rik Raad", ""):
        refused = step(board, path, "grievance-reviewer", reviewed=row.id, grievance_who=wrong)
        assert refused.status_code == 422 and 'href="#field-grievance_who"' in refused.text, wrong
    assert step(board, path, "grievance-reviewer", reviewed=row.id, grievance_who="account-rik").status_code == 303
    page = board.get(path).text
    assert "Reviewed by: Rik Raad" in page and 'name="grievance_outcome"' not in page
    other = world.signed_in("bqr", Duty.BREACH_READ, Duty.BREACH_DECIDE, roles=["quality"], ref="account-other")
    assert "Only the colleague who was chosen" in step(other, path, "grievance-answer", grievance=row.id, **RIGHT).text
    assert step(board, path, "grievance-answer", grievance=row.id, **RIGHT).status_code == 422
    assert step(rik(world), path, "grievance-answer", grievance=row.id, **RIGHT).status_code == 303
    assert "Decide again after a grievance" in board.get(path).text
    world.clock.forward(60)
    step(board, path, "decide", notify_authority="yes", inform_persons="yes", **UNANSWERED)
    duties = board.get(path).text.partition("What happened in this case")[0]
    assert "Decide again after a grievance" not in duties


def test_nobody_is_chosen_while_identity_is_away_and_the_rest_of_the_page_stands(
    world: World, board: Visitor, path: str, colleagues: Colleagues
) -> None:
    step(board, path, "grievance", grievance_about="handling", grievance_what="Het duurt te lang.")
    (row,) = world.rows(BreachGrievance)
    colleagues.away = True
    page = board.get(path)
    assert page.status_code == 200 and "Who works here cannot be asked at the moment" in page.text
    refused = step(board, path, "grievance-reviewer", reviewed=row.id, grievance_who="account-rik")
    assert refused.status_code == 422 and world.rows(BreachGrievance)[0].reviewer is None


def test_B24_10_who_discovered_it_disagrees_on_his_own_report_and_reads_what_came_of_it(
    world: World, board: Visitor, carer: Visitor, path: str
) -> None:
    mine = path.replace("/cases/", "/reports/")
    early = carer.send(f"{mine}/grievance", page=mine, **TOLD_NOBODY)
    assert early.status_code == 422 and "Er is wel een hoog risico." in early.text
    assert 'href="#field-grievance_about"' in early.text and world.rows(BreachGrievance) == []
    step(board, path, "decide", **NO)
    assert carer.send(f"{mine}/grievance", page=mine, **TOLD_NOBODY).status_code == 303
    assert "waits for a review" in carer.get(mine).text
    assert "From who discovered it." in board.get(path).text
    (row,) = world.rows(BreachGrievance)
    assert (row.filed_by, row.against) == ("account-carer", "account-board")
    step(rik(world), path, "grievance-answer", grievance=row.id, grievance_outcome="in-part", grievance_why="Deels.")
    assert world.rows(BreachGrievance)[0].reviewer == "account-rik"
    page = carer.get(mine).text
    assert "The grievance is right in part" in page and "Deels." in page
    board.send(f"{path}/grievance", page=path, grievance_about="handling", grievance_what="Van het bestuur.")
    assert "Van het bestuur." not in carer.get(mine).text
    other = world.staff("bqr", "hbo5")
    assert other.send(f"{mine}/grievance", page="/breach/report", **TOLD_NOBODY).status_code == 404
    assert len(world.rows(BreachGrievance)) == 2


def test_B24_10_a_grievance_on_a_closed_case_is_to_be_reviewed_and_opens_nothing(
    world: World, board: Visitor, carer: Visitor, path: str
) -> None:
    closed(board, path)
    (before,) = world.rows(BreachCase)
    clocks = {name: clock.stopped_at for name, clock in world.clocks(before).items()}
    assert board.get("/breach/api/v1/desk").json["total"] == 0
    mine = path.replace("/cases/", "/reports/")
    assert mine in carer.get("/breach/report").text, "a closed report of one's own is found too"
    assert carer.send(f"{mine}/grievance", page=mine, **TOLD_NOBODY).status_code == 303
    (case,) = world.rows(BreachCase)
    kept = ("case_state", "closed_at", "decided_at", "decided_by", "authority_state", "persons_state")
    assert [getattr(case, name) for name in kept] == [getattr(before, name) for name in kept]
    assert {name: clock.stopped_at for name, clock in world.clocks(case).items()} == clocks
    assert '#grievances">Review a grievance' in board.get(path).text
    desk = board.get("/breach/api/v1/desk").json
    assert desk["total"] == 1 and desk["items"][0]["state"]["en"] == "closed; review a grievance"
    (row,) = world.rows(BreachGrievance)
    assert step(board, path, "grievance-reviewer", reviewed=row.id, grievance_who="account-rik").status_code == 303
    world.clock.forward(60)
    assert step(rik(world), path, "grievance-answer", grievance=row.id, **RIGHT).status_code == 303
    page = board.get(path).text
    assert '#reopen">Open the case again and decide again: a grievance was right' in page
    assert '<details id="reopen" open>' in page and "#decide" not in page
    (item,) = board.get("/breach/api/v1/desk").json["items"]
    assert item["state"]["en"] == "closed; decide again: a grievance was right"
    assert step(board, path, "reopen", reopen_reason="Het bezwaar klopt.").status_code == 303
    anew = {"notify_authority": "yes", "inform_persons": "yes", **UNANSWERED}
    assert step(board, path, "decide", **anew).status_code == 303
    assert world.rows(BreachCase)[0].decided_at > case.decided_at


def test_B24_10_who_has_a_code_disagrees_with_it_once_it_was_decided_and_when_it_was_closed(
    world: World, board: Visitor
) -> None:
    visitor = world.visitor("bqr")
    found = CODE.search(visitor.send("/breach/report", summary="Een brief lag op straat.").text)
    assert found is not None
    with_code = {"do": "grievance", "code": found[0]}
    (case,) = world.rows(BreachCase)
    path = f"/breach/cases/{case.id}"
    early = visitor.send(BY_CODE, **with_code, **TOLD_NOBODY)
    assert early.status_code == 422 and "Er is wel een hoog risico." in early.text
    assert "Nothing was decided yet." in early.text
    closed(board, path)
    assert "File a grievance" in visitor.send(BY_CODE, code=found[0]).text
    for wrong in ({}, {"grievance_about": "everything", "grievance_what": "Nee."}, {"grievance_about": "persons"}):
        assert visitor.send(BY_CODE, **with_code, **wrong).status_code == 422
    assert visitor.send(BY_CODE, do="grievance", code="2346-2346-2346-2346", **TOLD_NOBODY).status_code == 422
    assert world.rows(BreachGrievance) == []
    kept = visitor.send(BY_CODE, **with_code, **TOLD_NOBODY)
    assert kept.status_code == 200 and "It is kept" in kept.text and "waits for a review" in kept.text
    assert "Er is wel een hoog risico." not in kept.text, "a code may get into other hands"
    assert visitor.send(BY_CODE, **with_code, **TOLD_NOBODY).status_code == 422, "the same one waits"
    page = board.get(path).text
    assert "From who discovered it." in page and "Er is wel een hoog risico." in page
    assert world.visitor("jtb-care").send(BY_CODE, **with_code, **TOLD_NOBODY).status_code == 422
    world.clock.forward(15 * 24 * 3600)
    assert visitor.send(BY_CODE, code=found[0]).status_code == 422, "a code counts for its term"


def test_a_retracted_report_takes_no_grievance_and_one_that_waits_there_is_reviewed_all_the_same(
    world: World, board: Visitor
) -> None:
    visitor = world.visitor("bqr")
    found = CODE.search(visitor.send("/breach/report", summary="Een brief lag op straat.").text)
    assert found is not None
    slow = {"grievance_about": "handling", "grievance_what": "Het duurt te lang."}
    (case,) = world.rows(BreachCase)
    path = f"/breach/cases/{case.id}"
    assert step(world.staff("bqr", "fg"), path, "grievance", **slow).status_code == 303
    assert step(board, path, "retract", retract_why="Het was een folder.").status_code == 303
    sent = visitor.send(BY_CODE, do="grievance", code=found[0], **slow)
    assert sent.status_code == 422 and "does not count" in sent.text
    page = board.get(path).text
    todo = page.partition('id="next"')[2].partition("</section>")[0]
    assert "Review a grievance" in todo and "Stop the breach" not in todo
    assert 'name="grievance_about"' not in page
    assert board.send(f"{path}/grievance", page="/breach/report", **slow).status_code == 422
    (row,) = world.rows(BreachGrievance)
    assert board.get("/breach/api/v1/desk").json["items"][0]["state"]["en"] == "retracted; review a grievance"
    no = {"grievance": row.id, "grievance_outcome": "not-upheld", "grievance_why": "Het was niets."}
    assert step(rik(world), path, "grievance-answer", **no).status_code == 303
    assert 'id="next"' not in board.get(path).text and board.get("/breach/api/v1/desk").json["total"] == 0


def test_the_discoverer_of_a_merged_report_disagrees_in_the_case_where_it_goes_on(
    world: World, board: Visitor, carer: Visitor, path: str
) -> None:
    board.send("/breach/report", summary="Dezelfde telefoon.", discovered_at="2026-03-02T06:30")
    kept = next(row for row in world.rows(BreachCase) if row.reported_by == "account-board")
    assert step(board, path, "merge", into=kept.number).status_code == 303
    step(board, f"/breach/cases/{kept.id}", "decide", **NO)
    mine = path.replace("/cases/", "/reports/")
    assert carer.send(f"{mine}/grievance", page=mine, **TOLD_NOBODY).status_code == 303
    (row,) = world.rows(BreachGrievance)
    assert (row.breach_id, row.against) == (kept.id, "account-board")
    assert "waits for a review" in carer.get(mine).text


def test_in_an_organisation_of_one_person_somebody_from_outside_reviews_and_at_another_nobody_does(
    world: World, board: Visitor
) -> None:
    owner = world.staff("jtb-care", "care_lead")
    for who, organisation in ((owner, "jtb-care"), (board, "bqr")):
        who.send("/breach/report", summary="Een tas is weg.", discovered_at="2026-03-02T06:00")
        (case,) = world.rows(BreachCase, organisation)
        path = f"/breach/cases/{case.id}"
        who.send(f"{path}/grievance", page=path, grievance_about="handling", grievance_what="Het duurt te lang.")
        (row,) = world.rows(BreachGrievance, organisation)
        assert step(who, path, "grievance-answer", grievance=row.id, **RIGHT).status_code == 422
        named = step(who, path, "grievance-reviewer", reviewed=row.id, grievance_who="Vera Vertrouwenspersoon")
        answered = step(who, path, "grievance-answer", grievance=row.id, **RIGHT)
        assert (named.status_code, answered.status_code) == ((303, 303) if who is owner else (422, 422))
        assert ("Reviewed by: Vera Vertrouwenspersoon" in who.get(path).text) is (who is owner)
    assert b"Vera" not in (world.rows(BreachGrievance, "jtb-care")[0].reviewer_sealed or b"")
