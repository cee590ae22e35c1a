"""A person whose key was destroyed: consents are shown and withdrawn as before, and no note is kept."""

import pytest

from waarborg_consent.models import Consent
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import World

PERSON = "0190-person-of-bqr-01"
PAGE = f"/consent/people/{PERSON}"
CONSENTS, WITHDRAWALS = "/consent/api/v1/consents/", "/consent/api/v1/withdrawals/"


@pytest.fixture
def version(world: World) -> str:
    """The statement's version, at an organisation where a consent with a note was recorded and then erased."""
    version = world.runtime.rules("bqr").organisation.statement_version
    given = {"subject_ref": PERSON, "purpose": "marketing", "statement_version": version, "note": "Zij tekende thuis."}
    assert world.partner("bqr", "consent:record").post(CONSENTS, given).status_code == 201
    world.erase(PERSON)
    return version


def test_what_stands_is_shown_on_every_page_and_over_the_api(world: World, version: str) -> None:
    staff = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    assert staff.get(PAGE).status_code == 200
    assert world.person(PERSON).get("/consent/").status_code == 200
    answer = world.partner("bqr", "consent:record").get(f"{CONSENTS}?subject_ref={PERSON}")
    assert answer.status_code == 200
    assert [each["state"] for each in answer.json["items"] if each["purpose"] == "marketing"] == ["given"]


def test_a_withdrawal_still_works_at_once(world: World, version: str) -> None:
    answer = world.partner("bqr", "consent:record").post(WITHDRAWALS, {"subject_ref": PERSON, "purpose": "marketing"})
    assert answer.status_code == 201


def test_a_note_is_refused_with_the_reason_and_nothing_is_stored(world: World, version: str) -> None:
    before = len(world.rows(Consent))
    body = {"subject_ref": PERSON, "purpose": "marketing", "note": "Zij belde."}
    answer = world.partner("bqr", "consent:record").post(WITHDRAWALS, body, Accept_Language="nl")
    assert (answer.status_code, answer.json["code"]) == (410, "erased")
    assert "is gewist" in answer.json["detail"]
    staff = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    page = staff.send(PAGE, purpose="marketing", says="no", how="spoken", note="Zij belde.")
    assert page.status_code == 422
    assert "Nothing can be written to it any more." in page.text and "Zij belde." in page.text
    assert len(world.rows(Consent)) == before
