"""Who sees a client's data in this service itself stands in the client's log: staff, a representative, nobody else."""

from datetime import timedelta

import pytest

from waarborg_consent.models import LookRow
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty
from waarborg_tests.looks import OTHER, PERSON

API, OF_CLIENT = "/consent/api/v1", f"/consent/people/{PERSON}"
LOG = "/consent/who-looked"
PLACES = {
    OF_CLIENT: "toestemmingen",
    f"{OF_CLIENT}/receipts": "toestemmingen",
    f"{OF_CLIENT}/representatives": "wie u mag vertegenwoordigen",
    f"{OF_CLIENT}/who-looked": "dit overzicht van wie keek",
    f"{API}/consents/?subject_ref={PERSON}": "toestemmingen",
    f"{API}/history/?subject_ref={PERSON}": "toestemmingen",
    f"{API}/representations/?subject_ref={PERSON}": "wie u mag vertegenwoordigen",
    f"{API}/log/looks/?subject_ref={PERSON}": "dit overzicht van wie keek",
}


def speaks(world):
    """Let somebody be authorised in writing to speak for the client on his data."""
    today = due_on(world.clock.now())
    body = {
        "subject_ref": PERSON,
        "representative_ref": OTHER,
        "kind": "authorised",
        "scopes": ["data"],
        "begins_on": str(today - timedelta(days=30)),
        "evidence": "signed_authorisation",
        "evidence_seen_on": str(today),
    }
    answer = world.partner("bqr", "consent:record").post(f"{API}/representations/", body)
    assert answer.status_code == 201, answer.text


@pytest.mark.parametrize(("path", "what"), PLACES.items())
def test_each_sight_of_a_client_by_staff_is_one_line_that_the_client_reads(either_world, path, what):
    assert either_world.staff("bqr", "board").get(path).status_code == 200
    assert len(either_world.rows(LookRow)) == 1
    text = either_world.person(PERSON, lang="nl").get(LOG).text
    assert f"Bestuur bekeek: {what}. Dat was in ons systeem voor toestemmingen." in text
    assert "Medewerkers met deze taak mogen dit zien." in text


@pytest.mark.parametrize("path", PLACES)
def test_who_may_not_see_it_leaves_no_line(world, path):
    assert world.signed_in("bqr", Duty.DESK).get(path).status_code == 403
    assert world.person(OTHER).get(path).status_code in {403, 404}
    assert world.visitor().get(path).status_code == 401
    assert world.rows(LookRow) == []


def test_a_representative_who_looks_stands_in_the_clients_log_as_that(world):
    speaks(world)
    assert world.person(OTHER).get(f"/consent/for/{PERSON}").status_code == 200
    text = world.person(PERSON, lang="nl").get(LOG).text
    assert "Iemand die u vertegenwoordigt bekeek: toestemmingen." in text
    assert "Wie u vertegenwoordigt, mag dit zien." in text
    assert "Nobody looked so far" in world.person(OTHER).get(LOG).text


def test_who_does_not_represent_somebody_sees_nothing_and_leaves_no_line(world):
    assert world.person(OTHER).get(f"/consent/for/{PERSON}").status_code == 404
    assert world.rows(LookRow) == []


def test_ones_own_pages_and_a_partners_questions_are_no_looks_here(world):
    person = world.person(PERSON)
    for path in ("/consent/", "/consent/receipts/", "/consent/representatives", LOG):
        assert person.get(path).status_code == 200
    partner = world.partner("bqr", "consent:record")
    assert partner.get(f"{API}/consents/?subject_ref={PERSON}").status_code == 200
    assert world.rows(LookRow) == []


def test_a_form_that_comes_back_with_a_mistake_is_no_second_look(world):
    desk = world.staff("bqr", "board")
    token = desk.token_on(OF_CLIENT)
    assert desk.send(OF_CLIENT, token=token, purpose="marketing", says="nonsense").status_code == 422
    assert len(world.rows(LookRow)) == 1  # of the page on which the form stood
