"""Breach over HTTP and in pages: the protocol of each organisation, who may decide, and what bad input gets."""

import re
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest

from waarborg_breach import actions
from waarborg_breach.api import breaches
from waarborg_breach.app import SERVICE
from waarborg_breach.domain import Times
from waarborg_breach.models import BreachCase
from waarborg_plugin_bqr.breach import QUESTIONS
from waarborg_shared.deadlines import Watched
from waarborg_shared.events.breach import (
    BreachClockLapsed,
    BreachClockNeared,
    BreachClosed,
    BreachDecided,
    BreachReported,
)
from waarborg_shared.hooks.values import Duty
from waarborg_shared.migrations import drift
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import World
from waarborg_shared.web.i18n import missing_translations
from waarborg_shared.worker import housekeeping_of, watch_of
from waarborg_tests.breach_decisions import UNANSWERED
from waarborg_tests.breaches import handle

BREACHES = "/breach/api/v1/breaches/"
REPORT, READ = "breach:report", "breach:read"
EARLIER = START - timedelta(hours=5)
NO_RISK = {"exception": "no-high-risk", **UNANSWERED}


def report(**other: Any) -> dict[str, Any]:
    good = {
        "discovered_at": EARLIER.isoformat(),
        "aware_at": (START - timedelta(hours=2)).isoformat(),
        "summary": "Een tas met dossiers is uit de auto gestolen.",
    }
    return {**good, **other}


def opened(world: World, organisation: str = "bqr", **other: Any) -> str:
    answer = world.partner(organisation, REPORT, READ).post(BREACHES, report(**other))
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def clocks(world: World, breach_id: str, organisation: str = "bqr") -> dict[str, dict[str, Any]]:
    whole = world.partner(organisation, REPORT, READ).get(f"{BREACHES}{breach_id}").json
    return {clock["name"]: clock for clock in whole["clocks"]}


def test_B24_8_9_10_at_bqr_24_60_and_72_hours_run_from_discovery(either_world: World) -> None:
    running = clocks(either_world, opened(either_world))
    due = {name: clock["due_at"] for name, clock in running.items()}
    hours = {"availability": 24, "decision": 60, "authority": 72, "persons": 72}
    assert due == {name: (EARLIER + timedelta(hours=term)).isoformat() for name, term in hours.items()}


def test_at_jtb_care_the_laws_72_hours_run_from_becoming_aware(world: World) -> None:
    running = clocks(world, opened(world, "jtb-care"), "jtb-care")
    assert list(running) == ["authority"]
    aware = START - timedelta(hours=2)
    assert running["authority"]["due_at"] == (aware + timedelta(hours=72)).isoformat()


def test_B24_10_3_only_the_responsible_person_decides(world: World) -> None:
    breach_id = opened(world)
    path = f"/breach/cases/{breach_id}"
    said = {"notify_authority": "yes", "inform_persons": "yes", "reason": "", **UNANSWERED}
    assert world.staff("bqr", "coordinator").get(path).status_code == 403
    for role in ("fg", "quality"):
        answer = world.staff("bqr", role).send(f"{path}/decide", page=path, **said)
        assert answer.status_code in (403, 422), role
    assert world.told(BreachDecided) == []
    assert world.staff("bqr", "board").send(f"{path}/decide", page=path, **said).status_code == 303
    (told,) = world.told(BreachDecided)
    assert (told.notify_authority, told.inform_persons) == (True, True)


def test_B24_10_a_deputy_may_when_most_of_the_72_hours_is_gone(world: World) -> None:
    breach_id = opened(world)
    path = f"/breach/cases/{breach_id}"
    said = {"notify_authority": "yes", "inform_persons": "yes", "reason": "", **UNANSWERED}
    world.clock.forward(58 * 3600)
    assert world.staff("bqr", "quality").send(f"{path}/decide", page=path, **said).status_code == 303


def test_B24_10_who_decides_to_notify_after_all_has_the_original_72_hours_and_deputies_may_act(world: World) -> None:
    breach_id = opened(world)
    path = f"/breach/cases/{breach_id}"
    board = world.staff("bqr", "board")
    due = clocks(world, breach_id)["authority"]["due_at"]
    said = {
        "notify_authority": "no",
        "inform_persons": "no",
        "reason": "De schijf was versleuteld.",
        "exception": "no-high-risk",
        **UNANSWERED,
    }
    assert board.send(f"{path}/decide", page=path, **said).status_code == 303
    assert clocks(world, breach_id)["authority"]["stopped_at"]
    world.clock.forward(60 * 3600)
    after_all = {"notify_authority": "yes", "inform_persons": "yes", "reason": "De sleutel zat erbij.", **UNANSWERED}
    assert board.send(f"{path}/decide", page=path, **after_all).status_code == 303
    running = clocks(world, breach_id)
    assert {name: running[name]["stopped_at"] for name in ("authority", "persons")} == {
        "authority": None,
        "persons": None,
    }
    assert running["authority"]["due_at"] == due
    assert world.verbs(breach_id).count("clock-reopened") == 2
    noted = world.staff("bqr", "quality").send(f"{path}/notified", page=path, at="2026-03-04T20:00")
    assert noted.status_code == 303


def test_every_decisions_reason_stays_on_the_case_page(world: World) -> None:
    path = f"/breach/cases/{opened(world)}"
    board = world.staff("bqr", "board")
    for reason in ("De schijf was versleuteld.", "De sleutel is zoek."):
        board.send(
            f"{path}/decide",
            page=path,
            notify_authority="no",
            inform_persons="no",
            exception="averted",
            reason=reason,
            **UNANSWERED,
        )
    page = board.get(path).text
    assert "De schijf was versleuteld." in page
    assert "De sleutel is zoek." in page


def test_B24_9_not_notifying_takes_a_reason_and_keeps_what_was_typed(world: World) -> None:
    path = f"/breach/cases/{opened(world)}"
    board = world.staff("bqr", "board")
    said = {"notify_authority": "no", "inform_persons": "no", **NO_RISK}
    wrong = board.send(f"{path}/decide", page=path, **said)
    assert wrong.status_code == 422
    assert 'href="#field-reason"' in wrong.text
    assert 'value="no" checked' in wrong.text
    right = board.send(f"{path}/decide", page=path, **said, reason="De schijf was versleuteld.")
    assert right.status_code == 303


def test_a_refused_form_is_corrected_and_sent_again_and_the_look_stays_on_record(world: World) -> None:
    breach_id = opened(world)
    path = f"/breach/cases/{breach_id}"
    board = world.staff("bqr", "board")
    token = board.token_on(path)
    said = {"notify_authority": "no", "inform_persons": "no", **NO_RISK}
    assert board.send(f"{path}/decide", token=token, **said).status_code == 422
    assert world.verbs(breach_id) == ["reported-breach", "looked", "looked"]
    assert board.send(f"{path}/decide", token=token, **said, reason="Versleuteld.").status_code == 303


def test_a_form_of_before_somebody_elses_act_comes_back_with_every_answer_and_can_be_sent_again(world: World) -> None:
    path = f"/breach/cases/{opened(world)}"
    quality, board = world.staff("bqr", "quality"), world.staff("bqr", "board")
    form = re.search(r'action="([^"]+/answers\?[^"]+)"', quality.get(path).text)
    assert form is not None
    typed = {
        f"answer_{question.code}": f"Antwoord {number} van kwaliteit." for number, question in enumerate(QUESTIONS)
    }
    board.send(f"{path}/facts", page=path, about_how_many="12")
    late = quality.send(form[1], page=path, **typed)
    assert late.status_code == 412
    assert "somebody else did something with this case" in late.text
    assert all(text in late.text for text in typed.values())
    assert "<details open>" in late.text
    again = re.search(r'action="([^"]+/answers\?[^"]+)"', late.text)
    assert again is not None and again[1] != form[1]
    token = re.search(r'name="_form" value="([^"]+)"', late.text)
    assert token is not None
    assert quality.send(again[1], token=token[1], **typed).status_code == 303
    assert all(text in board.get(path).text for text in typed.values())


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_step_that_is_not_there_is_answered_with_a_page(world: World, lang: str) -> None:
    path = f"/breach/cases/{opened(world)}"
    answer = world.staff("bqr", "board", lang=lang).send(f"{path}/dance", page=path)
    assert answer.status_code == 404 and answer.content_type.startswith("text/html")
    assert "<h1" in answer.text


def test_a_decision_that_stands_is_shown_in_its_form_which_says_that_it_changes_it(world: World) -> None:
    path = f"/breach/cases/{opened(world)}"
    board = world.staff("bqr", "board")
    said = {
        "notify_authority": "no",
        "inform_persons": "no",
        "reason": "De schijf was versleuteld.",
        "exception": "no-high-risk",
        **UNANSWERED,
    }
    board.send(f"{path}/decide", page=path, **said)
    board.send(f"{path}/facts", page=path, about_how_many="12", other_eu="no")
    handle(board, path)
    page = board.get(path).text
    assert "Change the decision" in page and "What you decide here takes its place." in page
    assert page.count('value="no" checked') == 4 and 'value="12"' in page
    assert "12 questions are not answered yet" in page and "Every" not in page
    assert "Closing stops the terms that still run, and the questions can be answered no more." in page


def test_looks_between_two_acts_stand_once_and_all_of_them_stay_on_record(world: World) -> None:
    breach_id = opened(world)
    path, board, fg = f"/breach/cases/{breach_id}", world.staff("bqr", "board"), world.staff("bqr", "fg")
    for who in (board, fg, board, fg, board):
        page = who.get(path).text
    assert page.partition("What happened in this case")[2].count("Looked at") == 2
    assert world.verbs(breach_id).count("looked") == 5


@pytest.mark.parametrize("reads", [True, False])
def test_a_breach_of_a_vulnerability_report_leads_to_it_for_who_may_read_those(world: World, reads: bool) -> None:
    with world.work() as work:
        times, rules = Times(discovered_at=EARLIER, aware_at=EARLIER), world.runtime.rules("bqr")
        breach_id = actions.report_exposure(work, "0190-report", times=times, rules=rules).id
    more = [Duty.DISCLOSURE_READ] if reads else []
    page = world.signed_in("bqr", Duty.BREACH_READ, *more).get(f"/breach/cases/{breach_id}").text
    assert ('href="/disclosure/reports/0190-report"' in page) is reads
    assert "a reported vulnerability" in page


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"discovered_at": "2027-03-02T06:00"}, "This moment is still to come."),
        ({"aware_at": "2026-03-01T06:00"}, "This lies before the discovery: that cannot be."),
        ({"occurred_at": "2026-03-02T07:00"}, "This lies after the discovery: that cannot be."),
    ],
)
def test_a_time_that_cannot_be_says_why(world: World, typed: dict[str, str], why: str) -> None:
    said = {"summary": "Een tas is zoek.", "discovered_at": "2026-03-02T06:00", **typed}
    answer = world.staff("bqr", "carer").send("/breach/report", **said)
    assert answer.status_code == 422 and why in answer.text
    assert world.rows(BreachCase) == []


def test_a_breach_goes_through_the_protocol_and_stays_in_the_register(world: World) -> None:
    breach_id = opened(world)
    path = f"/breach/cases/{breach_id}"
    board = world.staff("bqr", "board")
    early = board.send(
        f"{path}/decide",
        page=path,
        notify_authority="yes",
        inform_persons="no",
        exception="no-high-risk",
        reason="Geen risico.",
        **UNANSWERED,
    )
    assert early.status_code == 303
    world.clock.forward(3600)
    assert board.send(f"{path}/notified", page=path, at="2026-03-02T10:30").status_code == 303
    handle(board, path)
    assert board.send(f"{path}/close", page=path).status_code == 303
    assert len(world.told(BreachClosed)) == 1
    assert all(clock["stopped_at"] for clock in clocks(world, breach_id).values())
    assert "BQR-L-2026-0001" in world.staff("bqr", "fg").get("/breach/").text


def test_the_case_page_names_what_is_still_to_be_done(world: World) -> None:
    path = f"/breach/cases/{opened(world)}"
    board = world.staff("bqr", "board")
    assert "Decide on notifying" in board.get(path).text
    assert "data breach protocol" in board.get(path).text
    assert "protocol datalekken" in world.staff("bqr", "board", lang="nl").get(path).text
    early_close = board.send(f"{path}/close", page=path)
    assert early_close.status_code == 422


def test_next_leads_to_the_form_and_the_questions_are_folded_while_there_is_to_decide(world: World) -> None:
    path = f"/breach/cases/{opened(world)}"
    board = world.staff("bqr", "board")
    first = board.get(path).text
    assert 'href="#decide"' in first and 'id="decide"' in first
    assert "<details>" in first
    refused = board.send(f"{path}/answers", page=path, answer_encrypted="x" * 20_001).text
    assert "<details open>" in refused
    board.send(f"{path}/decide", page=path, notify_authority="yes", inform_persons="yes", **UNANSWERED)
    second = board.get(path).text
    for form, field in (("notified", "at"), ("informed", "informed_at")):
        assert f'href="#{form}"' in second and f'id="{form}"' in second
        board.send(f"{path}/{form}", page=path, **{field: "2026-03-02T10:00"})
    handle(board, path, told=True)
    for role in ("board", "quality"):
        last = world.staff("bqr", role).get(path).text
        assert 'href="#close"' in last and 'id="close"' in last


def test_the_timeline_names_roles_and_never_a_bare_reference(world: World) -> None:
    carer = world.staff("bqr", "carer")
    carer.send("/breach/report", summary="Mijn telefoon is weg.", discovered_at="2026-03-02T06:00")
    (case,) = world.rows(BreachCase)
    path = f"/breach/cases/{case.id}"
    world.staff("bqr", "board").send(
        f"{path}/decide", page=path, notify_authority="yes", inform_persons="yes", **UNANSWERED
    )
    page = world.staff("bqr", "fg").get(path).text.partition("What happened in this case")[2]
    assert "· Board" in page and "· Member of staff" in page
    assert "account-" not in page


def test_J13_anybody_outside_reports_a_leak_without_an_account(world: World) -> None:
    visitor = world.visitor("jtb-care", lang="nl")
    answer = visitor.send("/breach/report", summary="Ik kreeg de brief van iemand anders.", reporter="06 0000 0000")
    assert answer.status_code == 201
    assert "Set-Cookie" not in answer.headers
    (case,) = world.rows(BreachCase, "jtb-care")
    assert case.number in answer.text
    assert (case.origin, case.discovered_at, case.aware_at) == ("outside", START, START)


def test_what_a_visitor_says_of_the_time_is_shown_and_sets_no_clock(world: World) -> None:
    summary = {"summary": "Ik vond een map.", "noticed_at": "2026-02-01T09:00"}
    assert world.visitor().send("/breach/report", **summary).status_code == 201
    (case,) = world.rows(BreachCase)
    assert (case.discovered_at, case.aware_at) == (START, START)
    assert {clock.started_at for clock in world.clocks(case).values()} == {START}
    assert "Sunday 1 February 2026, 09:00" in world.staff("bqr", "board").get(f"/breach/cases/{case.id}").text
    later = world.visitor().send("/breach/report", **summary | {"noticed_at": "2027-01-01T09:00"})
    assert later.status_code == 422
    assert 'href="#field-noticed_at"' in later.text


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_the_organisation_knows_what_its_staff_discover(world: World, organisation: str) -> None:
    staff = world.signed_in(organisation, Duty.BREACH_REPORT, Duty.BREACH_READ)
    said = {"summary": "Een usb-stick is zoek.", "discovered_at": "2026-03-02T06:00"}
    assert staff.send("/breach/report", **said).status_code == 303
    (case,) = world.rows(BreachCase, organisation)
    assert case.aware_at == case.discovered_at == datetime(2026, 3, 2, 5, tzinfo=UTC)
    assert world.clocks(case, organisation)["authority"].started_at == case.discovered_at


def test_B24_7_a_carer_who_reports_a_breach_gets_its_number_and_answers_the_questions(world: World) -> None:
    carer = world.staff("bqr", "carer")
    said = {"summary": "Mijn telefoon is weg.", "discovered_at": "2026-03-02T06:00"}
    sent = carer.send("/breach/report", **said)
    (case,) = world.rows(BreachCase)
    mine = f"/breach/reports/{case.id}"
    assert (sent.status_code, sent.headers["Location"].partition("?")[0]) == (303, mine)
    receipt = carer.get(mine)
    assert receipt.status_code == 200
    assert case.number in receipt.text and "12 questions are not answered yet" in receipt.text
    assert "Mijn telefoon is weg." in receipt.text
    assert carer.send(mine).status_code == 422
    assert carer.send(mine, answer_encrypted="Ja, met een pincode.").status_code == 303
    assert "Ja, met een pincode." in carer.get(mine).text
    assert "Ja, met een pincode." in world.staff("bqr", "board").get(f"/breach/cases/{case.id}").text
    assert mine in carer.get("/breach/report").text
    assert carer.get(f"/breach/cases/{case.id}").status_code == 403


def test_who_reported_a_breach_sees_nothing_of_anothers_answers_nor_another_of_his_report(world: World) -> None:
    carer, board = world.staff("bqr", "carer"), world.staff("bqr", "board")
    carer.send("/breach/report", summary="Mijn telefoon is weg.", discovered_at="2026-03-02T06:00")
    (case,) = world.rows(BreachCase)
    path, mine = f"/breach/cases/{case.id}", f"/breach/reports/{case.id}"
    board.send(f"{path}/answers", page=path, answer_encrypted="De pincode lekte ook.")
    assert "De pincode lekte ook." not in carer.get(mine).text
    assert [world.staff("bqr", role).get(mine).status_code for role in ("hbo5", "board")] == [404, 404]
    assert world.person("account-carer").get(mine).status_code == 403
    assert world.visitor().get(mine).status_code in (303, 401)
    token = carer.token(mine)
    said = {
        "notify_authority": "no",
        "inform_persons": "no",
        "reason": "Versleuteld.",
        "exception": "no-high-risk",
        **UNANSWERED,
    }
    assert board.send(f"{path}/decide", page=path, **said).status_code == 303
    handle(board, path)
    assert board.send(f"{path}/close", page=path).status_code == 303
    assert carer.send(mine, token=token, answer_encrypted="Nee.").status_code == 422
    assert "This case is closed" in carer.get(mine).text


def test_the_same_form_sent_twice_opens_one_case(world: World) -> None:
    visitor = world.visitor()
    token = visitor.token("/breach/report")
    first = visitor.send("/breach/report", token=token, summary="Een lek.")
    again = visitor.send("/breach/report", token=token, summary="Een lek.")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.text == again.text
    assert len(world.rows(BreachCase)) == 1


def test_an_exposure_opens_one_case_however_often_it_is_told(world: World) -> None:
    rules = world.runtime.rules("bqr")
    times = Times(discovered_at=EARLIER, aware_at=EARLIER)
    for _ in range(2):
        with world.work() as work:
            actions.report_exposure(work, "0190-report", times=times, rules=rules)
    (told,) = world.told(BreachReported)
    assert (told.origin, told.origin_ref, told.discovered_at) == ("disclosure", "0190-report", EARLIER)


def test_a_clock_reminds_at_four_fifths_and_escalates_at_the_end(world: World) -> None:
    breach_id = opened(world)
    watch = watch_of(world.runtime)
    world.clock.forward(44 * 3600)
    watch.run_due()
    assert world.verbs(breach_id)[-1] == "clock-neared"
    page = world.staff("bqr", "board").get(f"/breach/cases/{breach_id}?lang=en").text
    said = page.partition("Time is running out</span>")[2].partition("</li>")[0]
    assert "Decide on notifying" in said, "which clock"
    world.clock.forward(24 * 3600 + 8 * 3600)
    watch.run_due()
    watch.run_due()
    assert world.verbs(breach_id).count("clock-lapsed") >= 3


def test_B24_8_staying_available_is_a_period_that_ends_and_never_a_deadline(either_world: World) -> None:
    world, watch = either_world, watch_of(either_world.runtime)
    stays, due_first = opened(world), opened(world, discovered_at=(EARLIER - timedelta(hours=1)).isoformat())
    path, board = f"/breach/cases/{stays}", world.staff("bqr", "board")
    assert "Stay available for consultation" in board.get(path).text
    with world.work() as work:
        work.clocks.stop(work.case(BreachCase, due_first), "availability", reason="done")
    desk = board.get("/breach/api/v1/desk").json["items"]
    assert [item["ref"] for item in desk] == [due_first, stays]
    assert all(clock["name"] != "availability" for item in desk for clock in item["clocks"])
    world.clock.forward(30 * 3600)
    assert "too late" not in board.get(path).text
    while watch.run_due() != Watched():
        pass
    assert world.told(BreachClockNeared) == world.told(BreachClockLapsed) == []
    assert "Stay available for consultation" not in board.get(path).text
    said = {"notify_authority": "yes", "inform_persons": "yes", **UNANSWERED}
    assert board.send(f"{path}/decide", page=path, **said).status_code == 303
    assert clocks(world, stays)["availability"]["stopped_at"] == (EARLIER + timedelta(hours=24)).isoformat()
    assert "clock-reopened" not in world.verbs(stays)


def test_kept_answers_are_cleared_away_in_time(world: World) -> None:
    world.visitor().send("/breach/report", summary="Een lek.")
    assert housekeeping_of(world.runtime).clear(Event()) == 0
    world.clock.forward(30 * 24 * 3600)
    assert housekeeping_of(world.runtime).clear(Event()) == 1


BAD: list[tuple[dict[str, Any], str]] = [
    ({"discovered_at": "2026-03-02T08:00:00"}, "discovered_at"),
    ({"discovered_at": "yesterday"}, "discovered_at"),
    ({"discovered_at": (START + timedelta(hours=1)).isoformat()}, "discovered_at"),
    ({"aware_at": (START - timedelta(hours=9)).isoformat()}, "aware_at"),
    ({"occurred_at": START.isoformat()}, "occurred_at"),
    ({"summary": ""}, "summary"),
    ({"summary": "a\x00b"}, "summary"),
    ({"answers": {"colour": "blue"}}, "answers"),
    ({"origin": "disclosure"}, "origin"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD)
def test_what_is_wrong_with_a_report_is_named_and_nothing_is_stored(
    world: World, wrong: dict[str, Any], field: str
) -> None:
    answer = world.partner("bqr", REPORT).post(BREACHES, report(**wrong))
    assert answer.status_code == 422, answer.text
    assert list(answer.json["errors"]) == [field]
    assert world.rows(BreachCase) == []
    assert world.events() == []


def test_a_decision_names_the_version_that_it_was_taken_on(world: World) -> None:
    path = f"{BREACHES}{opened(world)}/decision"
    board = world.staff("bqr", "board")
    whole = board.get(f"/breach/cases/{opened(world)}")
    assert whole.status_code == 200
    partner = world.partner("bqr", REPORT, READ)
    body = {"notify_authority": True, "inform_persons": True}
    assert partner.post(path, body).status_code == 403


def test_another_organisations_case_is_unknown_here(world: World) -> None:
    breach_id = opened(world, "jtb-care")
    partner = world.partner("bqr", REPORT, READ)
    theirs, nobodys = partner.get(BREACHES + breach_id), partner.get(BREACHES + "0190-nothing")
    assert theirs.status_code == nobodys.status_code == 404
    assert {**theirs.json, "trace": ""} == {**nobodys.json, "trace": ""}
    assert world.staff("bqr", "board").get(f"/breach/cases/{breach_id}").status_code == 404


def test_the_register_goes_by_pages(world: World) -> None:
    numbers = [opened(world) for _ in range(3)]
    partner = world.partner("bqr", REPORT, READ)
    first = partner.get(f"{BREACHES}?limit=2").json
    assert [item["id"] for item in first["items"]] == [numbers[2], numbers[1]]
    rest = partner.get(f"{BREACHES}?limit=2&cursor={first['next']}").json
    assert [item["id"] for item in rest["items"]] == [numbers[0]]
    assert rest["next"] is None
    assert partner.get(f"{BREACHES}?limit=0").status_code == 422


def test_the_desk_shows_open_breaches_to_who_may_read_them(world: World) -> None:
    opened(world)
    (item,) = world.staff("bqr", "board").get("/breach/api/v1/desk").json["items"]
    assert item["number"] == "BQR-L-2026-0001"
    assert item["clocks"][0]["name"] == "decision"
    assert world.person("0190-person-1").get("/breach/api/v1/desk").status_code == 403


def test_the_desk_is_given_the_most_urgent_that_run_and_how_many_are_open_in_all(
    either_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world, board = either_world, either_world.staff("bqr", "board")
    monkeypatch.setattr(breaches, "MOST_ITEMS", 2)
    quiet, first, last = (opened(world) for _ in range(3))
    board.send(f"/breach/cases/{quiet}/close", page=f"/breach/cases/{quiet}")
    handle(board, f"/breach/cases/{last}")
    for step, typed in (
        (
            "decide",
            {
                "notify_authority": "no",
                "inform_persons": "no",
                "reason": "Er is geen risico.",
                "exception": "no-high-risk",
                **UNANSWERED,
            },
        ),
        ("close", {}),
    ):
        assert board.send(f"/breach/cases/{last}/{step}", page=f"/breach/cases/{last}", **typed).status_code == 303
    with world.work() as work:
        case = work.case(BreachCase, quiet)
        work.clocks.stop_all(case, reason="done")
    newest = opened(world, discovered_at=(EARLIER + timedelta(hours=1)).isoformat())
    part = board.get("/breach/api/v1/desk").json
    assert [item["ref"] for item in part["items"]] == [first, newest]
    assert part["total"] == 3


def test_the_models_are_what_the_migrations_make(service_database: Any) -> None:
    assert drift(service_database(SERVICE).owner, SERVICE) == []


def test_every_text_is_said_in_dutch() -> None:
    assert missing_translations("waarborg_breach") == []
