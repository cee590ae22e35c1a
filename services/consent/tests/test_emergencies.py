"""The emergency button: at once, for one client and a day, told to him, and judged by somebody else afterwards."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from waarborg_consent.app import SERVICE
from waarborg_consent.deadlines import DEADLINES
from waarborg_consent.domain.emergencies import LASTS, REVIEW, TELLING
from waarborg_consent.models import DecisionRecord, Emergency
from waarborg_shared.client import Answer
from waarborg_shared.deadlines import Moment
from waarborg_shared.events.consent import EmergencyReviewed, EmergencyTaken
from waarborg_shared.testing.world import World, build_world
from waarborg_tests.asking import PERSON, SCOPES, decide

BUTTON = "/consent/emergency"
WHY = "Zij ligt op de vloer en ademt zwaar."
UNREGISTERED = "0f8fad5b-d9cb-469f-a165-70867728950e"
FOUND = "De ambulance vroeg ernaar."
MEDICAL = {"type": "medical_data", "id": "r1", "properties": {"person": PERSON}}


def read(world: World, who: str = "account-carer", person: str = PERSON, right: str = "read") -> tuple[bool, str]:
    medical = {**MEDICAL, "properties": {"person": person}}
    asker = {"type": "staff", "id": who, "properties": {"role": "carer"}}
    return decide(
        world.partner("bqr", *SCOPES),
        subject=asker,
        resource=medical,
        action={"name": right},
        context={"purpose": "care_agreement"},
    )


def take(world: World, role: str = "carer", organisation: str = "bqr") -> str:
    answer = world.staff(organisation, role).send(BUTTON, client=PERSON, why=WHY)
    assert answer.status_code == 303, answer.text
    return str(answer.location).rpartition("/")[2]


def test_a_member_of_staff_reads_at_once_this_client_alone_for_a_day_and_no_more(either_world: World) -> None:
    assert read(either_world) == (False, "not-in-care")
    ref = take(either_world)
    assert read(either_world) == (True, "allowed-by-emergency")
    assert read(either_world, "account-hbo5") == (False, "not-in-care")
    assert read(either_world, person="0190-somebody-else-1") == (False, "not-in-care")
    assert read(either_world, right="delete") == (False, "no-cell")
    allowed = [row for row in either_world.rows(DecisionRecord) if row.permitted]
    assert [(row.override_id, row.basis) for row in allowed] == [(ref, "vital_interest")]
    either_world.clock.forward(LASTS.total_seconds())
    assert read(either_world) == (False, "not-in-care")


def test_the_button_of_a_member_of_staff_opens_nothing_to_a_program_of_the_same_name(world: World) -> None:
    take(world)
    asked = {"resource": MEDICAL, "action": {"name": "read"}, "context": {"purpose": "care_agreement"}}
    robot = {"type": "robot", "id": "account-carer", "properties": {"role": "carer"}}
    assert decide(world.partner("bqr", *SCOPES), subject=robot, **asked)[0] is False


def test_the_reason_is_sealed_the_client_is_told_and_a_clock_runs(world: World) -> None:
    ref = take(world)
    (row,) = world.rows(Emergency)
    assert WHY.encode() not in row.why_sealed
    (told,) = world.told(EmergencyTaken)
    assert (told.emergency_ref, told.subject_ref) == (ref, PERSON)
    assert sorted(world.clocks(row)) == [REVIEW.name, TELLING.name]
    assert world.verbs(ref) == ["took-emergency"]
    assert world.verbs(PERSON) == ["looked-in-emergency"]
    page = world.person(PERSON).get("/consent/emergencies")
    assert WHY in page.text and "Still to be judged" in page.text
    assert 'href="/consent/emergencies' in world.person(PERSON).get("/consent/").text
    other = world.person("0190-somebody-else-1").get("/consent/emergencies")
    assert WHY not in other.text and "Nobody looked at your data" in other.text


@pytest.mark.parametrize(("verdict", "still"), [("justified", True), ("not_justified", False)])
def test_somebody_else_judges_it_the_client_hears_and_what_was_wrong_ends_at_once(
    either_world: World, verdict: str, still: bool
) -> None:
    ref = take(either_world)
    board = either_world.staff("bqr", "board")
    assert ref in board.get("/consent/emergencies").text
    token = board.token(f"/consent/emergencies/{ref}")
    assert board.send(f"/consent/emergencies/{ref}", verdict=verdict, found=FOUND).status_code == 303
    either_world.clock.forward(1)
    assert read(either_world)[0] is still
    (told,) = either_world.told(EmergencyReviewed)
    assert told.verdict == verdict
    (row,) = either_world.rows(Emergency)
    assert (row.reviewed_by, row.reviewed_own) == ("account-board", False)
    assert either_world.clocks(row)[REVIEW.name].stopped_at is not None
    assert FOUND in either_world.person(PERSON).get("/consent/emergencies").text
    again = board.send(f"/consent/emergencies/{ref}", token=token, verdict=verdict, found="Nog eens.")
    assert again.status_code == 422 and "judged already" in again.text
    assert ref not in either_world.staff("bqr", "board").get("/consent/emergencies").text


def test_J8_an_organisation_of_one_person_judges_its_own_use_and_the_record_says_so(world: World) -> None:
    ref = take(world, "care_lead", "jtb-care")
    lead = world.staff("jtb-care", "care_lead")
    assert lead.send(f"/consent/emergencies/{ref}", verdict="justified", found=FOUND).status_code == 303
    (row,) = world.rows(Emergency, "jtb-care")
    assert row.reviewed_own is True


def test_nobody_judges_his_own_use_where_there_are_others(world: World) -> None:
    both = world.signed_in("bqr", "consent.override", "consent.review-override", "portal.desk")
    ref = str(both.send(BUTTON, client=PERSON, why=WHY).location).rpartition("/")[2]
    answer = both.send(f"/consent/emergencies/{ref}", verdict="justified", found=FOUND)
    assert answer.status_code == 422 and "Somebody else looks" in answer.text and FOUND in answer.text
    assert world.rows(Emergency)[0].verdict is None


@pytest.mark.parametrize("role", ["board", "fg"])
def test_who_has_not_the_duty_has_no_button(world: World, role: str) -> None:
    assert world.staff("bqr", role).get(BUTTON).status_code == 403


@pytest.mark.parametrize(("role", "status"), [("carer", 200), ("board", 200), ("hbo5", 403), ("fg", 403)])
def test_a_use_is_seen_by_who_used_it_and_who_judges(world: World, role: str, status: int) -> None:
    ref = take(world)
    assert world.staff("bqr", role).get(f"/consent/emergencies/{ref}").status_code == status
    assert world.staff("bqr", "board").get(f"/consent/emergencies/{uuid4()}").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"why": ""}, "why"),
        ({"why": "x" * 1001}, "why"),
        ({"client": ""}, "client"),
        ({"client": "111222333"}, "client"),
        ({"client": "<script>"}, "client"),
    ],
)
def test_without_a_reason_or_a_client_there_is_no_emergency(world: World, wrong: dict[str, Any], field: str) -> None:
    answer = world.staff("bqr", "carer").send(BUTTON, **{"client": PERSON, "why": WHY, **wrong})
    assert answer.status_code == 422 and f'href="#field-{field}"' in answer.text
    assert world.rows(Emergency) == []


class Register:
    """Identity's register of persons, as the client of services would reach it: C-1044 is a client's number."""

    def ask(self, _service: str, method: str, path: str, *, json: Any = None, **_: Any) -> Answer:
        if method == "GET" and path.endswith(PERSON):
            return Answer(200, {"name": "Willemijn Proefpersoon", "client_number": "C-1044"})
        return Answer(200, {"persons": [PERSON] if json == {"client_number": "C-1044"} else []})


@pytest.mark.parametrize(
    ("typed", "taken_for"), [("C-1044", PERSON), (UNREGISTERED, UNREGISTERED), ("C-9999", None), (PERSON, None)]
)
def test_the_client_is_typed_by_number_or_reference(
    sqlite_database: Any, make_settings: Callable[..., Any], typed: str, taken_for: str | None
) -> None:
    register: Any = Register()
    for world in build_world(SERVICE, sqlite_database(SERVICE), make_settings, client=register):
        answer = world.staff("bqr", "carer").send(BUTTON, client=typed, why=WHY)
        assert answer.status_code == (303 if taken_for else 422)
        assert ("Nobody here has this client number" in answer.text) is (taken_for is None)
        assert [row.subject_ref for row in world.rows(Emergency)] == ([taken_for] if taken_for else [])
        if taken_for == PERSON:  # who judges reads about whom it is by the number, as far as the register is his to see
            board = world.staff("bqr", "board")
            assert all("C-1044" in board.get(page).text for page in (answer.location, "/consent/emergencies"))
            assert "C-1044" not in world.staff("bqr", "carer").get(answer.location).text


def test_it_waits_on_the_desk_until_it_is_judged(world: World) -> None:
    ref = take(world)
    board = world.staff("bqr", "board")
    headers = {"Sec-Fetch-Site": "same-origin"}
    told = board.client.get("/consent/api/v1/desk", base_url="http://bqr.localhost:8000", headers=headers).json
    (item,) = (each for each in told["items"] if each["url"].startswith("/consent/emergencies"))
    assert (item["ref"], item["url"]) == (ref, f"/consent/emergencies/{ref}")
    assert re.fullmatch(r"\d\d-\d\d-2026 \d\d:\d\d", item["number"])  # a moment, which says more than a reference
    before = told["total"]
    assert item["clocks"][0]["name"] == REVIEW.name
    board.send(f"/consent/emergencies/{ref}", verdict="justified", found=FOUND)
    told = board.client.get("/consent/api/v1/desk", base_url="http://bqr.localhost:8000", headers=headers).json
    assert ref not in [each["ref"] for each in told["items"]] and told["total"] == before - 1
    carer = world.staff("bqr", "carer").client
    refused = carer.get("/consent/api/v1/desk", base_url="http://bqr.localhost:8000", headers=headers)
    assert refused.status_code == 403


@pytest.mark.parametrize(("moment", "verb"), [(Moment.REMINDER, "clock-neared"), (Moment.LAPSED, "clock-lapsed")])
def test_a_review_that_is_nearly_due_or_late_is_written_down(world: World, moment: Any, verb: str) -> None:
    ref = take(world)
    (row,) = world.rows(Emergency)

    class _Due:
        case_ref, name = row.id, REVIEW.name

    with world.work() as work:
        DEADLINES[REVIEW.name](work, _Due(), moment, world.runtime.rules("bqr"))  # type: ignore[arg-type]
    assert world.verbs(ref)[-1] == verb


def test_what_was_said_can_be_erased_and_what_happened_stays(world: World) -> None:
    ref = take(world)
    world.erase(PERSON)
    text = world.staff("bqr", "board").get(f"/consent/emergencies/{ref}").text
    assert WHY not in text and PERSON in text
    assert timedelta(hours=24) == LASTS
