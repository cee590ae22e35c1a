"""May I send this, over HTTP: a batch of persons, by consent and objection, with a record of every yes and a link."""

from typing import Any

import pytest
from sqlalchemy import event

from waarborg_consent.actions.known_persons import know_persons
from waarborg_consent.models import MessageCheck, MessageLink
from waarborg_consent.references import join_references
from waarborg_shared.auth import ActorKind
from waarborg_shared.events.consent import MessageAnswerChanged
from waarborg_shared.hooks.values import Duty
from waarborg_shared.testing.world import Partner, World

PERSON, OTHER, THIRD = "0190-person-of-bqr-01", "0190-person-of-bqr-02", "0190-person-of-bqr-03"
CHECKS, MARKS = "/consent/api/v1/message-checks/", "/consent/api/v1/marks/"
CONSENTS = "/consent/api/v1/consents/"
BOTH = ("consent:record", "consent:decide")


def asked(*persons: str, **other: Any) -> dict[str, Any]:
    good = {"kind": "care_news", "channel": "letter", "from_agreement": True, "persons": list(persons or (PERSON,))}
    return {**good, **other}


def answers(partner: Partner, body: dict[str, Any]) -> dict[str, tuple[bool, str]]:
    answer = partner.post(CHECKS, body)
    assert answer.status_code == 200, answer.text
    return {each["subject_ref"]: (each["allowed"], each["reason"]) for each in answer.json["items"]}


def say_yes(
    partner: Partner, world: World, person: str, purpose: str, organisation: str = "bqr", **part: list[str]
) -> None:
    version = world.runtime.rules(organisation).organisation.statement_version
    body = {"subject_ref": person, "purpose": purpose, "statement_version": version, **part}
    assert partner.post(CONSENTS, body).status_code == 201


def object_to(partner: Partner, person: str, about: str | None) -> str:
    answer = partner.post(MARKS, {"subject_ref": person, "kind": "objection", "about": about})
    assert answer.status_code == 201, answer.text
    return str(answer.json["id"])


def test_B8_news_goes_to_who_said_yes_and_stops_on_the_very_next_call_after_an_objection(either_world: World) -> None:
    partner = either_world.partner("bqr", *BOTH)
    assert answers(partner, asked(PERSON, OTHER)) == {
        PERSON: (False, "consent-missing"),
        OTHER: (False, "consent-missing"),
    }
    say_yes(partner, either_world, PERSON, "marketing")
    assert answers(partner, asked(PERSON, OTHER))[PERSON] == (True, "allowed-by-consent")
    mark = object_to(partner, PERSON, "care_news")
    assert answers(partner, asked())[PERSON] == (False, "objection")
    assert partner.post(f"{MARKS}{mark}/end", {}).status_code == 200
    assert answers(partner, asked())[PERSON] == (True, "allowed-by-consent")
    told = [(each.kind, each.outcome) for each in either_world.told(MessageAnswerChanged)]
    assert told == [("care_news", "refused"), ("care_news", "allowed")]


@pytest.mark.parametrize(
    ("part", "categories", "answer"),
    [
        (["name", "email", "address"], [], (True, "allowed-by-consent")),
        (["name", "email"], [], (False, "consent-missing")),
        (["name", "email", "address"], ["email"], (True, "allowed-by-consent")),
        ([], ["email"], (True, "allowed-by-consent")),
    ],
)
def test_B8_a_yes_to_a_part_counts_for_a_message_all_of_whose_data_are_in_it(
    world: World, part: list[str], categories: list[str], answer: tuple[bool, str]
) -> None:
    partner = world.partner("bqr", *BOTH)
    say_yes(partner, world, PERSON, "marketing", categories=part)
    assert answers(partner, asked(categories=categories))[PERSON] == answer


def test_B8_a_no_to_data_that_a_message_does_not_use_stops_it_not_and_to_those_that_it_does_it_stops(
    world: World,
) -> None:
    partner = world.partner("bqr", *BOTH)
    say_yes(partner, world, PERSON, "marketing")
    withdrawal = {"subject_ref": PERSON, "purpose": "marketing"}
    assert partner.post("/consent/api/v1/withdrawals/", {**withdrawal, "categories": ["telephone"]}).status_code == 201
    assert answers(partner, asked())[PERSON] == (True, "allowed-by-consent")
    assert partner.post("/consent/api/v1/withdrawals/", {**withdrawal, "categories": ["email"]}).status_code == 201
    assert answers(partner, asked())[PERSON] == (False, "consent-withdrawn")


def test_a_list_that_is_empty_is_told_in_things_and_not_in_characters(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    answer = partner.post(CHECKS, {**asked(), "persons": []}, Accept_Language="nl")
    assert answer.json["errors"] == {"persons": ["Minstens 1 hiervan."]}


@pytest.mark.parametrize("about", ["care_news", "marketing", "messages", None])
def test_B16_an_objection_wins_from_a_yes_of_before_and_of_after_whatever_it_is_about(world: World, about: Any) -> None:
    partner = world.partner("bqr", *BOTH)
    object_to(partner, PERSON, about)
    say_yes(partner, world, PERSON, "marketing")
    assert answers(partner, asked())[PERSON] == (False, "objection")


def test_B9_a_service_message_passes_whatever_was_objected_to_or_restricted(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    object_to(partner, PERSON, None)
    for kind, ground in (("restriction", "accuracy"), ("address_secrecy", None)):
        body = {"subject_ref": PERSON, "kind": kind, "ground": ground}
        assert partner.post(MARKS, body).status_code == 201
    body = asked(kind="agreement_message", channel="email", from_agreement=False)
    answer = partner.post(CHECKS, body).json
    (item,) = answer["items"]
    assert (item["allowed"], item["reason"], item["address_secret"]) == (True, "allowed-service", True)
    assert answer["reasons"]["allowed-service"]["nl"].startswith("Het mag")


@pytest.mark.parametrize(
    ("organisation", "other", "reason"),
    [
        ("bqr", {"from_agreement": False}, "data-given-later"),
        ("bqr", {"categories": ["health"]}, "ordinary-data-only"),
        ("bqr", {"categories": ["financial"]}, "ordinary-data-only"),
        ("bqr", {"categories": ["birth_date"]}, "other-data"),
        ("bqr", {"of_others": True}, "data-of-others"),
        ("bqr", {"channel": "telephone"}, "channel-not-for-kind"),
        ("bqr", {"kind": "sales_call"}, "channel-not-for-kind"),
        ("bqr", {"kind": "claim_message", "channel": "email"}, "channel-not-for-kind"),
        ("bqr", {"kind": "agreement_message", "of_others": True}, "data-of-others"),
        ("bqr", {"kind": "agreement_message", "categories": ["health"]}, "other-data"),
        ("jtb-care", {"kind": "newsletter_issue", "channel": "email"}, "never-sent"),
        ("jtb-care", {"kind": "activity_talk", "channel": "email"}, "channel-not-for-kind"),
        ("jtb-care", {"kind": "activity_talk", "channel": "contact"}, "no-named-staff"),
        ("jtb-care", {"kind": "activity_talk", "channel": "letter", "persons": [PERSON, OTHER]}, "no-mailing"),
        ("jtb-care", {"kind": "improvement_talk", "channel": "contact", "persons": [PERSON, OTHER]}, "no-mailing"),
    ],
)
def test_B8_B15_J7_a_message_with_which_itself_something_is_wrong_goes_to_nobody_and_says_why(
    world: World, organisation: str, other: dict[str, Any], reason: str
) -> None:
    partner = world.partner(organisation, *BOTH)
    found = answers(partner, asked(**other))
    assert set(found.values()) == {(False, reason)}
    assert world.rows(MessageCheck, organisation) == []


def test_B16_a_survey_needs_no_yes_and_stops_for_who_does_not_want_it(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    survey = asked(PERSON, OTHER, kind="survey_invitation")
    assert set(answers(partner, survey).values()) == {(True, "allowed-by-basis")}
    object_to(partner, OTHER, "satisfaction_survey")
    assert answers(partner, survey)[OTHER] == (False, "objection")


def test_B16_a_call_takes_a_yes_to_calls_and_not_one_to_news(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    call = asked(PERSON, OTHER, kind="sales_call", channel="telephone")
    say_yes(partner, world, PERSON, "marketing")
    assert answers(partner, call)[PERSON] == (False, "consent-missing")
    say_yes(partner, world, PERSON, "calling")
    assert answers(partner, call) == {PERSON: (True, "allowed-by-consent"), OTHER: (False, "consent-missing")}


def test_B12_the_insurer_gets_no_secret_address_and_others_are_told_to_shield_it(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    for purpose in ("insurer_offers", "marketing"):
        say_yes(partner, world, PERSON, purpose)
    assert answers(partner, asked(kind="insurer_offer"))[PERSON][0]
    assert partner.post(MARKS, {"subject_ref": PERSON, "kind": "address_secrecy"}).status_code == 201
    assert answers(partner, asked(kind="insurer_offer"))[PERSON] == (False, "address-secret")
    (news,) = partner.post(CHECKS, asked()).json["items"]
    assert (news["allowed"], news["address_secret"]) == (True, True)


def test_under_a_restriction_news_waits_for_a_yes_that_is_younger_than_it(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    say_yes(partner, world, PERSON, "marketing")
    world.clock.forward(60)
    partner.post(MARKS, {"subject_ref": PERSON, "kind": "restriction", "ground": "accuracy"})
    assert answers(partner, asked())[PERSON] == (False, "restricted")
    world.clock.forward(60)
    say_yes(partner, world, PERSON, "marketing")
    assert answers(partner, asked())[PERSON] == (True, "allowed-by-consent")


def test_B10_who_withdrew_his_yes_to_research_is_not_asked_again(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    invitation = asked(kind="research_invitation")
    assert answers(partner, invitation)[PERSON] == (True, "allowed-by-basis")
    say_yes(partner, world, PERSON, "research")
    partner.post("/consent/api/v1/withdrawals/", {"subject_ref": PERSON, "purpose": "research"})
    assert answers(partner, invitation)[PERSON] == (False, "consent-withdrawn")


def test_J7_what_is_said_in_person_names_who_says_it_and_that_is_kept(world: World) -> None:
    partner = world.partner("jtb-care", *BOTH)
    body = {"kind": "improvement_talk", "channel": "contact", "persons": [PERSON], "staff_ref": "account-0001"}
    assert answers(partner, body)[PERSON] == (True, "allowed-by-basis")
    (kept,) = world.rows(MessageCheck, "jtb-care")
    assert (kept.staff_ref, kept.kind, kept.channel) == ("account-0001", "improvement_talk", "contact")


def test_J6_confirmations_go_to_many_at_once_whoever_opted_out(world: World) -> None:
    partner = world.partner("jtb-care", *BOTH)
    object_to(partner, PERSON, "messages")
    body = {"kind": "payment_confirmed", "channel": "email", "persons": [PERSON, OTHER]}
    assert set(answers(partner, body).values()) == {(True, "allowed-service")}


def test_every_yes_leaves_a_record_and_a_no_leaves_none(either_world: World) -> None:
    partner = either_world.partner("bqr", *BOTH)
    say_yes(partner, either_world, PERSON, "marketing")
    answer = partner.post(CHECKS, asked(PERSON, OTHER)).json
    (kept,) = either_world.rows(MessageCheck)
    assert (kept.asked_by, kept.kind, kept.channel, kept.subject_ref) == ("ecd", "care_news", "letter", PERSON)
    yes, no = answer["items"]
    assert (yes["record_id"], yes["consent_event"]) == (kept.id, kept.consent_event)
    assert (no["record_id"], no["opt_out"], no["headers"], answer["allowed"]) == (None, None, {}, 1)


def test_J6_a_yes_brings_the_link_and_the_headers_of_rfc_8058_without_anything_of_the_person(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    (item,) = partner.post(CHECKS, asked(kind="survey_invitation")).json["items"]
    address = item["opt_out"]
    assert address.startswith(world.runtime.settings.origin_of("bqr") + "/consent/opt-out/")
    assert PERSON not in address and "survey" not in address
    assert item["headers"] == {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
    (again,) = partner.post(CHECKS, asked(kind="survey_invitation")).json["items"]
    assert again["opt_out"] == address
    assert len(world.rows(MessageLink)) == 1


def test_a_thousand_persons_take_as_many_statements_as_two(either_world: World) -> None:
    partner = either_world.partner("bqr", *BOTH)
    counted: list[int] = []
    statements: list[str] = []
    event.listen(
        either_world.runtime.engine,
        "before_cursor_execute",
        lambda connection, cursor, sql, parameters, context, many: statements.append(sql),
    )
    partner.post(CHECKS, asked(THIRD, kind="survey_invitation"))
    for many in (2, 1_000):
        persons = [f"0190-person-{many}-{number:04}" for number in range(many)]
        with either_world.work() as work:
            know_persons(work, persons)
        statements.clear()
        answer = partner.post(CHECKS, asked(*persons, kind="survey_invitation"))
        assert answer.status_code == 200 and answer.json["allowed"] == many
        counted.append(len(statements))
    assert counted[1] <= counted[0] + 4, "an INSERT of a thousand rows may go in some parts, and nothing else"


BAD: list[tuple[dict[str, Any], str]] = [
    ({"kind": "spam"}, "kind"),
    ({"kind": "<b>news</b>"}, "kind"),
    ({"channel": "pigeon"}, "channel"),
    ({"categories": ["soul"]}, "categories"),
    ({"categories": ["name"] * 51}, "categories"),
    ({"persons": []}, "persons"),
    ({"persons": "everybody"}, "persons"),
    ({"persons": ["<script>"]}, "persons.0"),
    ({"persons": [PERSON, PERSON]}, "persons"),
    ({"persons": [f"0190-person-{number:05}" for number in range(1_001)]}, "persons"),
    ({"from_agreement": "yes"}, "from_agreement"),
    ({"staff_ref": "x"}, "staff_ref"),
    ({"colour": "blue"}, "colour"),
]


@pytest.mark.parametrize(("wrong", "field"), BAD)
def test_what_is_wrong_with_a_question_is_named_and_nothing_is_kept(
    world: World, wrong: dict[str, Any], field: str
) -> None:
    answer = world.partner("bqr", *BOTH).post(CHECKS, asked(**wrong))
    assert (answer.status_code, list(answer.json["errors"])) == (422, [field])
    assert world.rows(MessageCheck) == []


def test_an_answer_of_before_is_never_given_again(world: World) -> None:
    partner = world.partner("bqr", *BOTH)
    survey = asked(kind="survey_invitation")
    assert partner.post(CHECKS, survey, Idempotency_Key="the-same-key").json["allowed"] == 1
    object_to(partner, PERSON, "survey_invitation")
    assert partner.post(CHECKS, survey, Idempotency_Key="the-same-key").json["allowed"] == 0


def test_only_who_may_ask_gets_an_answer(world: World) -> None:
    refused = world.partner("bqr", "consent:record").post(CHECKS, asked())
    assert (refused.status_code, refused.json["right"]) == (403, "consent:decide")
    person = world.signed_in("bqr", kind=ActorKind.PERSON, ref=PERSON, subject_ref=PERSON)
    same_site = {"base_url": "http://bqr.localhost:8000", "headers": {"Sec-Fetch-Site": "same-origin"}}
    assert person.client.post(CHECKS, json=asked(), **same_site).status_code == 403
    staff = world.signed_in("bqr", Duty.CONSENT_DECIDE)
    assert staff.client.post(CHECKS, json=asked(), **same_site).status_code == 200


def test_the_kinds_can_be_asked_for(world: World) -> None:
    items = world.partner("jtb-care", *BOTH).get("/consent/api/v1/message-kinds/").json["items"]
    by_code = {each["code"]: each for each in items}
    assert by_code["newsletter_issue"]["channels"] == []
    assert by_code["payment_confirmed"]["service"] is True


def test_who_goes_by_two_references_is_left_in_peace_under_either(either_world: World) -> None:
    partner = either_world.partner("bqr", *BOTH)
    object_to(partner, OTHER, "survey_invitation")
    survey = asked(PERSON, THIRD, kind="survey_invitation")
    assert answers(partner, survey)[PERSON][0]
    with either_world.work() as work:
        join_references(work, PERSON, OTHER, since=work.now)
    assert answers(partner, survey) == {PERSON: (False, "objection"), THIRD: (True, "allowed-by-basis")}
