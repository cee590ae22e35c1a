"""Receipts as programs ask for them: the form that is wanted, signed, and what bad input gets."""

import json
import re

import pytest

from waarborg_consent import receipts
from waarborg_consent.domain import Part, ReceiptForm
from waarborg_shared.testing.world import World
from waarborg_tests.receipt_asking import OTHER, PERSON, address, give, published


def test_a_partner_gets_a_receipt_that_the_published_keys_prove(either_world: World) -> None:
    consent_id = give(either_world)
    answer = either_world.partner("bqr", "consent:record").get(address(consent_id))
    assert (answer.status_code, answer.content_type) == (200, "application/jose")
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(
        r'attachment; filename="receipt-marketing-\d{4}-\d\d-\d\d\.iso27560\.jws"',
        answer.headers["Content-Disposition"],
    )
    found = receipts.check(answer.data, published(either_world))
    told = found.told
    assert found.issuer == "http://bqr.localhost:8000/consent"
    assert (told.consent_id, told.subject_ref, told.purpose) == (consent_id, PERSON, "marketing")
    assert (told.how, told.in_force) == ("paper", True)
    assert told.history == (("given", either_world.clock.now()),)
    assert told.statement_version == either_world.runtime.rules("bqr").organisation.statement_version
    assert either_world.verbs(PERSON) == ["gave-consent", "issued-receipt"]


@pytest.mark.parametrize(
    ("purpose", "named", "recipients"),
    [
        ("marketing", (), ()),
        ("marketing", ("insurers",), ("insurers",)),
        ("marketing", ("nedap_ons",), ("nedap_ons",)),
        ("insurer_offers", (), ("insurers",)),
    ],
)
def test_J8_a_receipt_names_whom_the_yes_names_and_nobody_else(
    world: World, purpose: str, named: tuple[str, ...], recipients: tuple[str, ...]
) -> None:
    consent_id = give(world, purpose=purpose, part=Part(recipients=frozenset(named)))
    partner = world.partner("bqr", "consent:record")
    told = partner.get(address(consent_id), Accept="application/ld+json").json
    process = told["dpv:hasRecordOfActivity"]["dpv:hasProcess"]
    assert tuple(each["dct:identifier"] for each in process["dpv:hasRecipient"]) == recipients
    where = process["dpv:hasDataProcessor"]["dpv:hasNotice"]["@id"].partition("localhost:8000")[2]
    assert "Nedap" in world.visitor().get(where).text, "the statement names who works for the organisation"
    (of_kantara,) = partner.get(address(consent_id), Accept="application/json").json["services"][0]["purposes"]
    assert of_kantara["thirdPartyDisclosure"] is ("insurers" in recipients)


@pytest.mark.parametrize(
    ("accept", "query", "content_type", "form"),
    [
        ("*/*", "", "application/jose", ReceiptForm.ISO27560),
        ("application/ld+json", "", "application/ld+json", ReceiptForm.ISO27560),
        ("application/json", "", "application/json", ReceiptForm.KANTARA),
        ("application/fhir+json", "", "application/fhir+json", ReceiptForm.FHIR),
        ("application/pdf", "", "application/pdf", ReceiptForm.PDF),
        ("application/fhir+json;q=0.2, application/pdf", "", "application/pdf", ReceiptForm.PDF),
        ("*/*", "?form=fhir", "application/jose", ReceiptForm.FHIR),
        ("application/fhir+json", "?form=fhir", "application/fhir+json", ReceiptForm.FHIR),
        ("*/*", "?form=kantara&lang=nl", "application/jose", ReceiptForm.KANTARA),
        ("*/*", "?form=pdf", "application/pdf", ReceiptForm.PDF),
    ],
)
def test_the_form_is_the_one_that_is_asked_for_and_is_signed(
    world: World, accept: str, query: str, content_type: str, form: ReceiptForm
) -> None:
    answer = world.partner("bqr", "consent:record").get(address(give(world), query), Accept=accept)
    assert (answer.status_code, answer.content_type) == (200, content_type), answer.text
    content = answer.data
    if "Receipt-Signature" in answer.headers:
        json.loads(content)
        content = receipts.together(content, answer.headers["Receipt-Signature"].encode())
    assert receipts.check(content, published(world)).form is form


@pytest.mark.parametrize(
    ("accept", "query", "status"),
    [
        ("text/html", "", 406),
        ("application/pdf", "?form=fhir", 406),
        ("application/fhir+json", "?form=iso27560", 406),
        ("*/*", "?form=xml", 422),
        ("*/*", "?form=", 422),
        ("*/*", "?purpose=NOT A CODE", 422),
        ("*/*", "?purpose=research", 404),
        ("*/*", "?what=ever", 422),
    ],
)
def test_what_cannot_be_given_is_refused_in_words_and_nothing_is_written(
    world: World, accept: str, query: str, status: int
) -> None:
    consent_id = give(world)
    answer = world.partner("bqr", "consent:record").get(address(consent_id, query), Accept=accept)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert world.verbs(PERSON) == ["gave-consent"]


@pytest.mark.parametrize("consent_id", ["01900000-0000-7000-8000-000000000000", "x", "..", "%00", "a" * 200])
def test_a_consent_that_does_not_exist_has_no_receipt(world: World, consent_id: str) -> None:
    answer = world.partner("bqr", "consent:record").get(address(consent_id))
    assert answer.status_code == 404


def test_another_s_consent_is_answered_as_one_that_does_not_exist(world: World) -> None:
    theirs = give(world, OTHER)
    page = world.person(PERSON)
    nothing = page.get("/consent/receipts/01900000-0000-7000-8000-000000000000")
    for path in (f"/consent/receipts/{theirs}", f"/consent/receipts/{theirs}/pdf"):
        answer = page.get(path)
        assert answer.status_code == nothing.status_code == 404
        assert "somebody else" not in answer.text
    api = page.client.get(address(theirs), base_url="http://bqr.localhost:8000")
    assert (api.status_code, api.json["code"]) == (404, "no-such-consent")
    assert world.verbs(OTHER) == ["gave-consent"]


def test_a_consent_of_another_organisation_does_not_exist_here(either_world: World) -> None:
    there = give(either_world, organisation="jtb-care")
    assert either_world.partner("bqr", "consent:record").get(address(there)).status_code == 404
    assert either_world.partner("jtb-care", "consent:record").get(address(there)).status_code == 200


def test_who_may_not_read_consents_gets_no_receipt(world: World) -> None:
    consent_id = give(world)
    assert world.partner("bqr", "consent:decide").get(address(consent_id)).status_code == 403
    assert world.visitor("bqr").get(address(consent_id)).status_code == 401
    assert world.signed_in("bqr").get(f"/consent/receipts/{consent_id}").status_code == 403
    assert world.signed_in("bqr").get(f"/consent/people/{PERSON}/receipts").status_code == 403
    assert world.verbs(PERSON) == ["gave-consent"]
