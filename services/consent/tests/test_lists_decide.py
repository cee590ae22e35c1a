"""What is recorded beside the plugin's lists decides at once over HTTP, and a consent carries the version in force."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from waarborg_consent.domain.purposes import Point
from waarborg_consent.models import Compatibility, StatementDraft
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import Partner, Visitor, World
from waarborg_tests.asking import EVALUATIONS, PERSON, SCOPES, decide, question, reason_of

AGREEMENT = {"type": "care_agreement", "id": "r1", "properties": {"person": PERSON}}
LATER_USE = {"resource": AGREEMENT, "context": {"purpose": "evaluation", "given_for": "care_agreement"}}
ABROAD = {"resource": AGREEMENT, "context": {"purpose": "care_agreement", "recipient": "nedap_ons"}}
CONSENTS = "/consent/api/v1/consents/"
STATEMENTS, MINE = "/consent/statements", "/consent/"


def keeper(world: World, ref: str = "account-ada") -> Visitor:
    """Somebody who keeps the statement and its lists."""
    return world.signed_in("bqr", Duty.CONSENT_READ, Duty.STATEMENT_KEEP, ref=ref)


def decide_twice(partner: Partner, **asked: Any) -> tuple[bool, str]:
    """The answer to one question, which is the same among several."""
    alone = decide(partner, **asked)
    answers = partner.post(EVALUATIONS, {"evaluations": [question(**asked), question()]}).json["evaluations"]
    assert (answers[0]["decision"], reason_of(answers[0])) == alone
    return alone


def publish(world: World, version: str) -> None:
    """Draft, review and publish, by two people."""
    first, second = keeper(world), keeper(world, ref="account-ben")
    first.send(STATEMENTS, deed="make")
    seen = max(world.rows(StatementDraft), key=lambda row: row.id).content_hash
    second.send(STATEMENTS, deed="review", seen=seen)
    assert first.send(STATEMENTS, deed="publish", seen=seen, version=version).status_code == 303


@pytest.fixture
def abroad(either_world: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """An organisation one of whose recipients is outside the European Economic Area."""
    rules = either_world.runtime.rules("bqr")
    listed = (replace(each, inside_eea=each.code != "nedap_ons") for each in rules.recipients)
    monkeypatch.setitem(vars(rules), "recipients", tuple(listed))
    return either_world


def test_J2_B2_a_declaration_turns_the_very_next_decision_and_its_end_turns_it_back(either_world: World) -> None:
    world = either_world
    partner = world.partner("bqr", *SCOPES)
    backwards = {"resource": AGREEMENT, "context": {"purpose": "care_agreement", "given_for": "evaluation"}}
    assert decide_twice(partner, **LATER_USE) == (False, "combined-purposes")
    answers = {point.value: "Het past bij elkaar." for point in Point}
    declared = keeper(world).send(
        "/consent/purposes", from_purpose="care_agreement", to_purpose="evaluation", **answers
    )
    assert declared.status_code == 303
    assert decide_twice(partner, **LATER_USE) == (True, "allowed-by-basis")
    assert decide_twice(partner, **backwards) == (False, "combined-purposes")
    (row,) = world.rows(Compatibility)
    world.clock.moment = START + timedelta(hours=1)
    keeper(world).send(f"/consent/purposes/declarations/{row.id}", why="Toch niet.")
    assert decide_twice(world.partner("bqr", *SCOPES), **LATER_USE) == (False, "combined-purposes")


def test_B3_an_agreed_safeguard_turns_the_very_next_decision_for_as_long_as_the_agreement_runs(abroad: World) -> None:
    partner, page = abroad.partner("bqr", *SCOPES), "/consent/recipients/nedap_ons"
    signed = {"kind": "processor", "signed_on": "2024-05-01"}
    assert decide_twice(partner, **ABROAD) == (False, "no-safeguard")
    assert keeper(abroad).send(page, **signed).status_code == 303
    assert decide_twice(partner, **ABROAD) == (False, "no-safeguard"), "an agreement that names none is not one"
    assert keeper(abroad).send(page, **signed, safeguard="clauses", until_on=str(START.date())).status_code == 303
    assert decide_twice(partner, **ABROAD) == (True, "allowed-by-basis")
    abroad.clock.moment = START + timedelta(days=1)
    assert decide_twice(abroad.partner("bqr", *SCOPES), **ABROAD) == (False, "no-safeguard"), "its term is over"
    assert keeper(abroad).send(page, **signed, safeguard="adequacy").status_code == 303
    assert decide_twice(abroad.partner("bqr", *SCOPES), **ABROAD)[0]
    assert keeper(abroad).send(f"{page}/end", page=page).status_code == 303
    assert decide_twice(abroad.partner("bqr", *SCOPES), **ABROAD) == (False, "no-safeguard")


def test_J1_a_consent_carries_the_version_that_was_just_published_and_an_older_one_is_refused(
    either_world: World,
) -> None:
    world = either_world
    partner = world.partner("bqr", *SCOPES)
    given = {"subject_ref": PERSON, "purpose": "marketing", "how": "paper"}
    publish(world, "2026-1")
    old = partner.post(CONSENTS, {**given, "statement_version": "2021-04-15"})
    assert old.status_code == 422 and "statement_version" in old.text
    new = partner.post(CONSENTS, {**given, "statement_version": "2026-1"})
    assert new.status_code == 201
    (said,) = partner.get(f"/consent/api/v1/history/?subject_ref={PERSON}").json["items"]
    assert said["statement_version"] == "2026-1"
    news = {"context": {"purpose": "marketing"}}
    answer = partner.post("/consent/access/v1/evaluation", question(**news)).json
    assert (answer["decision"], answer["context"]["statement_version"]) == (True, "2026-1")


def test_J1_the_page_of_a_person_asks_under_the_version_in_force_and_its_receipt_says_where_it_stands(
    world: World,
) -> None:
    publish(world, "2026-1")
    person = world.person(PERSON)
    assert (
        person.send("/consent/give", page=MINE, purpose="marketing", statement_version="2021-04-15").status_code == 422
    )
    given = person.send("/consent/give", page=MINE, purpose="marketing", statement_version="2026-1")
    assert given.status_code == 303
    partner = world.partner("bqr", *SCOPES)
    stands = {each["purpose"]: each for each in partner.get(f"{CONSENTS}?subject_ref={PERSON}").json["items"]}
    event = stands["marketing"]["event_id"]
    receipt = partner.get(f"{CONSENTS}{event}/receipt", Accept="application/json").json
    assert receipt["policyUrl"].endswith("/consent/statement/2026-1")
    assert world.visitor().get("/consent/statement/2026-1").status_code == 200
