"""Receipts on the pages: the person takes his own along, staff a client's, and the file says so."""

import re

import pytest

from waarborg_consent import receipts
from waarborg_consent.domain import (
    ReceiptForm,
)
from waarborg_consent.receipts import pdf
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import World
from waarborg_tests.receipt_asking import PERSON, address, give, published


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
