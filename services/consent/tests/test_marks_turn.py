"""What is set or ended over the API, on the page, at the desk or by a link turns the very next decision."""

from collections.abc import Callable
from typing import Any

import pytest

from waarborg_consent.models import MarkRow
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import World
from waarborg_tests.asking import EVALUATIONS, PERSON, SCOPES, decide, question, reason_of

MARKS, MINE = "/consent/api/v1/marks/", "/consent/messages"
DESK = f"/consent/people/{PERSON}/messages"
SAME_SITE = {"base_url": "http://bqr.localhost:8000", "headers": {"Sec-Fetch-Site": "same-origin"}}
AGREEMENT = {"type": "care_agreement", "id": "r1", "properties": {"person": PERSON}}
FOR_CARE = {"resource": AGREEMENT, "context": {"purpose": "care_agreement"}}
ADDRESS = {**FOR_CARE, "resource": {**AGREEMENT, "properties": {"person": PERSON, "categories": ["address"]}}}
Set = dict[str, str]


def about(purpose: str) -> dict[str, Any]:
    return {"context": {"purpose": purpose}}


def over_the_api(world: World, **mark: str) -> None:
    assert world.partner("bqr", *SCOPES).post(MARKS, {"subject_ref": PERSON, **mark}).status_code == 201


def on_the_page(world: World, **mark: str) -> None:
    assert world.person(PERSON).send(f"{MINE}/set", page=MINE, **mark).status_code == 303


def at_the_desk(world: World, **mark: str) -> None:
    typed = {"about": "everything", **mark} if mark["kind"] == "objection" else mark
    staff = world.signed_in("bqr", Duty.CONSENT_READ, Duty.CONSENT_RECORD)
    assert staff.send(DESK, page=DESK, how="telephone", **typed).status_code == 303


def end_over_the_api(world: World) -> None:
    (row,) = [row for row in world.rows(MarkRow) if row.ended_at is None]
    ended = world.partner("bqr", *SCOPES).post(f"{MARKS}{row.id}/end", {"told": True})
    assert ended.status_code == 200


def end_on_the_page(world: World) -> None:
    (row,) = [row for row in world.rows(MarkRow) if row.ended_at is None]
    assert world.person(PERSON).send(f"{MINE}/end", page=MINE, mark_id=row.id).status_code == 303


WAYS = [(over_the_api, end_over_the_api), (on_the_page, end_on_the_page), (at_the_desk, end_over_the_api)]


@pytest.mark.parametrize(("do", "end"), WAYS)
@pytest.mark.parametrize(
    ("mark", "asked", "reason"),
    [
        ({"kind": "objection", "about": "satisfaction_survey"}, about("satisfaction_survey"), "objected"),
        ({"kind": "objection", "about": "statistics"}, about("statistics"), "objected"),
        ({"kind": "objection"}, about("statistics"), "objected"),
        ({"kind": "restriction", "ground": "accuracy"}, FOR_CARE, "restricted"),
        ({"kind": "address_secrecy"}, ADDRESS, "address-secret"),
    ],
)
def test_B12_B16_what_is_set_decides_on_the_very_next_question_and_not_once_it_is_ended(
    either_world: World,
    do: Callable[..., None],
    end: Callable[[World], None],
    mark: Set,
    asked: dict[str, Any],
    reason: str,
) -> None:
    partner = either_world.partner("bqr", *SCOPES)
    assert decide(partner, **asked)[0]
    do(either_world, **mark)
    assert decide(partner, **asked) == (False, reason)
    end(either_world)
    assert decide(partner, **asked)[0]


def test_an_opt_out_of_messages_is_no_objection_to_the_use(world: World) -> None:
    over_the_api(world, kind="objection", about="messages")
    partner = world.partner("bqr", *SCOPES)
    assert decide(partner, **about("satisfaction_survey"))[0] and decide(partner, **about("statistics"))[0]


def test_art_21_an_objection_to_everything_that_was_overruled_for_one_use_stops_that_use_no_more(
    either_world: World,
) -> None:
    partner = either_world.partner("bqr", *SCOPES)
    on_the_page(either_world, kind="objection")
    (row,) = either_world.rows(MarkRow)
    body = {"purpose": "statistics", "outcome": "overruled", "reason": "De wet vraagt het jaarcijfer."}
    staff = either_world.signed_in("bqr", Duty.OBJECTIONS_ANSWER)
    assert staff.client.post(f"{MARKS}{row.id}/answers", json=body, **SAME_SITE).status_code == 200
    assert decide(partner, **about("statistics"))[0]
    assert decide(partner, **about("satisfaction_survey")) == (False, "objected")
    batch = [question(**about("statistics")), question(**about("satisfaction_survey"))]
    answers = partner.post(EVALUATIONS, {"evaluations": batch}).json["evaluations"]
    assert [each["decision"] for each in answers] == [True, False]
    assert reason_of(answers[1]) == "objected"


def test_a_yes_to_research_goes_before_an_objection_to_everything_and_the_page_says_so(world: World) -> None:
    partner, page = world.partner("bqr", *SCOPES), world.person(PERSON)
    version = world.runtime.rules("bqr").organisation.statement_version
    said = {"subject_ref": PERSON, "purpose": "research", "statement_version": version, "how": "paper"}
    assert partner.post("/consent/api/v1/consents/", said).status_code == 201
    on_the_page(world, kind="objection")
    assert decide(partner, **about("research")) == (True, "allowed-by-consent")
    assert "to this you said yes by itself" in page.get(MINE).text
    on_the_page(world, kind="objection", about="research")
    assert decide(partner, **about("research")) == (False, "objected")
    assert "to this you said yes by itself" not in page.get(MINE).text


@pytest.mark.parametrize(("yes_first", "goes_on"), [(True, False), (False, True)])
def test_art_18_a_restriction_lets_a_consent_that_was_given_since_go_on_and_none_of_before(
    world: World, yes_first: bool, goes_on: bool
) -> None:
    partner = world.partner("bqr", *SCOPES)
    version = world.runtime.rules("bqr").organisation.statement_version
    said = {"subject_ref": PERSON, "purpose": "research", "statement_version": version, "how": "paper"}

    def give() -> None:
        assert partner.post("/consent/api/v1/consents/", said).status_code == 201

    def restrict() -> None:
        on_the_page(world, kind="restriction", ground="accuracy")

    first, then = (give, restrict) if yes_first else (restrict, give)
    first()
    world.clock.forward(60)
    then()
    assert decide(partner, **about("research"))[0] is goes_on
