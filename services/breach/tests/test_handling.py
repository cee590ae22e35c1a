"""The handling of a breach on the page of its case: who may, what bad input gets, and what stays of it."""

import re
from typing import Any

import pytest

from waarborg_breach.models import BreachCase, BreachGrievance, BreachHandling, BreachHelper, BreachMeasure
from waarborg_shared.testing.world import Visitor, World
from waarborg_shared.worker import watch_of
from waarborg_tests.breach_decisions import NOT_TOLD, UNANSWERED
from waarborg_tests.breaches import HANDLED, handle

REACH = "06-00000001"
DECIDED = {"notify_authority": "no", "inform_persons": "no", **NOT_TOLD, **UNANSWERED}
MEASURE = {
    "measure_kind": "technical",
    "measure_what": "De laptops versleutelen.",
    "measure_owner": "Bram Beheer",
    "measure_due": "2026-04-01",
}
GRIEVANCE = {"grievance_about": "authority", "grievance_what": "Er stonden diagnoses in."}


def reported(world: World, organisation: str = "bqr", role: str = "board") -> tuple[Visitor, str]:
    who = world.staff(organisation, role)
    typed = {"summary": "Een tas is zoek.", "discovered_at": "2026-03-02T06:00"}
    assert who.send("/breach/report", **typed).status_code == 303
    (case,) = world.rows(BreachCase, organisation)
    return who, f"/breach/cases/{case.id}"


def sent(who: Visitor, path: str, step: str, **typed: Any) -> Any:
    return who.send(f"{path}/{step}", page=path, **typed)


def test_B24_4_5_6_11_the_case_closes_once_every_step_of_the_protocol_was_done(either_world: World) -> None:
    board, path = reported(either_world)
    assert sent(board, path, "decide", **DECIDED).status_code == 303
    for step, typed in HANDLED:
        refused = sent(board, path, "close")
        assert refused.status_code == 422, step
        assert sent(board, path, step, **typed).status_code == 303, step
    assert sent(board, path, "close").status_code == 303
    page = board.get(path).text
    assert "Iemand kan lezen welke zorg zij krijgen." in page and "Wijkteam Noord." in page


def test_at_jtb_care_the_law_asks_for_less_and_the_page_offers_no_investigation(world: World) -> None:
    owner, path = reported(world, "jtb-care", "care_lead")
    page = owner.get(path).text
    assert 'id="contain"' in page and 'id="investigate"' not in page and 'id="aftercare"' not in page


def in_sight(page: str, field: str) -> bool:
    """Whether every fold around a field is open; also where the page has no such field (any more)."""
    before, *after = re.split(rf'id="field-{field}(?:-[^"]*)?"', page, maxsplit=1)
    around: list[str] = []
    for tag in re.findall(r"</?details[^>]*>", before) if after else ():
        if tag == "</details>":
            around.pop()
        else:
            around.append(tag)
    return all("open" in tag for tag in around)


@pytest.mark.parametrize(
    ("step", "typed", "field"),
    [
        ("contain", {"containment": "gone"}, "containment"),
        ("contain", {"containment": "contained", "contained_at": "2030-01-01T09:00"}, "contained_at"),
        ("contain", {"containment": "contained", "contained_at": "2026-03-01T09:00"}, "contained_at"),
        ("investigate", {"lost_or_open": "", "processor": "no"}, "lost_or_open"),
        ("consequences", {"established_consequences": " "}, "established_consequences"),
        (
            "consequences",
            {"established_consequences": "Iets.", "consequences_at": "2030-01-01T09:00"},
            "consequences_at",
        ),
        ("measure", {**MEASURE, "measure_due": "soon"}, "measure_due"),
        ("measure", {**MEASURE, "measure_what": ""}, "measure_what"),
        ("measure-taken", {"measure": "0190-not-there"}, "measure"),
        ("measure-dropped", {"dropped_measure": "0190-not-there", "dropped_why": "Weg."}, "dropped_measure"),
        ("helper", {"helper_kind": "helper", "helper_name": "Bram"}, "helper_reach"),
        ("helper-released", {"helper": "0190-not-there"}, "helper"),
        ("no-measures", {"no_measures_why": ""}, "no_measures_why"),
        ("grievance", GRIEVANCE, "grievance_about"),
        (
            "grievance-answer",
            {"grievance": "0190-not-there", "grievance_outcome": "upheld", "grievance_why": "Ja."},
            "",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_kept(world, step, typed, field):
    board, path = reported(world)
    answer = sent(board, path, step, **typed)
    assert answer.status_code == 422
    assert f'href="#field-{field}' in answer.text or not field
    assert in_sight(answer.text, field), "nothing that is wrong is folded away"
    for table in (BreachHandling, BreachMeasure, BreachHelper, BreachGrievance):
        assert world.rows(table) == []


def test_who_only_reads_or_reports_changes_nothing_and_is_offered_nothing(world: World) -> None:
    board, path = reported(world)
    token = board.token(path)
    page = world.staff("bqr", "fg").get(path).text
    assert "/contain" not in page and "/measure" not in page
    for role in ("fg", "carer"):
        for step, typed in (*HANDLED, ("measure", MEASURE)):
            refused = world.staff("bqr", role).send(f"{path}/{step}", token=token, **typed)
            assert refused.status_code in (403, 422), (role, step)
    assert world.rows(BreachHandling) == [] and world.rows(BreachMeasure) == []


def test_B24_11_12_a_measure_has_an_owner_and_a_day_and_the_case_waits_until_it_was_taken(world: World) -> None:
    board, path = reported(world)
    sent(board, path, "decide", **DECIDED)
    handle(board, path)
    assert sent(board, path, "measure", **MEASURE).status_code == 303
    (row,) = world.rows(BreachMeasure)
    page = board.get(path).text
    assert "Take the measures that are planned" in page and "Bram Beheer" in page
    assert "Nothing is needed, because" not in page, "a measure takes its place"
    assert sent(board, path, "no-measures", no_measures_why="Toch niet.").status_code == 422
    assert sent(board, path, "close").status_code == 422
    token = board.token(path)
    early = sent(board, path, "measure-taken", measure=row.id, taken_at="2030-01-01T09:00")
    assert early.status_code == 422 and 'href="#field-taken_at"' in early.text
    assert sent(board, path, "measure-taken", measure=row.id).status_code == 303
    assert sent(board, path, "measure-taken", measure=row.id).status_code == 422, "it was taken already"
    assert sent(board, path, "close").status_code == 303
    assert board.send(f"{path}/measure", token=token, **MEASURE).status_code == 422


def test_a_measure_is_let_go_with_a_reason_that_stands_on_the_timeline(world: World) -> None:
    board, path = reported(world)
    sent(board, path, "measure", **MEASURE)
    (row,) = world.rows(BreachMeasure)
    dropped = sent(board, path, "measure-dropped", dropped_measure=row.id, dropped_why="De laptops gaan weg.")
    assert dropped.status_code == 303
    page = board.get(path).text
    assert "De laptops gaan weg." in page.partition("What happened in this case")[2]
    assert "Think of measures against a repetition" in page


def test_B24_8_who_stays_available_is_reached_until_he_is_let_go(world: World) -> None:
    board, path = reported(world)
    typed = {"helper_kind": "department-head", "helper_name": "Hanna Hoofd", "helper_reach": REACH}
    assert sent(board, path, "helper", **typed).status_code == 303
    (row,) = world.rows(BreachHelper)
    assert REACH in board.get(path).text and REACH.encode() not in row.reach_sealed
    assert sent(board, path, "helper-released", helper=row.id).status_code == 303
    page = board.get(path).text
    assert "Hanna Hoofd" in page and REACH not in page
    assert world.rows(BreachHelper)[0].reach_sealed is None


def test_B24_8_after_24_hours_nobody_is_shown_as_reachable_and_nobody_is_added(world: World) -> None:
    board, path = reported(world)
    sent(board, path, "helper", helper_kind="helper", helper_name="Bram Beheer", helper_reach=REACH)
    world.clock.forward(15 * 3600)
    assert REACH in board.get(path).text
    world.clock.forward(10 * 3600)
    assert REACH not in board.get(path).text, "also before a worker has looked"
    watch_of(world.runtime).run_due()
    page = board.get(path).text
    assert REACH not in page and "The time of staying available is over." in page


def test_another_organisations_measure_is_nobodys(world: World) -> None:
    board, path = reported(world)
    owner, other = reported(world, "jtb-care", "care_lead")
    sent(board, path, "measure", **MEASURE)
    (row,) = world.rows(BreachMeasure)
    assert sent(owner, other, "measure-taken", measure=row.id).status_code == 422
    assert world.rows(BreachMeasure)[0].taken_at is None


def test_the_reach_of_who_stayed_available_goes_with_the_case(world: World) -> None:
    board, path = reported(world)
    sent(board, path, "helper", helper_kind="helper", helper_name="Bram Beheer", helper_reach=REACH)
    sent(board, path, "decide", **DECIDED)
    handle(board, path)
    assert sent(board, path, "close").status_code == 303
    assert world.rows(BreachHelper)[0].reach_sealed is None
