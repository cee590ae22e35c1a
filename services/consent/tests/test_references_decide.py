"""A person who goes by several references: who may look at his data is the same whichever of them is asked about."""

from typing import Any

import pytest

from waarborg_consent.actions.known_persons import file_of
from waarborg_consent.actions.writing import Entry, write
from waarborg_consent.domain import By, Given, How, Known, Part
from waarborg_consent.models import Consent, DecisionRecord
from waarborg_consent.references import join_references, part_references
from waarborg_shared.testing.world import Partner, World
from waarborg_tests.asking import EVALUATION, EVALUATIONS, PERSON, SCOPES, question, reason_of

OTHER, STRANGER = "0190-person-of-bqr-02", "0190-person-of-bqr-03"
SEARCH, API = "/consent/access/v1/search/", "/consent/api/v1"
CARER = {"type": "staff", "id": "account-carer", "properties": {"role": "carer"}}
CARE = {"purpose": "care_agreement"}
MARKETING = {"purpose": "marketing"}


def partner_of(world: World) -> Partner:
    return world.partner("bqr", *SCOPES)


def join(world: World) -> None:
    with world.work() as work:
        join_references(work, PERSON, OTHER, since=work.now)
    world.clock.forward(60)


def part(world: World) -> None:
    with world.work() as work:
        part_references(work, PERSON, OTHER)


def medical(ref: str) -> dict[str, Any]:
    return {"type": "medical_data", "id": "r1", "properties": {"person": ref}}


def reading(subject: dict[str, Any], ref: str) -> dict[str, Any]:
    return question(subject=subject, resource=medical(ref), context=CARE)


def client(ref: str) -> dict[str, Any]:
    return {"type": "person", "id": ref, "properties": {"role": "client"}}


def answers(world: World, *several: dict[str, Any]) -> list[str]:
    """Why, of each question: asked one by one, and all at once, which must be the same."""
    partner = partner_of(world)
    single = [reason_of(partner.post(EVALUATION, each).json) for each in several]
    batch = partner.post(EVALUATIONS, {"evaluations": list(several)}).json["evaluations"]
    assert [reason_of(each) for each in batch] == single
    return single


def relate(world: World, who: str, ref: str) -> None:
    care = {
        "subject": {"type": "staff", "id": who},
        "relation": "care",
        "object": {"type": "person", "id": ref},
    }
    answer = partner_of(world).post(f"{API}/relations/", {"items": [care]})
    assert answer.status_code == 200, answer.text


def register(world: World, kind: str, name: str, **properties: Any) -> None:
    item = {"type": kind, "id": name, "properties": properties}
    answer = partner_of(world).post(f"{API}/entities/", {"items": [item]})
    assert answer.status_code == 200, answer.text


def found(world: World, what: str, **body: Any) -> list[str]:
    answer = partner_of(world).post(SEARCH + what, question(**body))
    assert answer.status_code == 200, answer.text
    return [each["id"] for each in answer.json["results"]]


def test_an_emergency_is_for_the_person_under_either_reference_until_they_are_split(either_world: World) -> None:
    answer = either_world.staff("bqr", "carer").send("/consent/emergency", client=PERSON, why="Zij is gevallen.")
    assert answer.status_code == 303, answer.text
    several = [reading(CARER, ref) for ref in (PERSON, OTHER, STRANGER)]
    apart = ["allowed-by-emergency", "not-in-care", "not-in-care"]
    assert answers(either_world, *several) == apart
    join(either_world)
    assert answers(either_world, *several) == ["allowed-by-emergency", "allowed-by-emergency", "not-in-care"]
    assert len({row.override_id for row in either_world.rows(DecisionRecord) if row.permitted}) == 1
    part(either_world)
    assert answers(either_world, *several) == apart


def test_a_relation_is_of_who_it_was_registered_for_and_of_nobody_of_that_name_of_another_kind(world: World) -> None:
    relate(world, "account-carer", PERSON)
    robot = {**CARER, "type": "robot"}
    both = answers(world, reading(CARER, PERSON), reading(robot, PERSON))
    assert both[0] == "allowed-by-basis" and both[1] != "allowed-by-basis"


def test_a_registered_care_relation_is_with_the_person_under_either_reference(either_world: World) -> None:
    relate(either_world, "account-carer", PERSON)
    stranger = {**CARER, "id": "account-other"}
    several = [reading(CARER, PERSON), reading(CARER, OTHER), reading(CARER, STRANGER), reading(stranger, OTHER)]
    apart = ["allowed-by-basis", "not-in-care", "not-in-care", "not-in-care"]
    assert answers(either_world, *several) == apart
    join(either_world)
    assert answers(either_world, *several) == ["allowed-by-basis", "allowed-by-basis", "not-in-care", "not-in-care"]
    part(either_world)
    assert answers(either_world, *several) == apart


def test_what_is_his_own_is_his_under_either_reference(either_world: World) -> None:
    several = [reading(client(PERSON), PERSON), reading(client(PERSON), OTHER), reading(client(OTHER), PERSON)]
    several.append(reading(client(STRANGER), PERSON))
    assert answers(either_world, *several) == ["allowed-by-basis", "not-own", "not-own", "not-own"]
    join(either_world)
    assert answers(either_world, *several) == [*["allowed-by-basis"] * 3, "not-own"]
    part(either_world)
    assert answers(either_world, *several) == ["allowed-by-basis", "not-own", "not-own", "not-own"]


def test_a_restriction_never_stops_the_person_himself_under_either_reference(either_world: World) -> None:
    join(either_world)
    restricted = {"subject_ref": PERSON, "kind": "restriction", "ground": "accuracy"}
    assert partner_of(either_world).post(f"{API}/marks/", restricted).status_code == 201
    assert answers(either_world, reading(client(PERSON), OTHER)) == ["allowed-by-basis"]


def test_what_is_registered_of_who_asks_counts_under_either_reference(either_world: World) -> None:
    register(either_world, "person", PERSON, role="client")
    asked = [reading({"type": "person", "id": ref}, PERSON) for ref in (PERSON, OTHER)]
    assert answers(either_world, *asked) == ["allowed-by-basis", "unknown-role"]
    join(either_world)
    assert answers(either_world, *asked) == ["allowed-by-basis", "allowed-by-basis"]


def test_a_search_finds_whom_and_what_under_either_reference(either_world: World) -> None:
    register(either_world, "staff", "account-carer", role="carer")
    register(either_world, "staff", "account-other", role="carer")
    register(either_world, "medical_data", "file-1", person=PERSON)
    register(either_world, "medical_data", "file-2", person=OTHER)
    register(either_world, "medical_data", "file-3", person=STRANGER)
    relate(either_world, "account-carer", PERSON)
    whom = {"subject": {"type": "staff"}, "resource": medical(OTHER), "context": CARE}
    what = {"subject": CARER, "resource": {"type": "medical_data"}, "context": CARE}
    assert (found(either_world, "subject", **whom), found(either_world, "resource", **what)) == ([], ["file-1"])
    join(either_world)
    assert found(either_world, "subject", **whom) == ["account-carer"]
    assert found(either_world, "resource", **what) == ["file-1", "file-2"]


def test_two_references_of_one_person_are_the_same_and_nothing_else_is() -> None:
    known = Known(references=frozenset({PERSON, OTHER}))
    assert known.same(PERSON, OTHER) and known.same(STRANGER, STRANGER) and known.same(1, 1)
    assert not known.same(PERSON, STRANGER) and not known.same(None, None) and not known.same(1, True)
    assert not Known().same(PERSON, OTHER)


def give(world: World, purpose: str) -> str:
    version = world.runtime.rules("bqr").organisation.statement_version
    body = {"subject_ref": PERSON, "purpose": purpose, "statement_version": version, "how": "paper"}
    answer = partner_of(world).post(f"{API}/consents/", body)
    assert answer.status_code == 201, answer.text
    world.clock.forward(60)
    return str(answer.json["id"])


def _undone(world: World) -> None:
    page = world.person(PERSON)
    give(world, "calling")
    page.send("/consent/withdraw", page="/consent/", purpose="calling")
    (withdrawn,) = [row.id for row in world.rows(Consent) if row.kind == "withdrawn"]
    assert page.send("/consent/undo", page="/consent/", event_id=withdrawn).status_code == 303


def _narrowed_to_a_later_statement(world: World) -> None:
    part_of_it = Part(frozenset({"telephone"}))
    with world.work() as work:
        said = {"kind": Given.GIVEN, "purpose": "calling", "how": How.PAPER, "by": By.PERSON}
        write(work, file_of(work, PERSON), Entry(**said, statement_version="later", part=part_of_it))
    world.clock.forward(60)


def _invalid(world: World) -> None:
    give(world, "calling")
    answer = partner_of(world).post(f"{API}/invalidations/", {"subject_ref": PERSON, "purpose": "calling"})
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize("happens", [lambda _: None, _undone, _narrowed_to_a_later_statement, _invalid, join])
def test_the_answer_names_the_statement_whatever_else_was_said(either_world: World, happens: Any) -> None:
    given = give(either_world, "marketing")
    happens(either_world)
    _names_the_statement(either_world, given, PERSON)


def test_the_answer_names_the_statement_under_the_other_reference_too(either_world: World) -> None:
    given = give(either_world, "marketing")
    join(either_world)
    _names_the_statement(either_world, given, OTHER)


def _names_the_statement(world: World, given: str, ref: str) -> None:
    version = world.runtime.rules("bqr").organisation.statement_version
    resource = {"type": "privacy_regulations", "id": "r1", "properties": {"person": ref}}
    asked = question(resource=resource, context=MARKETING)
    one = partner_of(world).post(EVALUATION, asked).json
    (many,) = partner_of(world).post(EVALUATIONS, {"evaluations": [asked]}).json["evaluations"]
    for each in (one, many):
        assert reason_of(each) == "allowed-by-consent"
        assert (each["context"]["consent_event"], each["context"]["statement_version"]) == (given, version)
    kept = [(row.consent_event, row.statement_version) for row in world.rows(DecisionRecord)]
    assert kept == [(given, version)] * 2
