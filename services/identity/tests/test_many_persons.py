"""Many persons looked up at once: for partner systems, for staff, and for the service that imports by client number."""

import pytest
from sqlalchemy import event

from waarborg_identity.actions.doubles import merge_persons
from waarborg_identity.actions.many_persons import MOST_AT_ONCE, find_persons
from waarborg_identity.models import Person
from waarborg_shared.auth import IdentityAway, ServiceProofs, authenticator_for
from waarborg_shared.auth.identity import PERSONS_PATH, read_known_persons
from waarborg_shared.client import client_for
from waarborg_shared.testing.auth import SERVICE_KEYS
from waarborg_shared.timeline.reading import steps_of

API = "/identity/api/v1"
BATCH = f"{API}/person-searches/batch"


@pytest.fixture
def world(world_on_either):
    return world_on_either


@pytest.fixture
def partner(world):
    secret = world.client()
    token = world.token(auth=("ecd", secret), scope="identity:persons").json["access_token"]
    return lambda path, body: world.browser().bare(path, json=body, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def refs(partner):
    """Two persons, by their numbers."""
    made = [partner(f"{API}/persons/", {"client_number": number}) for number in ("C-1", "C-2")]
    return [answer.json["person_ref"] for answer in made]


def as_service(world, body, service="consent", *, path=PERSONS_PATH, organisation="bqr"):
    proofs = ServiceProofs(
        service, SERVICE_KEYS.private(service), origin=world.runtime.settings.origin_of, now=world.clock.now
    )
    return world.browser(organisation).bare(PERSONS_PATH, json=body, headers=proofs.headers(organisation, path))


def steps(world, ref):
    with world.work() as work:
        return [(step.verb, dict(step.facts), step.actor_ref) for step in steps_of(work, work.case(Person, ref))]


def test_who_is_known_is_found_and_what_is_not_is_named(partner, refs):
    answer = partner(BATCH, {"client_numbers": ["C-1", "c-1", "C-9", "C-2"], "person_refs": [refs[0], "0190-nobody"]})
    assert answer.status_code == 200
    assert answer.json == {
        "persons": [
            {"client_number": "C-1", "person_ref": refs[0]},
            {"client_number": "c-1", "person_ref": refs[0]},
            {"client_number": "C-2", "person_ref": refs[1]},
            {"asked_ref": refs[0], "person_ref": refs[0]},
        ],
        "not_found": {"client_numbers": ["C-9"], "person_refs": ["0190-nobody"]},
    }


def test_however_many_are_asked_the_numbers_are_one_statement(world, refs):
    asked = []
    count = event.listens_for(world.runtime.engine, "before_cursor_execute")
    count(lambda _connection, _cursor, statement, *_: asked.append(statement))
    with world.work() as work:
        found = find_persons(work, [f"C-{number}" for number in range(MOST_AT_ONCE)], [])
    assert set(found.by_number.values()) == set(refs)
    assert len([each for each in asked if each.startswith("SELECT") and "FROM person_identifier" in each]) == 1


def test_each_hit_is_on_the_timeline_of_who_was_found_with_who_looked(world, refs):
    answer = as_service(world, {"client_numbers": ["C-1"], "person_refs": [refs[1]]})
    assert answer.status_code == 200
    assert steps(world, refs[0])[-1] == ("looked-up", {"by": "client_number"}, "system:consent")
    assert steps(world, refs[1])[-1] == ("looked-up", {"by": "reference"}, "system:consent")


def test_who_was_merged_is_found_under_the_reference_that_he_goes_by(world, partner, refs):
    with world.work() as work:
        merge_persons(work, refs[0], refs[1], "Eén mens.")
    answer = partner(BATCH, {"client_numbers": ["C-1", "C-2"], "person_refs": refs})
    assert {each["person_ref"] for each in answer.json["persons"]} == {refs[0]}
    assert steps(world, refs[0])[-1][0] == "looked-up"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "client_numbers"),
        ({"client_numbers": []}, "client_numbers"),
        ({"client_numbers": ["C 1"]}, "client_numbers.0"),
        ({"client_numbers": [1]}, "client_numbers.0"),
        ({"person_refs": ["12345678"]}, "person_refs.0"),
        ({"client_numbers": [f"C{n}" for n in range(1_001)]}, "client_numbers"),
        ({"client_numbers": ["C1"] * 600, "person_refs": ["0190-somebody"] * 600}, "client_numbers"),
        ({"client_numbers": ["C1"], "bsn": "999990019"}, "bsn"),
    ],
)
def test_what_cannot_be_asked_is_refused_by_its_field(partner, world, body, field):
    answer = partner(BATCH, body)
    assert answer.status_code == 422 and field in answer.json["errors"]
    assert as_service(world, body).status_code == 422


def test_only_who_may_register_asks_in_the_api(world):
    assert world.browser().bare(BATCH, json={"client_numbers": ["C-1"]}).status_code == 401
    secret = world.client()
    token = world.token(auth=("ecd", secret), scope="consent:decide").json["access_token"]
    answer = world.browser().bare(BATCH, json={"client_numbers": ["C-1"]}, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code in {401, 403}


@pytest.mark.parametrize("service", ["requests", "breach", "portal"])
def test_a_service_that_imports_nothing_is_told_nothing(world, refs, service):
    assert as_service(world, {"client_numbers": ["C-1"]}, service).status_code == 401


def test_a_proof_for_another_question_or_organisation_does_not_count(world, refs):
    body = {"client_numbers": ["C-1"]}
    assert as_service(world, body, path=f"{API}/session-questions").status_code == 401
    assert world.browser().bare(PERSONS_PATH, json=body).status_code == 401
    assert as_service(world, body, organisation="jtb").json["persons"] == []


@pytest.mark.parametrize("answer", [{}, {"persons": [{}]}, {"persons": [{"client_number": "1"}]}, {"persons": 3}])
def test_nonsense_from_identity_is_no_answer(answer):
    with pytest.raises((KeyError, TypeError, ValueError)):
        read_known_persons(answer)


def test_identity_answers_itself_in_its_own_process(world, refs):
    own = world.runtime.authenticator.identity
    found = own.persons("bqr", ["C-1", "C-9"], [refs[1]])
    assert (found.by_number, found.by_reference) == ({"C-1": refs[0]}, {refs[1]: refs[1]})
    away = authenticator_for(
        world.runtime.settings, client_for(world.runtime.settings, {}), now=world.clock.now
    ).identity
    with pytest.raises(IdentityAway):
        away.persons("bqr", ["C-1"], [])
