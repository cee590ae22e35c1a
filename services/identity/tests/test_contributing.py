"""What identity has about a person goes to the requests service alone; and which holder a partner is."""

import pytest

from waarborg_identity import actions
from waarborg_identity.domain import Agreement, AuthMethod, BadClient
from waarborg_identity.models import Person
from waarborg_shared.auth import ServiceProofs
from waarborg_shared.auth.identity import HOLDER_PATH
from waarborg_shared.testing.auth import SERVICE_KEYS
from waarborg_shared.timeline.reading import steps_of

PATH = "/identity/api/v1/contributions/"


def headers(world, path, service="requests"):
    key, origin = SERVICE_KEYS.private(service), world.runtime.settings.origin_of
    return ServiceProofs(service, key, origin=origin, now=world.clock.now).headers("bqr", path)


def register(world, **more):
    with world.work() as work:
        return actions.register_person(work, actions.NewPerson(client_number="C-1", name="Jan Testman", **more)).id


def partner(world, code, client_id="partner-ons", **more):
    agreement = Agreement(purpose="Het zorgdossier", holder=True, holder_code=code, secret_reason="Oud systeem")
    with world.work() as work:
        command = actions.NewPartner(
            client_id=client_id,
            name="Nedap ONS",
            auth_method=AuthMethod.CLIENT_SECRET_BASIC,
            scopes=frozenset({"requests:contribute"}),
            agreement=agreement,
        )
        return actions.register_partner(work, command, **more).client.id


def test_the_persons_record_is_told_and_that_it_was_looked_at(world):
    ref = register(world)
    answer = world.browser().get(PATH + ref, headers=headers(world, PATH + ref))
    assert answer.status_code == 200, answer.text
    (record,) = answer.json["items"]
    assert record["content"]["name"] == "Jan Testman"
    assert record["content"]["numbers"] == [{"kind": "client_number", "number": "C-1"}]
    with world.work() as work:
        verbs = [step.verb for step in steps_of(work, work.case(Person, ref))]
    assert verbs[-1] == "looked-at"


def test_somebody_unknown_has_nothing_and_no_other_service_is_told(world):
    ref = register(world)
    nobody = PATH + "00000000-0000-4000-8000-00000000000f"
    assert world.browser().get(nobody, headers=headers(world, nobody)).json == {
        "items": [],
        "next": None,
        "references": [nobody.removeprefix(PATH)],
    }
    assert world.browser().get(PATH + ref, headers=headers(world, PATH + ref, "consent")).status_code == 401
    assert world.browser().get(PATH + ref).status_code == 401


def test_B21_a_partner_is_the_holder_that_was_agreed_and_knows_people_by_its_own_number(world):
    ref, ons = register(world), partner(world, "nedap_ons")
    caren = partner(world, "caren_zorgt", "partner-caren")
    with world.work() as work:
        actions.put_number(work, ref, f"partner:{ons}", "ONS-77")

    def ask(body, service="requests"):
        return world.browser().bare(HOLDER_PATH, json=body, headers=headers(world, HOLDER_PATH, service))

    assert ask({"client_id": ons, "number": "ONS-77"}).json == {"holder": "nedap_ons", "person_ref": ref}
    assert ask({"client_id": ons, "number": "ONS-78"}).json == {"holder": "nedap_ons", "person_ref": None}
    assert ask({"client_id": caren, "number": "ONS-77"}).json == {"holder": "caren_zorgt", "person_ref": None}
    assert ask({"client_id": "partner-x", "number": "ONS-77"}).json == {"holder": None, "person_ref": None}
    assert ask({"client_id": ons}).json == {"holder": "nedap_ons", "person_ref": None}
    assert ask({"client_id": ons}, "consent").status_code == 401
    for bad in ({}, [], {"client_id": 7}, {"client_id": ons, "number": 7}, {"client_id": ons, "number": "7" * 101}):
        assert ask(bad).status_code == 422
    with world.work() as work:
        actions.suspend_client(work, ons, why="Lek")
    assert ask({"client_id": ons, "number": "ONS-77"}).json == {"holder": None, "person_ref": None}


def test_two_partners_are_never_one_holder(world):
    partner(world, "nedap_ons")
    with pytest.raises(BadClient) as refused:
        partner(world, "nedap_ons", "partner-two")
    assert refused.value.field == "holder_code"
    with pytest.raises(BadClient):
        Agreement(purpose="x", holder_code="nedap_ons")
