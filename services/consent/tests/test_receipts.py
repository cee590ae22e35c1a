"""Receipts as they are asked for: over the API, on the pages, by the person himself and by staff; and their keys."""

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from click.testing import CliRunner

from waarborg_consent import actions, receipts
from waarborg_consent.actions import NewConsent, Withdrawal
from waarborg_consent.app import SERVICE
from waarborg_consent.chores import renew_receipt_key
from waarborg_consent.commands import receipt_keys
from waarborg_consent.domain import (
    How,
    NoSuchConsent,
    ReceiptForm,
    ReceiptState,
    ReceiptStatus,
    consent_of,
    consents_of,
)
from waarborg_consent.models import ReceiptKey
from waarborg_consent.receipts import BadReceipt, Fault, pdf
from waarborg_consent.references import join_references
from waarborg_shared.cli.context import Hand
from waarborg_shared.config import Settings
from waarborg_shared.hooks.values import Duty
from waarborg_shared.service import Service
from waarborg_shared.testing.world import World
from waarborg_tests.receipts import GIVEN

PERSON = "0190-person-of-bqr-01"
OTHER = "0190-person-of-bqr-02"
KEYS = "/consent/.well-known/jwks.json"
NEWS = {"bqr": "marketing", "jtb-care": "newsletter"}


def give(world: World, subject_ref: str = PERSON, organisation: str = "bqr", **other: Any) -> str:
    rules = world.runtime.rules(organisation)
    command = NewConsent(
        subject_ref=subject_ref,
        purpose=other.get("purpose", NEWS[organisation]),
        statement_version=rules.organisation.statement_version,
        how=How.PAPER,
    )
    with world.work(organisation) as work:
        return actions.record_consent(work, command, rules=rules).id


def withdraw(world: World, purpose: str | None = "marketing", subject_ref: str = PERSON) -> str:
    world.clock.moment += timedelta(days=1)
    with world.work() as work:
        command = Withdrawal(subject_ref=subject_ref, purpose=purpose, how=How.PAGE)
        return actions.withdraw_consent(work, command, rules=world.runtime.rules("bqr")).id


def address(consent_id: str, query: str = "") -> str:
    return f"/consent/api/v1/consents/{consent_id}/receipt{query}"


def published(world: World, organisation: str = "bqr") -> Any:
    answer = world.visitor(organisation).get(KEYS)
    assert answer.status_code == 200
    return receipts.read_keys(answer.data)


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


# --- What belongs to a consent ----------------------------------------------------------------------------------------


def test_a_withdrawal_stands_in_the_receipt_of_the_consent_that_it_ended(either_world: World) -> None:
    consent_id, ended = give(either_world), withdraw(either_world)
    partner = either_world.partner("bqr", "consent:record")
    for reference in (consent_id, ended):
        told = receipts.check(partner.get(address(reference)).data, published(either_world)).told
        assert (told.consent_id, told.in_force) == (consent_id, False)
        assert [status for status, _ in told.history or ()] == ["given", "withdrawn"]


def test_who_says_yes_again_has_another_consent_with_a_receipt_of_its_own(world: World) -> None:
    first = give(world)
    withdraw(world)
    world.clock.moment += timedelta(days=1)
    second = give(world)
    partner = world.partner("bqr", "consent:record")
    told = [receipts.check(partner.get(address(each)).data, published(world)).told for each in (first, second)]
    assert [each.in_force for each in told] == [False, True]
    assert [len(each.history or ()) for each in told] == [2, 1]


def test_of_a_withdrawal_of_everything_the_purpose_is_asked(world: World) -> None:
    give(world)
    ended = withdraw(world, None)
    partner = world.partner("bqr", "consent:record")
    answer = partner.get(address(ended))
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["purpose"])
    assert partner.get(address(ended, "?purpose=marketing")).status_code == 200
    assert partner.get(address(ended, "?purpose=calling")).status_code in (404, 422)


def test_what_was_said_under_either_reference_of_one_person_is_his(either_world: World) -> None:
    consent_id = give(either_world, OTHER)
    with either_world.work() as work:
        join_references(work, PERSON, OTHER, since=work.now)
    page = either_world.person(PERSON)
    assert page.get(f"/consent/receipts/{consent_id}").status_code == 200
    found = receipts.check(page.get(f"/consent/receipts/{consent_id}/fhir").data, published(either_world))
    assert (found.told.subject_ref, found.told.in_force) == (OTHER, True)


def state(status: ReceiptStatus, day: int) -> ReceiptState:
    return ReceiptState(
        event_id=f"{status}-{day}",
        status=status,
        at=GIVEN + timedelta(days=day),
        how=How.PAGE,
        recorded_by="person",
        statement_version="1",
    )


@pytest.mark.parametrize(
    ("said", "lengths"),
    [
        ("given", [1]),
        ("given withdrawn", [2]),
        ("given withdrawn given", [2, 1]),
        ("requested given withdrawn", [3]),
        ("requested deferred given renewed expired", [5]),
        ("requested refused requested given", [2, 2]),
        ("refused given", [1, 1]),
        ("given given", [1, 1]),
        ("withdrawn", []),
        ("withdrawn given", [1]),
        ("given renewed revoked", [3]),
        ("given unknown withdrawn", [3]),
    ],
)
def test_a_consent_begins_with_a_question_or_an_answer_and_ends_before_the_next(said: str, lengths: list[int]) -> None:
    states = [state(ReceiptStatus.of(word), day) for day, word in enumerate(said.split())]
    assert [len(consent) for consent in consents_of(reversed(states))] == lengths  # type: ignore[arg-type]
    for consent in consents_of(states):
        assert all(consent_of(states, each.event_id) == consent for each in consent)
    with pytest.raises(NoSuchConsent):
        consent_of(states, "another")


def test_a_word_that_a_receipt_does_not_know_allows_nothing() -> None:
    assert ReceiptStatus.of("undone") is ReceiptStatus.UNKNOWN
    assert not ReceiptStatus.UNKNOWN.allows


# --- Pages ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("organisation", "lang"), [("bqr", "nl"), ("bqr", "en"), ("jtb-care", "nl")])
def test_a_person_finds_the_receipts_of_his_consents_and_takes_one_along(
    world: World, organisation: str, lang: str
) -> None:
    give(world, organisation=organisation)
    page = world.person(PERSON, organisation, lang=lang)
    mine = page.get("/consent/").text
    link = re.search(r'href="(/consent/receipts/[^"]*)"', mine)
    assert link is not None
    listed = page.get(link[1]).text
    one = re.search(r'href="(/consent/receipts/[0-9a-f-]+[^"]*)"', listed)
    assert one is not None
    shown = page.get(one[1]).text
    assert {"nl": "Om te lezen en te bewaren (PDF)", "en": "To read and keep (PDF)"}[lang] in shown
    links = re.findall(r'href="([^"]+)" download', shown)
    assert len(links) == len(ReceiptForm)
    for path in links:
        answer = page.get(path)
        assert answer.status_code == 200, path
        receipts.check(answer.data, published(world, organisation))
    assert world.verbs(PERSON, organisation) == ["gave-consent", *["issued-receipt"] * 4]


def test_staff_take_a_receipt_for_a_client_and_that_stands_in_the_client_s_file(world: World) -> None:
    consent_id = give(world)
    desk = world.signed_in("bqr", Duty.CONSENT_READ, ref="account-fg")
    assert f"/consent/people/{PERSON}/receipts" in desk.get(f"/consent/people/{PERSON}").text
    assert f"/consent/receipts/{consent_id}" in desk.get(f"/consent/people/{PERSON}/receipts").text
    assert desk.get(f"/consent/receipts/{consent_id}").status_code == 200
    assert world.verbs(PERSON) == ["gave-consent"]
    assert desk.get(f"/consent/receipts/{consent_id}/pdf").data.startswith(b"%PDF-")
    with world.work() as work:
        table = work.plumbing.timeline
        query = table.select().where(table.c.organisation == "bqr", table.c.verb == "issued-receipt")
        (row,) = work.session.execute(query).mappings()
    assert (row["case_ref"], row["actor_kind"], row["actor_ref"]) == (PERSON, "staff", "account-fg")
    assert set(row["facts"]) == {"purpose", "form", "receipt", "key"}
    assert (row["facts"]["purpose"], row["facts"]["form"]) == ("marketing", "pdf")


def test_who_said_nothing_yet_reads_what_will_stand_there(world: World) -> None:
    assert "There are no receipts yet" in world.person(PERSON).get("/consent/receipts/").text
    assert world.person(PERSON).get("/consent/receipts/nothing/pdf").status_code == 404
    assert world.visitor().get("/consent/receipts/").status_code == 401


@pytest.mark.parametrize("form", ["xml", "PDF", "pdf.exe"])
def test_a_form_that_does_not_exist_is_not_found(world: World, form: str) -> None:
    consent_id = give(world)
    assert world.person(PERSON).get(f"/consent/receipts/{consent_id}/{form}").status_code == 404


def test_where_no_pdf_can_be_made_none_is_offered_and_asking_is_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "find_spec", lambda name: None)
    consent_id = give(world)
    page = world.person(PERSON).get(f"/consent/receipts/{consent_id}").text
    assert "(PDF)" not in page
    assert "FHIR R4" in page
    answer = world.partner("bqr", "consent:record").get(address(consent_id, "?lang=en"), Accept="application/pdf")
    assert (answer.status_code, answer.json["detail"]) == (
        406,
        "No PDF can be made here. The other forms of the receipt can be had.",
    )
    assert world.verbs(PERSON) == ["gave-consent"]


def test_the_pdf_speaks_the_language_of_who_asks(world: World) -> None:
    consent_id = give(world)
    for lang, title in (("nl", b"Bewijs van toestemming"), ("en", b"Receipt of a consent")):
        assert title in world.person(PERSON, lang=lang).get(f"/consent/receipts/{consent_id}/pdf").data


# --- Keys -------------------------------------------------------------------------------------------------------------


def test_an_old_receipt_is_checked_with_the_key_that_it_was_signed_with(either_world: World) -> None:
    partner, consent_id = either_world.partner("bqr", "consent:record"), give(either_world)
    old = partner.get(address(consent_id)).data
    either_world.clock.moment += timedelta(days=366)
    with either_world.work() as work:
        renew_receipt_key(work, settings=either_world.runtime.settings)
        renew_receipt_key(work, settings=either_world.runtime.settings)
    either_world.clock.moment += timedelta(days=1)
    new = either_world.partner("bqr", "consent:record").get(address(consent_id)).data
    keys = published(either_world)
    assert len(keys) == 2
    kids = [receipts.check(each, keys).kid for each in (old, new)]
    assert kids[0] != kids[1]
    assert keys[kids[0]].signs_until is not None
    assert keys[kids[1]].signs_until is None


def test_a_key_that_is_not_yet_a_year_old_stays(world: World) -> None:
    consent_id = give(world)
    world.partner("bqr", "consent:record").get(address(consent_id))
    world.clock.moment += timedelta(days=364)
    with world.work() as work:
        renew_receipt_key(work, settings=world.runtime.settings)
    assert len(world.rows(ReceiptKey)) == 1


def test_a_chore_makes_no_key_for_an_organisation_that_gave_no_receipt(world: World) -> None:
    with world.work() as work:
        renew_receipt_key(work, settings=world.runtime.settings)
    assert world.rows(ReceiptKey) == []
    assert world.visitor().get(KEYS).json == {"keys": []}


def test_after_a_theft_no_earlier_receipt_counts_and_a_new_one_can_be_had(either_world: World) -> None:
    partner, consent_id = either_world.partner("bqr", "consent:record"), give(either_world)
    stolen = partner.get(address(consent_id)).data
    with either_world.work() as work:
        actions.withdraw_receipt_keys(work, legal_name="BQR")
    with pytest.raises(BadReceipt) as refused:
        receipts.check(stolen, published(either_world))
    assert refused.value.fault is Fault.KEY_WITHDRAWN
    receipts.check(partner.get(address(consent_id)).data, published(either_world))


def test_each_organisation_has_keys_of_its_own(either_world: World) -> None:
    signed = {}
    for organisation in NEWS:
        consent_id = give(either_world, organisation=organisation)
        signed[organisation] = either_world.partner(organisation, "consent:record").get(address(consent_id)).data
    with pytest.raises(BadReceipt) as refused:
        receipts.check(signed["bqr"], published(either_world, "jtb-care"))
    assert refused.value.fault is Fault.UNKNOWN_KEY
    assert published(either_world).keys().isdisjoint(published(either_world, "jtb-care"))


def test_the_key_itself_is_stored_sealed_and_never_published(world: World) -> None:
    world.partner("bqr", "consent:record").get(address(give(world)))
    (row,) = world.rows(ReceiptKey)
    assert b"PRIVATE KEY" not in row.private_sealed
    (key,) = world.visitor().get(KEYS).json["keys"]
    assert not {"d", "private"} & set(key)
    assert key["use"] == "sig"


@dataclass(frozen=True)
class HandOf:
    """What a command has at hand, with a test's settings."""

    given: Settings
    service: Service = SERVICE

    def settings(self) -> Settings:
        return self.given

    runtime = Hand.runtime


def test_the_command_renews_the_key_and_with_stolen_lets_no_earlier_one_count(either_world: World) -> None:
    consent_id = give(either_world)
    first = either_world.partner("bqr", "consent:record").get(address(consent_id)).data
    hand = HandOf(either_world.runtime.settings)
    for stolen in ([], ["--stolen"]):
        done = CliRunner().invoke(receipt_keys, ["rotate", "bqr", *stolen], obj=hand)
        assert done.exit_code == 0, done.output
        assert re.fullmatch(r"[0-9a-f-]{36} signs from now on\n", done.stdout)
    keys = published(either_world)
    assert sorted(key.revoked_at is not None for key in keys.values()) == [False, True, True]
    with pytest.raises(BadReceipt):
        receipts.check(first, keys)


def test_the_command_refuses_an_organisation_that_is_not_there(world: World) -> None:
    done = CliRunner().invoke(receipt_keys, ["rotate", "nobody"], obj=HandOf(world.runtime.settings))
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no organisation 'nobody' is configured" in done.stderr
    assert world.rows(ReceiptKey) == []
