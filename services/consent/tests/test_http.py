"""Consent over HTTP: giving, withdrawing, the decision, and what bad input gets."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from waarborg_consent.app import SERVICE
from waarborg_consent.models import Consent, DecisionRecord
from waarborg_shared.client import Answer, ServiceAway
from waarborg_shared.events.consent import ConsentGiven, ConsentWithdrawn
from waarborg_shared.hooks.values import Duty
from waarborg_shared.migrations import drift
from waarborg_shared.testing.world import Partner, World, build_world
from waarborg_shared.web.i18n import missing_translations

PERSON = "0190-person-of-bqr-01"
CONSENTS = "/consent/api/v1/consents/"
WITHDRAWALS = "/consent/api/v1/withdrawals/"
DECISION = "/consent/access/v1/evaluation"
BOTH = ("consent:record", "consent:decide")
NEWS = {"bqr": "marketing", "jtb-care": "newsletter"}


def given(world: World, organisation: str = "bqr", **other: Any) -> dict[str, Any]:
    version = world.runtime.rules(organisation).organisation.statement_version
    good = {"subject_ref": PERSON, "purpose": NEWS[organisation], "statement_version": version, "how": "paper"}
    return {**good, **other}


def question(**other: Any) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "subject": {"type": "staff", "id": "staff-0001", "properties": {"role": "coordinator"}},
        "action": {"name": "read"},
        "resource": {"type": "privacy_regulations", "id": "r1", "properties": {"person": PERSON}},
        "context": {"purpose": "marketing"},
    }
    return {**asked, **other}


def decide(partner: Partner, **other: Any) -> tuple[bool, str]:
    answer = partner.post(DECISION, question(**other))
    assert answer.status_code == 200, answer.text
    return answer.json["decision"], answer.json["context"]["reason"]["code"]


def test_the_decision_says_no_on_the_very_next_call_after_a_withdrawal(either_world: World) -> None:
    partner = either_world.partner("bqr", *BOTH)
    assert decide(partner) == (False, "consent-missing")
    assert partner.post(CONSENTS, given(either_world)).status_code == 201
    assert decide(partner) == (True, "allowed-by-consent")
    assert partner.post(WITHDRAWALS, {"subject_ref": PERSON, "purpose": "marketing"}).status_code == 201
    assert decide(partner) == (False, "consent-withdrawn")


def test_each_decision_leaves_one_record_with_its_reason(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    decide(partner)
    decide(partner, context={"purpose": "spying"})
    records = world.rows(DecisionRecord)
    assert sorted(record.reason for record in records) == ["consent-missing", "unknown-purpose"]
    assert {record.asked_by for record in records} == {"ecd"}


def test_B7_the_role_table_of_the_plugin_decides(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    care = {"purpose": "care_agreement", "in_care": True}
    plan = {"type": "care_plan", "id": "r1", "properties": {"person": PERSON}}
    update, read = {"name": "update"}, {"name": "read"}
    assert decide(partner, context=care, resource=plan, action=update)[0]
    carer = {"type": "staff", "id": "staff-0001", "properties": {"role": "carer"}}
    assert decide(partner, context=care, resource=plan, subject=carer, action=read)[0]
    assert decide(partner, context=care, resource=plan, subject=carer, action=update) == (False, "no-cell")
    planning = {"type": "planning", "id": "r1", "properties": {"person": PERSON}}
    assert decide(partner, context=care, resource=planning, action=read) == (False, "unconfirmed-cell")


def test_J4_at_jtb_care_a_criminal_past_needs_explicit_consent_and_care_goes_on_without(world: World) -> None:
    partner = world.partner("jtb-care", *BOTH)

    def about(*categories: str) -> tuple[bool, str]:
        return decide(
            partner,
            subject={"type": "staff", "id": "staff-0001", "properties": {"role": "care_lead"}},
            resource={"type": "file", "id": "f1", "properties": {"person": PERSON, "categories": list(categories)}},
            context={"purpose": "care", "in_care": True},
        )

    assert about("health") == (True, "allowed-by-basis")
    assert about("health", "criminal") == (False, "special-needs-consent")
    assert partner.post(CONSENTS, given(world, "jtb-care", purpose="care")).status_code == 201
    assert about("health", "criminal")[0]


def test_the_ground_that_was_named_is_kept_with_the_decision(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    board = {"type": "staff", "id": "staff-0001", "properties": {"role": "board"}}
    medical = {"type": "medical_data", "id": "r1", "properties": {"person": PERSON, "categories": ["health"]}}
    asked = {"subject": board, "resource": medical}
    assert decide(partner, **asked, context={"purpose": "care_agreement"}) == (False, "medical-secrecy")
    grounded = {"purpose": "care_agreement", "named_ground": "incident"}
    assert decide(partner, **asked, context=grounded)[0]
    made_up = partner.post(DECISION, question(**asked, context={**grounded, "named_ground": "x"}))
    assert (made_up.status_code, list(made_up.json["errors"])) == (400, ["context.named_ground"])
    assert sorted(str(row.named_ground) for row in world.rows(DecisionRecord)) == ["None", "incident"]


@pytest.mark.parametrize(
    ("person", "role", "status"),
    [(PERSON, "client", 200), (PERSON, "board", 403), ("0190-somebody-else", "client", 403)],
)
def test_a_person_asks_about_himself_alone(world: World, person: str, role: str, status: int) -> None:
    page = world.person(PERSON)
    asked = question(
        subject={"type": "person", "id": PERSON, "properties": {"role": role}},
        resource={"type": "privacy_regulations", "id": "r1", "properties": {"person": person}},
    )
    answer = page.client.post(
        DECISION, json=asked, base_url="http://bqr.localhost:8000", headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == status


def test_staff_ask_in_a_role_that_they_hold(world: World) -> None:
    carer = world.staff("bqr", "carer")
    for role, status in (("board", 403), ("carer", 200)):
        asked = question(subject={"type": "staff", "id": "account-carer", "properties": {"role": role}})
        answer = carer.client.post(
            DECISION, json=asked, base_url="http://bqr.localhost:8000", headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert answer.status_code == status


def test_a_consent_is_told_by_reference_and_kept_with_its_proof_sealed(world: World) -> None:
    note = "Aan de keukentafel, zijn zus was erbij."
    answer = world.partner("bqr", *BOTH).post(CONSENTS, given(world, note=note))
    assert answer.status_code == 201
    (told,) = world.told(ConsentGiven)
    assert (told.subject_ref, told.purpose) == (PERSON, "marketing")
    (row,) = world.rows(Consent)
    assert row.note_sealed is not None and note.encode() not in row.note_sealed
    assert world.verbs(PERSON) == ["gave-consent"]


def test_a_general_withdrawal_ends_everything(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    partner.post(CONSENTS, given(world))
    partner.post(CONSENTS, given(world, purpose="calling"))
    assert partner.post(WITHDRAWALS, {"subject_ref": PERSON}).status_code == 201
    standing = partner.get(f"{CONSENTS}?subject_ref={PERSON}").json["items"]
    states = {item["purpose"]: item["state"] for item in standing}
    assert states["marketing"] == states["calling"] == "withdrawn"
    assert world.told(ConsentWithdrawn)[0].purpose is None


BAD: list[tuple[dict[str, Any], str]] = [
    ({"purpose": "spying"}, "purpose"),
    ({"purpose": "care_agreement"}, "purpose"),
    ({"purpose": None}, "purpose"),
    ({"purpose": "x" * 200}, "purpose"),
    ({"statement_version": "1.0"}, "statement_version"),
    ({"subject_ref": "<script>"}, "subject_ref"),
    ({"subject_ref": 7}, "subject_ref"),
    ({"how": "telepathy"}, "how"),
    ({"note": "bel\x07"}, "note"),
    ({"note": "x" * 1001}, "note"),
    ({"colour": "blue"}, "colour"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD)
def test_J2_what_is_wrong_with_a_consent_is_named_and_nothing_is_stored(
    world: World, wrong: dict[str, Any], field: str
) -> None:
    answer = world.partner("bqr", *BOTH).post(CONSENTS, given(world, **wrong))
    assert answer.status_code == 422
    assert answer.content_type == "application/problem+json"
    assert list(answer.json["errors"]) == [field]
    assert world.rows(Consent) == []
    assert world.events() == []


def test_withdrawing_twice_is_refused(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    partner.post(CONSENTS, given(world))
    body = {"subject_ref": PERSON, "purpose": "marketing"}
    assert partner.post(WITHDRAWALS, body).status_code == 201
    answer = partner.post(WITHDRAWALS, body)
    assert (answer.status_code, answer.json["code"]) == (409, "already-withdrawn")


def test_sent_twice_with_one_key_it_is_recorded_once(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    first = partner.post(CONSENTS, given(world), Idempotency_Key="twice-the-same")
    second = partner.post(CONSENTS, given(world), Idempotency_Key="twice-the-same")
    assert first.json == second.json
    assert len(world.rows(Consent)) == 1
    other = partner.post(CONSENTS, given(world, purpose="calling"), Idempotency_Key="twice-the-same")
    assert other.status_code == 422


@pytest.mark.parametrize("scopes", [(), ("consent:decide",)])
def test_a_partner_without_the_scope_is_refused_by_name(world: World, scopes: tuple[str, ...]) -> None:
    answer = world.partner("bqr", *scopes).post(CONSENTS, given(world))
    assert (answer.status_code, answer.json["right"]) == (403, "consent:record")


def test_the_other_organisation_knows_nothing_of_it(world: World) -> None:
    world.partner("bqr", *BOTH).post(CONSENTS, given(world))
    elsewhere = world.partner("jtb-care", *BOTH).get(f"{CONSENTS}?subject_ref={PERSON}").json["items"]
    assert {item["state"] for item in elsewhere} == {"unknown"}
    assert world.rows(Consent, "jtb-care") == []


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_a_person_gives_and_withdraws_on_the_page(world: World, organisation: str) -> None:
    page = world.person(PERSON, organisation)
    version = world.runtime.rules(organisation).organisation.statement_version
    assert "Not given" in page.get("/consent/").text
    purpose = NEWS[organisation]
    said_yes = page.send("/consent/give", page="/consent/", purpose=purpose, statement_version=version)
    assert said_yes.status_code == 303
    assert "Given" in page.get("/consent/").text
    assert page.send("/consent/withdraw", page="/consent/", purpose=purpose).status_code == 303
    assert "Withdrawn" in page.get("/consent/").text


@pytest.mark.parametrize("verb", ["give", "withdraw"])
def test_a_session_that_ended_meanwhile_is_told_with_a_way_back_and_nothing_is_done(world: World, verb: str) -> None:
    page = world.person(PERSON, lang="nl")
    token = page.token("/consent/")
    ((_, session),) = world.identity.sessions
    world.identity.sessions.clear()
    world.runtime.authenticator.forget_session(session, "bqr")
    version = world.runtime.rules("bqr").organisation.statement_version
    typed = {"purpose": "marketing", **({"statement_version": version} if verb == "give" else {})}
    answer = page.send(f"/consent/{verb}", token=token, **typed)
    assert answer.status_code == 401
    assert "U bent niet meer ingelogd" in answer.text and "maken wij een nieuwe code voor u" in answer.text
    assert 'href="/identity/sign-in?next=/consent/' in answer.text
    assert world.rows(Consent) == []


def test_a_form_of_before_is_told_and_nothing_is_done(world: World) -> None:
    token = world.person(PERSON).token("/consent/")
    other = world.person("0190-somebody-else-1")
    answer = other.send("/consent/withdraw", token=token, purpose="marketing")
    assert answer.status_code == 422
    assert "Nothing was changed" in answer.text and "open for too long" in answer.text
    assert "not on the list" not in answer.text


def test_B17_saying_yes_and_withdrawing_look_the_same(world: World) -> None:
    page = world.person(PERSON)
    version = world.runtime.rules("bqr").organisation.statement_version
    page.send("/consent/give", page="/consent/", purpose="marketing", statement_version=version)
    text = page.get("/consent/").text
    assert "Withdraw: " in text and "Say yes: " in text
    assert "nl-button--primary" not in text


def test_J4_at_jtb_care_it_says_which_special_data_a_yes_is_about_and_that_care_goes_on(world: World) -> None:
    text = world.person(PERSON, "jtb-care").get("/consent/").text
    about = re.search(r"Your yes is only about: ([^.]*)\.", text)
    assert about is not None and about[1] == "criminal past, ethnicity or race"
    assert "the rest goes on: it does not rest on your yes" in text


class Register:
    """Identity's register of persons, as the client of services would reach it."""

    def __init__(self, status: int = 200, away: bool = False) -> None:
        self._status, self._away = status, away

    def ask(self, service: str, method: str, path: str, **_: Any) -> Answer:
        """Answer what a person is called."""
        assert (service, method, path) == ("identity", "GET", f"/identity/api/v1/persons/{PERSON}")
        if self._away:
            raise ServiceAway(service, "not there")
        return Answer(self._status, {"name": "Teun Voorbeeld", "client_number": "C-1044"})


@pytest.mark.parametrize(
    ("register", "words"),
    [(Register(), "Teun Voorbeeld"), (Register(403), "does not say who"), (Register(away=True), "does not say who")],
)
def test_the_desk_page_says_whose_consents_they_are_with_a_way_back(
    sqlite_database: Any, make_settings: Callable[..., Any], register: Any, words: str
) -> None:
    for world in build_world(SERVICE, sqlite_database(SERVICE), make_settings, client=register):
        desk = world.signed_in("bqr", Duty.CONSENT_READ, Duty.PERSONS_REGISTER)
        page = desk.get(f"/consent/people/{PERSON}")
        assert page.status_code == 200
        assert words in page.text
        assert f'href="/identity/persons/{PERSON}"' in page.text
        reader = world.signed_in("bqr", Duty.CONSENT_READ).get(f"/consent/people/{PERSON}").text
        assert "Teun Voorbeeld" not in reader and 'href="/desk"' in reader


def test_who_is_not_signed_in_is_told_how_to_get_there_and_gets_no_cookie(world: World) -> None:
    answer = world.visitor(lang="nl").get("/consent/")
    assert answer.status_code == 200
    assert "Mijn toestemmingen" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_a_person_cannot_reach_somebody_elses_consents(world: World) -> None:
    page = world.person(PERSON)
    assert page.get("/consent/people/0190-somebody-else-1").status_code == 403


def test_J7_staff_record_what_was_said_at_the_kitchen_table(world: World) -> None:
    desk = world.staff("jtb-care", "care_lead")
    path = f"/consent/people/{PERSON}"
    said = {"purpose": "newsletter", "says": "yes", "how": "kitchen_table", "note": "Zijn zus was erbij."}
    assert desk.send(path, **said).status_code == 303
    (row,) = world.rows(Consent, "jtb-care")
    assert (row.how, row.actor_ref) == ("kitchen_table", "account-care_lead")
    wrong = desk.send(path, **{**said, "how": ""})
    assert wrong.status_code == 422
    assert "Zijn zus was erbij." in wrong.text


def test_the_models_are_what_the_migrations_make(service_database: Any) -> None:
    assert drift(service_database(SERVICE).owner, SERVICE) == []


def test_every_text_is_said_in_dutch() -> None:
    assert missing_translations("waarborg_consent") == []
