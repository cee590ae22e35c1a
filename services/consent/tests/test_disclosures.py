"""Disclosures to third parties: asked, refused, recorded, given, and seen by the person (J8, B12)."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import Any

import pytest

from waarborg_consent.domain.marks import MarkKind
from waarborg_consent.models import ConsentFile, MarkRow, PersonAlias, ThirdPartyDisclosure
from waarborg_shared.db import new_id
from waarborg_shared.events.consent import DisclosureRecorded
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Visitor, World
from waarborg_tests.asking import EVALUATION, SCOPES, decide, question, reason_of

PERSON, OTHER_REF = "0190-person-of-bqr-01", "0190-person-of-bqr-02"
PAGE, MINE, API = f"/consent/people/{PERSON}/disclosures", "/consent/disclosures", "/consent/api/v1/disclosures/"
SCOPE = "consent:disclose"
CONSENTS = "/consent/api/v1/consents/"
ASKED: dict[str, Any] = {
    "subject_ref": PERSON,
    "ground": "agreement",
    "categories": ["name"],
    "recipient": "insurers",
}
NAMED = {"recipient": "other", "recipient_name": "Huisarts Voorbeeld"}
TYPED = {"recipient": "insurers", "categories": ["name"], "ground": "agreement", "what": "ask", "country": "NL"}


def plain(page: str) -> str:
    """A page as somebody reads it."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def desk(world: World, organisation: str = "bqr") -> Visitor:
    """Somebody who decides on disclosures."""
    return world.signed_in(
        organisation,
        Duty.CONSENT_READ,
        Duty.DISCLOSE,
        ref="account-ada",
        roles=["board" if organisation == "bqr" else "care_lead"],
    )


def ask(world: World, **other: Any) -> dict[str, Any]:
    """Ask over the API, and return the answer."""
    answer = world.partner("bqr", SCOPE).post(API, {**ASKED, **other})
    assert answer.status_code == 201, answer.text
    return dict(answer.json)


def mark(world: World, kind: MarkKind, *, ref: str = PERSON) -> None:
    """Let a mark stand against the use of a person's data."""
    with world.work() as work:
        work.file(ConsentFile, ref)
        work.append(
            MarkRow,
            id=new_id(),
            subject_ref=ref,
            kind=kind.value,
            about=None,
            set_at=work.now - timedelta(minutes=1),
            set_by_kind="person",
            set_by_ref=ref,
            how="page",
        )


def test_J8_what_the_agreement_needs_is_authorised_and_told_in_codes(either_world: World) -> None:
    answer = ask(either_world, note="Zij belde zelf.")
    assert (answer["verdict"], answer["allowed"], answer["why"]["code"]) == ("authorised", True, "by-agreement")
    (told,) = either_world.told(DisclosureRecorded)
    assert (told.subject_ref, told.disclosure_ref, told.verdict) == (PERSON, answer["id"], "authorised")
    assert (told.ground, told.recipient, told.categories, told.outside_eea) == (
        "agreement",
        "insurers",
        ("name",),
        False,
    )
    (row,) = either_world.rows(ThirdPartyDisclosure)
    assert row.words_sealed is not None and b"belde" not in row.words_sealed
    assert either_world.verbs(PERSON) == ["disclosure"]


def test_J8_B12_a_refusal_is_an_answer_that_is_kept(world: World) -> None:
    answer = ask(world, categories=["name", "health"])
    assert (answer["verdict"], answer["why"]["code"]) == ("refused", "medical-secrecy")
    assert "beroepsgeheim" in answer["why"]["nl"]
    assert ask(world, categories=["health"], ground="law", ground_source="art. 87 Zvw")["verdict"] == "authorised"
    assert ask(world, categories=["health"], ground="consent", consent_how="paper")["verdict"] == "authorised"
    assert [row.verdict for row in world.rows(ThirdPartyDisclosure)].count("refused") == 1


def test_B12_consent_for_a_purpose_counts_as_long_as_it_stands(world: World) -> None:
    wanted = {"ground": "consent", "purpose": "marketing", "categories": ["email"]}
    assert ask(world, **wanted)["why"]["code"] == "consent-missing"
    partner = world.partner("bqr", "consent:record")
    version = world.runtime.rules("bqr").organisation.statement_version
    given = {"subject_ref": PERSON, "purpose": "marketing", "statement_version": version, "recipients": ["insurers"]}
    assert partner.post("/consent/api/v1/consents/", given).status_code == 201
    assert ask(world, **wanted)["verdict"] == "authorised"
    assert ask(world, **{**wanted, "categories": ["financial"]})["why"]["code"] == "other-purpose"
    assert partner.post("/consent/api/v1/withdrawals/", {"subject_ref": PERSON}).status_code == 201
    assert ask(world, **wanted)["why"]["code"] == "consent-withdrawn"


def test_J8_B12_a_yes_to_our_own_use_gives_nothing_to_a_third_party(either_world: World) -> None:
    """The register and the decision say the same: a third party needs a yes that names him, or one to this alone."""
    world = either_world
    partner = world.partner("bqr", *SCOPES)
    wanted = {"ground": "consent", "purpose": "marketing", "categories": ["email"]}
    form = {"type": "privacy_regulations", "id": "r1", "properties": {"person": PERSON}}
    use = {"resource": form, "context": {"purpose": "marketing", "recipient": "insurers"}}
    version = world.runtime.rules("bqr").organisation.statement_version
    given = {"subject_ref": PERSON, "purpose": "marketing", "statement_version": version}
    assert decide(partner, **use) == (False, "consent-missing")
    assert partner.post(CONSENTS, given).status_code == 201
    for recipient in ({"recipient": "insurers"}, {"recipient": "other", "recipient_name": "Acme Reclame BV"}):
        answer = ask(world, **wanted, **recipient)
        assert (answer["verdict"], answer["why"]["code"]) == ("refused", "recipient-not-named")
        assert "die hem noemt" in answer["why"]["nl"]
        assert ask(world, **wanted, **recipient, consent_how="paper")["verdict"] == "authorised"
    refused = partner.post(EVALUATION, question(**use)).json
    assert (refused["decision"], reason_of(refused)) == (False, "recipient-not-named")
    assert "consent-names:insurers" in str(refused["context"])
    assert decide(partner, resource=form, context={"purpose": "marketing"})[0], "our own use goes on"
    assert decide(partner, resource=form, context={"purpose": "marketing", "recipient": "nedap_ons"})[0], "a holder"
    assert partner.post(CONSENTS, {**given, "recipients": ["insurers"]}).status_code == 201
    assert ask(world, **wanted)["why"]["code"] == "by-consent"
    assert decide(partner, **use) == (True, "allowed-by-consent")
    assert ask(world, **wanted, **NAMED)["why"]["code"] == "recipient-not-named", "nobody can name who is on no list"


def test_J8_a_yes_to_the_offers_of_an_insurer_names_the_insurer(world: World) -> None:
    version = world.runtime.rules("bqr").organisation.statement_version
    given = {"subject_ref": PERSON, "purpose": "insurer_offers", "statement_version": version}
    assert world.partner("bqr", "consent:record").post(CONSENTS, given).status_code == 201
    wanted = {"ground": "consent", "purpose": "insurer_offers", "categories": ["email"]}
    assert ask(world, **wanted)["why"]["code"] == "by-consent"
    assert ask(world, **wanted, **NAMED)["why"]["code"] == "recipient-not-named"


@pytest.mark.parametrize("ref", [PERSON, OTHER_REF])
def test_B12_a_secret_address_is_refused_under_whatever_reference_it_was_set(world: World, ref: str) -> None:
    assert ask(world, categories=["address"])["verdict"] == "authorised"
    if ref == OTHER_REF:
        with world.work() as work:
            for one, other in ((PERSON, OTHER_REF), (OTHER_REF, PERSON)):
                work.add(PersonAlias(ref=one, other_ref=other, since=START))
    mark(world, MarkKind.ADDRESS_SECRECY, ref=ref)
    assert ask(world, categories=["address"])["why"]["code"] == "address-kept-back"
    assert ask(world, categories=["name"])["verdict"] == "authorised"


def test_a_restriction_stops_what_only_the_agreement_needs(world: World) -> None:
    mark(world, MarkKind.RESTRICTION)
    assert ask(world)["why"]["code"] == "restricted"
    assert ask(world, ground="law", ground_source="art. 1 Voorbeeldwet")["verdict"] == "authorised"


def test_B3_outside_the_eea_only_with_a_safeguard_that_is_registered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = world.runtime.rules("bqr")
    abroad = replace(rules.recipients[-1], country="US", inside_eea=False)
    monkeypatch.setitem(vars(rules), "recipients", (abroad,))
    refused = ask(world)
    assert (refused["why"]["code"], refused["outside_eea"], refused["country"]) == ("no-safeguard", True, "US")
    keeper = world.signed_in("bqr", Duty.CONSENT_READ, Duty.STATEMENT_KEEP)
    signed = {"kind": "independent", "signed_on": "2024-05-01", "safeguard": "clauses"}
    assert keeper.send("/consent/recipients/insurers", **signed).status_code == 303
    assert ask(world)["verdict"] == "authorised"
    assert ask(world, **NAMED, country="US")["why"]["code"] == "no-safeguard", "nobody registered one for him"


def test_what_was_authorised_is_given_once(world: World) -> None:
    partner, allowed = world.partner("bqr", SCOPE), ask(world)
    path, body = f"{API}{allowed['id']}/given", {"subject_ref": PERSON, "given_on": "2026-03-02"}
    given = partner.post(path, body)
    assert (given.status_code, given.json["verdict"], given.json["authorisation_id"]) == (201, "given", allowed["id"])
    twice = partner.post(path, body)
    assert (twice.status_code, twice.json["code"]) == (409, "not-authorised")
    assert partner.post(f"{API}{ask(world, categories=['bsn'])['id']}/given", body).status_code == 409
    assert partner.post(f"{API}{new_id()}/given", body).status_code == 404
    assert partner.post(path, {**body, "subject_ref": OTHER_REF}).status_code == 404
    tomorrow = partner.post(path, {**body, "given_on": "2026-03-03"})
    assert (tomorrow.status_code, list(tomorrow.json["errors"])) == (422, ["given_on"])


def test_a_withdrawal_between_the_answer_and_the_giving_counts(world: World) -> None:
    allowed = ask(world, ground="consent", consent_how="spoken", categories=["health"])
    world.clock.moment = START + timedelta(minutes=1)
    partner = world.partner("bqr", "consent:record")
    version = world.runtime.rules("bqr").organisation.statement_version
    yes = {"subject_ref": PERSON, "purpose": "marketing", "statement_version": version}
    assert partner.post("/consent/api/v1/consents/", yes).status_code == 201
    assert partner.post("/consent/api/v1/withdrawals/", {"subject_ref": PERSON}).status_code == 201
    body = {"subject_ref": PERSON, "given_on": "2026-03-02"}
    given = world.partner("bqr", SCOPE).post(f"{API}{allowed['id']}/given", body).json
    assert (given["verdict"], given["allowed"], given["why"]["code"]) == ("given", False, "consent-withdrawn")


def test_what_was_given_without_being_allowed_is_recorded_as_it_happened(world: World) -> None:
    answer = ask(world, categories=["health"], given_on="2026-02-27", **NAMED)
    assert (answer["verdict"], answer["allowed"]) == ("given", False)
    staff = plain(desk(world).get(PAGE).text)
    assert "This should not have been given." in staff and "Report it as a data breach" in staff
    own = plain(world.person(PERSON).get(MINE).text)
    assert "This should not have been given." in own and "You may complain about it." in own


BAD: list[tuple[dict[str, Any], str]] = [
    ({"ground": "sale"}, "ground"),
    ({"ground": None}, "ground"),
    ({"categories": []}, "categories"),
    ({"categories": ["shoe_size"]}, "categories"),
    ({"categories": "name"}, "categories"),
    ({"categories": ["name"] * 51}, "categories"),
    ({"recipient": "nobody"}, "recipient"),
    ({"recipient": "nedap_ons"}, "recipient"),
    ({"recipient": "other"}, "recipient_name"),
    ({"recipient": "other", "recipient_name": " "}, "recipient_name"),
    ({"recipient": "other", "recipient_name": "x" * 201}, "recipient_name"),
    ({"country": "nl"}, "country"),
    ({"country": "Nederland"}, "country"),
    ({"ground": "law"}, "ground_source"),
    ({"ground": "court_order"}, "ground_source"),
    ({"ground": "consent"}, "consent_how"),
    ({"ground": "consent", "consent_how": "telepathy"}, "consent_how"),
    ({"ground": "consent", "purpose": "spying"}, "purpose"),
    ({"given_on": "2026-03-03"}, "given_on"),
    ({"given_on": "yesterday"}, "given_on"),
    ({"note": "bel\x07"}, "note"),
    ({"refuse": "yes"}, "refuse"),
    ({"subject_ref": "<script>"}, "subject_ref"),
    ({"colour": "blue"}, "colour"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD)
def test_what_is_wrong_is_named_and_nothing_is_stored(world: World, wrong: dict[str, Any], field: str) -> None:
    answer = world.partner("bqr", SCOPE).post(API, {**ASKED, **wrong})
    assert answer.status_code == 422, answer.text
    assert answer.content_type == "application/problem+json"
    assert [name.partition(".")[0] for name in answer.json["errors"]] == [field]
    assert world.rows(ThirdPartyDisclosure) == []
    assert world.events() == []


def test_sent_twice_with_one_key_it_is_recorded_once(world: World) -> None:
    partner = world.partner("bqr", SCOPE)
    first = partner.post(API, ASKED, Idempotency_Key="once-and-no-more")
    assert partner.post(API, ASKED, Idempotency_Key="once-and-no-more").json == first.json
    assert len(world.rows(ThirdPartyDisclosure)) == 1


@pytest.mark.parametrize("scopes", [(), ("consent:decide", "consent:record")])
def test_a_partner_without_the_scope_is_refused_by_name(world: World, scopes: tuple[str, ...]) -> None:
    answer = world.partner("bqr", *scopes).post(API, ASKED)
    assert (answer.status_code, answer.json["right"]) == (403, SCOPE)
    assert world.partner("bqr", *scopes).get(f"{API}?subject_ref={PERSON}").status_code == 403


def test_a_person_decides_on_no_disclosure_and_sees_his_own_alone(world: World) -> None:
    ask(world, **NAMED)
    person = world.person(PERSON)
    headers = {"Sec-Fetch-Site": "same-origin"}
    common = {"base_url": "http://bqr.localhost:8000", "headers": headers}
    assert person.client.post(API, json=ASKED, **common).status_code == 403
    own = person.client.get(f"{API}?subject_ref={PERSON}", **common)
    assert (own.status_code, own.json["items"][0]["recipient_name"]) == (200, "Huisarts Voorbeeld")
    assert person.client.get(f"{API}?subject_ref={OTHER_REF}", **common).status_code == 404


def test_J8_the_person_sees_who_asked_or_got_what_when_and_why(world: World) -> None:
    desk(world).send(PAGE, **TYPED)
    desk(world).send(PAGE, **{**TYPED, "categories": ["health"], "note": "Alleen voor ons."})
    page = plain(world.person(PERSON).get(MINE).text)
    assert "Health insurers" in page and "May be given" in page and "by: Board" in page
    assert "Refused" in page and "Medical secrecy" in page
    assert "Alleen voor ons." not in page, "a note is proof, and not the person's news"
    dutch = plain(world.person(PERSON, lang="nl").get(MINE).text)
    assert "Wie gegevens over mij kreeg" in dutch and "Zorgverzekeraars" in dutch
    assert "Nobody got data about you" in plain(world.person(OTHER_REF).get(MINE).text)


def test_the_persons_own_page_is_for_the_person(world: World) -> None:
    assert world.visitor().get(MINE).status_code == 401
    assert desk(world).get(MINE).status_code == 403
    assert 'href="/consent/disclosures' in world.person(PERSON).get("/consent/").text


def test_staff_ask_record_refuse_and_give_on_the_page(world: World) -> None:
    who = desk(world)
    assert who.send(PAGE, **TYPED).status_code == 303
    assert who.send(PAGE, **{**TYPED, "what": "refuse"}).status_code == 303
    assert who.send(PAGE, **{**TYPED, "what": "given", "given_on": "2026-02-28"}).status_code == 303
    verdicts = sorted((row.verdict, row.why) for row in world.rows(ThirdPartyDisclosure))
    assert verdicts == [("authorised", "by-agreement"), ("given", "by-agreement"), ("refused", "refused-by-hand")]
    (waits,) = [row for row in world.rows(ThirdPartyDisclosure) if row.verdict == "authorised"]
    assert who.send(f"{PAGE}/{waits.id}/given", page=PAGE).status_code == 303
    page = plain(who.get(PAGE).text)
    assert "It was given today" not in page
    again = who.send(f"{PAGE}/{waits.id}/given", page=PAGE)
    assert again.status_code == 409


FORM_BAD: list[tuple[dict[str, Any], str]] = [
    ({"recipient": ""}, "recipient"),
    ({"recipient": "other"}, "recipient_name"),
    ({"categories": []}, "categories"),
    ({"ground": "sale"}, "ground"),
    ({"ground": "law"}, "ground_source"),
    ({"ground": "consent"}, "consent_how"),
    ({"what": ""}, "what"),
    ({"what": "given"}, "given_on"),
    ({"what": "given", "given_on": "2026-03-03"}, "given_on"),
    ({"country": "x"}, "country"),
]


@pytest.mark.parametrize(("wrong", "field"), FORM_BAD)
def test_a_form_says_what_is_wrong_and_keeps_what_was_typed(world: World, wrong: dict[str, Any], field: str) -> None:
    answer = desk(world).send(PAGE, **{**TYPED, "note": "In de kast.", **wrong})
    assert answer.status_code == 422
    assert f'href="#field-{field}"' in answer.text and "In de kast." in answer.text
    assert world.rows(ThirdPartyDisclosure) == []


def test_who_only_reads_decides_nothing(world: World) -> None:
    reader = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    assert "Ask whether something may be given" not in reader.get(PAGE).text
    token = reader.token(f"/consent/people/{PERSON}")
    assert reader.send(PAGE, token=token, **TYPED).status_code == 403
    assert world.signed_in("bqr", Duty.DISCLOSE).get(PAGE).status_code == 403
    assert world.rows(ThirdPartyDisclosure) == []


def test_J8_at_jtb_care_the_one_who_does_it_all_records_for_somebody_who_is_on_no_list(world: World) -> None:
    lead = world.staff("jtb-care", "care_lead")
    typed = {**TYPED, **NAMED, "ground": "consent", "consent_how": "kitchen_table", "categories": ["health"]}
    assert lead.send(PAGE, **typed).status_code == 303
    page = plain(world.person(PERSON, "jtb-care").get(MINE).text)
    assert "Huisarts Voorbeeld" in page and "The client consented to this." in page
    assert world.rows(ThirdPartyDisclosure) == []


def test_what_went_under_another_reference_of_the_same_person_is_seen_too(world: World) -> None:
    ask(world)
    with world.work() as work:
        for one, other in ((PERSON, OTHER_REF), (OTHER_REF, PERSON)):
            work.add(PersonAlias(ref=one, other_ref=other, since=datetime(2026, 3, 1, tzinfo=UTC)))
    assert "Health insurers" in plain(world.person(OTHER_REF).get(MINE).text)


def test_after_erasure_the_codes_stay_and_the_words_are_gone(world: World) -> None:
    ask(world, **NAMED, note="Aan tafel.", ground="law", ground_source="art. 1 Voorbeeldwet")
    world.erase(PERSON)
    for page in (desk(world).get(PAGE), world.person(PERSON).get(MINE)):
        assert page.status_code == 200 and "Erased" in page.text
        assert "Huisarts" not in page.text and "Voorbeeldwet" not in page.text
    (item,) = world.partner("bqr", SCOPE).get(f"{API}?subject_ref={PERSON}").json["items"]
    assert item["erased"] == ["ground_source", "recipient_name"] and item["recipient_name"] is None
    listed = world.partner("bqr", SCOPE).post(API, ASKED)
    assert listed.status_code == 201, "without words there is nothing to seal"
    named = world.partner("bqr", SCOPE).post(API, {**ASKED, **NAMED})
    assert (named.status_code, named.json["code"]) == (410, "erased")


def test_the_other_organisation_knows_nothing_of_it(world: World) -> None:
    ask(world, **NAMED)
    elsewhere = world.partner("jtb-care", SCOPE).get(f"{API}?subject_ref={PERSON}")
    assert elsewhere.json == {"items": []}
