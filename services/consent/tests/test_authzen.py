"""The decision as the OpenID AuthZEN Authorization API 1.0 has it: shapes, batches, errors, discovery."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from waarborg_consent.models import DecisionRecord
from waarborg_shared.testing.world import World
from waarborg_tests.asking import EVALUATION, EVALUATIONS, PERSON, SCOPES, question, reason_of

CONSENTS = "/consent/api/v1/consents/"


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """The statements of the decision's own tables, as they go to the database."""
    seen: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        seen.append(statement)

    event.listen(world.runtime.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(world.runtime.engine, "before_cursor_execute", note)


def without(**where: str) -> dict[str, Any]:
    """A question that lacks a part, or a part of a part."""
    asked = question()
    for part, name in where.items():
        if name:
            asked[part] = {key: value for key, value in asked[part].items() if key != name}
        else:
            del asked[part]
    return asked


BAD: list[tuple[Any, list[str]]] = [
    (without(subject=""), ["subject"]),
    (without(action=""), ["action"]),
    (without(resource=""), ["resource"]),
    (without(subject="type"), ["subject.type"]),
    (without(subject="id"), ["subject.id"]),
    (without(action="name"), ["action.name"]),
    (without(resource="type"), ["resource.type"]),
    (without(resource="id"), ["resource.id"]),
    (question(subject="alice"), ["subject"]),
    (question(subject=None), ["subject"]),
    (question(action={"name": 123}), ["action.name"]),
    (question(action={"name": "read", "properties": []}), ["action.properties"]),
    (question(context="now"), ["context"]),
    (question(subject={"type": "staff", "id": "x" * 65}), ["subject.id"]),
    (question(subject={"type": "staff", "id": "bel\x07"}), ["subject.id"]),
    (question(subject={"type": "staff", "id": "om\u202egekeerd"}), ["subject.id"]),
    (question(subject={"type": "staff", "id": "half\ud83d"}), ["subject.id"]),
    (question(subject={"type": "staff", "id": " "}), ["subject.id"]),
    (question(subject={"type": "staff", "id": "111222333"}), ["subject.id"]),
    (question(subject={"type": "staff", "id": "s1", "properties": {"role": 7}}), ["subject.properties.role"]),
    (question(subject={"type": "staff", "id": "s1", "properties": "x"}), ["subject.properties"]),
    (question(context={"purpose": "Not A Code"}), ["context.purpose"]),
    (question(context={"purpose": []}), ["context.purpose"]),
    (question(context={"purpose": ["care", 7]}), ["context.purpose.1"]),
    (question(context={"purpose": ["a"] * 11}), ["context.purpose"]),
    (question(context={"given_for": {"a": 1}}), ["context.given_for"]),
    (question(context={"in_care": "true"}), ["context.in_care"]),
    (question(context={"in_care": 1, "named_ground": "x"}), ["context.in_care", "context.named_ground"]),
    (question(context={"recipient": 7}), ["context.recipient"]),
    ([], []),
    ("alice", []),
]


@pytest.mark.parametrize(("body", "fields"), BAD)
def test_every_wrong_shape_is_a_400_that_names_its_fields_and_nothing_is_stored(
    world: World, body: Any, fields: list[str]
) -> None:
    answer = world.partner("bqr", *SCOPES).post(EVALUATION, body)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert sorted(answer.json.get("errors", {})) == fields or fields == []
    assert all(answer.json["errors"].values())
    assert world.rows(DecisionRecord) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("person", "<script>"),
        ("person", "111222333"),
        ("person", 7),
        ("categories", "name"),
        ("categories", ["a"] * 51),
        ("categories", [None]),
    ],
)
def test_what_the_table_knows_of_a_record_is_checked(world: World, name: str, value: Any) -> None:
    asked = question(resource={"type": "care_plan", "id": "r1", "properties": {"person": PERSON, name: value}})
    answer = world.partner("bqr", *SCOPES).post(EVALUATION, asked)
    assert answer.status_code == 400
    (field,) = answer.json["errors"]
    assert field.startswith(f"resource.properties.{name}")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{", "application/json"),
        (b"", "application/json"),
        (b"subject=1", "application/x-www-form-urlencoded"),
        (b'{"subject": NaN}', "application/json"),
        (b"[" * 100_000, "application/json"),
        ("{}".encode("utf-16"), "application/json"),
    ],
)
def test_a_body_that_is_no_json_is_a_400(world: World, body: bytes, kind: str) -> None:
    answer = world.partner("bqr", *SCOPES).post(EVALUATION, body, Content_Type=kind)
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")


def test_what_the_standard_does_not_know_is_let_be(world: World) -> None:
    asked = question(future={"nested": [1, {"deep": None}]}, options={"x": 1})
    asked["subject"]["properties"] |= {"department": "zorg", "badge": {"number": 7}}
    asked["action"] = {"name": "read", "properties": {"method": "GET"}}
    asked["resource"]["properties"] |= {"status": "active", "owner": None}
    asked["context"] |= {"time": "2026-03-02T09:00:00+01:00", "ip": "192.0.2.1"}
    answer = world.partner("bqr", *SCOPES).post(EVALUATION, asked)
    assert (answer.status_code, answer.json["decision"]) == (200, True)


@pytest.mark.parametrize(
    ("asked", "reason", "missing"),
    [
        (question(context={}), "unknown-purpose", "context.purpose"),
        ({name: part for name, part in question().items() if name != "context"}, "unknown-purpose", "context.purpose"),
        (question(subject={"type": "staff", "id": "s1"}), "unknown-role", "subject.properties.role"),
        (
            question(resource={"type": "care_agreement", "id": "r1"}, context={"purpose": "care_agreement"}),
            "unknown-person",
            "resource.properties.person",
        ),
        (question(resource={"type": "spaceship", "id": "r1"}), "unknown-record-type", None),
        (question(action={"name": "fax"}), "no-cell", "cell:fax"),
    ],
)
def test_what_is_left_out_is_an_answer_that_says_what_is_missing(
    world: World, asked: Any, reason: str, missing: str | None
) -> None:
    if asked["resource"]["type"] == "care_agreement":
        record_types = world.runtime.rules("bqr").record_types
        asked = {**asked, "resource": {"type": "care_agreement", "id": "r1"}}
        assert "care_agreement" in record_types
    answer = world.partner("bqr", *SCOPES).post(EVALUATION, asked).json
    assert (answer["decision"], reason_of(answer)) == (False, reason)
    assert [each["code"] for each in answer["context"]["missing"]] == ([missing] if missing else [])


def test_an_answer_keeps_the_order_of_the_standard_and_is_for_people_and_for_programs(world: World) -> None:
    answer = world.partner("bqr", *SCOPES).post(EVALUATION, question())
    assert answer.content_type == "application/json"
    assert list(json.loads(answer.text)) == ["decision", "context"]
    context = answer.json["context"]
    assert list(context)[:2] == ["decision_id", "reason"]
    assert context["reason"]["nl"] and context["reason"]["en"]
    assert context["cell"] == {
        "role": "coordinator",
        "record_type": "privacy_regulations",
        "rights": "R",
        "version": 0,
        "in_force": True,
    }
    assert (context["rule"], context["basis"]) == ("cell.coordinator.privacy_regulations", "contract")
    (row,) = world.rows(DecisionRecord)
    assert (row.id, row.resource_id, row.rule) == (context["decision_id"], "r1", context["rule"])


def test_the_answer_names_the_consent_and_the_statement_that_was_shown(world: World) -> None:
    partner = world.partner("bqr", *SCOPES)
    version = world.runtime.rules("bqr").organisation.statement_version
    body = {"subject_ref": PERSON, "purpose": "marketing", "statement_version": version}
    given = partner.post(CONSENTS, body).json
    context = partner.post(EVALUATION, question(context={"purpose": "marketing"})).json["context"]
    assert (context["consent_event"], context["statement_version"]) == (given["id"], version)
    assert context["source"] == "art. 6(1)(a), 7 AVG"


@pytest.mark.parametrize("sent", ["bfe9eb29-ab87-4ca3-be83-a1d5d8305716", "anything at all; ça va", ""])
@pytest.mark.parametrize("path", [EVALUATION, EVALUATIONS])
def test_a_request_gets_its_identification_back(world: World, path: str, sent: str) -> None:
    answer = world.partner("bqr", *SCOPES).post(path, question(), X_Request_ID=sent)
    assert answer.headers["X-Request-ID"] == sent
    assert "X-Request-ID" not in world.partner("bqr", *SCOPES).post(path, question()).headers


@pytest.mark.parametrize(("scopes", "body", "status"), [(SCOPES, {}, 400), ((), question(), 403)])
def test_an_error_gets_its_identification_back_too(
    world: World, scopes: tuple[str, ...], body: Any, status: int
) -> None:
    answer = world.partner("bqr", *scopes).post(EVALUATION, body, X_Request_ID="i1")
    assert (answer.status_code, answer.headers["X-Request-ID"]) == (status, "i1")


def test_the_same_question_has_the_same_answer(world: World) -> None:
    partner = world.partner("bqr", *SCOPES)
    answers = [partner.post(EVALUATION, question()).json for _ in range(3)]
    assert {answer["decision"] for answer in answers} == {True}
    assert len({answer["context"]["decision_id"] for answer in answers}) == 3


def test_a_decision_is_read_and_written_in_one_statement_each(either_world: World) -> None:
    partner = either_world.partner("bqr", *SCOPES)
    partner.post(EVALUATION, question())
    with statements(either_world) as seen:
        partner.post(EVALUATION, question())
    assert [each.split()[0].strip(";") for each in seen] == ["BEGIN", "SELECT", "INSERT"]


def test_one_question_is_read_and_written_by_statements_that_the_driver_keeps(either_world: World) -> None:
    partner = either_world.partner("bqr", *SCOPES)
    partner.post(EVALUATION, question())
    with statements(either_world) as seen:
        assert partner.post(EVALUATION, question()).status_code == 200
    assert [each.split()[0].strip(";") for each in seen] == ["BEGIN", "SELECT", "INSERT"]
    assert max(map(len, seen)) < 4096  # psycopg takes a longer text apart anew for each execution


def test_a_batch_is_read_and_written_in_one_statement_each(either_world: World) -> None:
    partner = either_world.partner("bqr", *SCOPES)
    many = [
        question(subject={"type": "staff", "id": f"staff-{n:04}", "properties": {"role": "coordinator"}})
        for n in range(50)
    ]
    partner.post(EVALUATIONS, {"evaluations": many})
    with statements(either_world) as seen:
        answer = partner.post(EVALUATIONS, {"evaluations": many})
    assert [each.split()[0].strip(";") for each in seen] == ["BEGIN", "SELECT", "INSERT"]
    assert [each["decision"] for each in answer.json["evaluations"]] == [True] * 50
    assert len(either_world.rows(DecisionRecord)) == 100


YES: dict[str, Any] = {}
NO: dict[str, Any] = {"action": {"name": "update"}}
UNREADABLE: dict[str, Any] = {"action": {"name": 7}}
TOP = question()
BATCHES = [
    ("execute_all", [YES, NO, YES], [True, False, True]),
    ("execute_all", [YES, UNREADABLE, NO], [True, False, False]),
    ("deny_on_first_deny", [YES, NO, YES], [True, False]),
    ("deny_on_first_deny", [YES, UNREADABLE, YES], [True, False]),
    ("deny_on_first_deny", [YES, YES], [True, True]),
    ("permit_on_first_permit", [NO, YES, YES], [False, True]),
    ("permit_on_first_permit", [UNREADABLE, YES, YES], [False, True]),
    ("permit_on_first_permit", [NO, NO], [False, False]),
]


@pytest.mark.parametrize(("semantic", "several", "expected"), BATCHES)
def test_the_three_semantics(world: World, semantic: str, several: list[Any], expected: list[bool]) -> None:
    body = {**TOP, "evaluations": several, "options": {"evaluations_semantic": semantic, "another": 1}}
    answer = world.partner("bqr", *SCOPES).post(EVALUATIONS, body)
    assert (answer.status_code, list(answer.json)) == (200, ["evaluations"])
    assert [each["decision"] for each in answer.json["evaluations"]] == expected
    decided = [each for each in answer.json["evaluations"] if "error" not in each["context"]]
    assert len(world.rows(DecisionRecord)) == len(decided)


def test_without_semantics_everything_is_asked(world: World) -> None:
    answer = world.partner("bqr", *SCOPES).post(EVALUATIONS, {**TOP, "evaluations": [NO, YES]})
    assert [each["decision"] for each in answer.json["evaluations"]] == [False, True]


@pytest.mark.parametrize("body", [TOP, {**TOP, "evaluations": []}])
def test_without_evaluations_it_is_one_question(world: World, body: Any) -> None:
    answer = world.partner("bqr", *SCOPES).post(EVALUATIONS, body)
    assert answer.json["decision"] is True and "evaluations" not in answer.json


def test_what_an_evaluation_says_itself_replaces_the_default_as_a_whole(world: World) -> None:
    partner = world.partner("bqr", *SCOPES)
    top = {**question(), "resource": {"type": "privacy_regulations", "id": "r0", "properties": {"person": PERSON}}}
    several = [
        {"resource": {"id": "r1", "properties": {}}},
        {"context": {"purpose": "spying"}},
        {"context": {}},
        {"subject": {"id": "s2", "properties": {"role": "board"}}, "action": {"name": "delete"}},
        {"subject": {"id": "s2"}},
    ]
    answers = partner.post(EVALUATIONS, {**top, "evaluations": several}).json["evaluations"]
    assert [(each["decision"], reason_of(each)) for each in answers] == [
        (True, "allowed-by-basis"),
        (False, "unknown-purpose"),
        (False, "unknown-purpose"),
        (True, "allowed-by-basis"),
        (False, "unknown-role"),
    ]


def test_an_evaluation_that_cannot_be_read_is_closed_and_says_why(world: World) -> None:
    body = {"subject": TOP["subject"], "action": TOP["action"], "evaluations": [{"resource": TOP["resource"]}, {}, 7]}
    partner = world.partner("bqr", *SCOPES)
    answers = partner.post(EVALUATIONS, body).json["evaluations"]
    assert [each["decision"] for each in answers] == [False, False, False]
    in_dutch = partner.post(EVALUATIONS, body, Accept_Language="nl").json["evaluations"][2]
    assert in_dutch["context"]["error"]["message"] == "evaluations: Dit moet een object met velden zijn."
    assert "error" not in answers[0]["context"]
    assert [each["context"]["error"]["status"] for each in answers[1:]] == [400, 400]
    assert "resource" in answers[1]["context"]["error"]["message"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"evaluations": {}}, "evaluations"),
        ({"evaluations": [{}] * 201}, "evaluations"),
        ({"evaluations": [{}], "options": []}, "options"),
        ({"evaluations": [{}], "options": {"evaluations_semantic": "guess"}}, "options.evaluations_semantic"),
        ({"evaluations": [{}], "options": {"evaluations_semantic": ["execute_all"]}}, "options.evaluations_semantic"),
    ],
)
def test_what_is_wrong_with_a_whole_batch_is_a_400(world: World, wrong: Any, field: str) -> None:
    answer = world.partner("bqr", *SCOPES).post(EVALUATIONS, {**TOP, **wrong})
    assert (answer.status_code, list(answer.json["errors"])) == (400, [field])


def test_a_batch_of_several_people_goes_by_the_consent_of_each(either_world: World) -> None:
    partner = either_world.partner("bqr", *SCOPES)
    version = either_world.runtime.rules("bqr").organisation.statement_version
    people = [f"0190-person-of-bqr-{n:02}" for n in range(6)]
    for number, person in enumerate(people):
        body = {"subject_ref": person, "purpose": "marketing", "statement_version": version}
        if number % 2:
            partner.post(CONSENTS, body)
        if number % 3 == 0 and number % 2:
            partner.post("/consent/api/v1/withdrawals/", {"subject_ref": person})
    several = [{"resource": {**TOP["resource"], "properties": {"person": person}}} for person in people]
    body = {**TOP, "context": {"purpose": "marketing"}, "evaluations": several}
    answers = partner.post(EVALUATIONS, body).json["evaluations"]
    one_by_one = [partner.post(EVALUATION, {**body, **each}).json for each in several]
    assert [reason_of(each) for each in answers] == [reason_of(each) for each in one_by_one]
    assert [each["decision"] for each in answers] == [False, True, False, False, False, True]


def test_staff_ask_several_questions_in_their_own_name(world: World) -> None:
    carer = world.staff("bqr", "carer")
    own = {"subject": {"type": "staff", "id": "account-carer", "properties": {"role": "carer", "department": "x"}}}
    for other, status in ((own, 200), ({"subject": {**own["subject"], "id": "account-board"}}, 403)):
        answer = carer.client.post(
            EVALUATIONS,
            json={**question(**own), "evaluations": [own, other]},
            base_url="http://bqr.localhost:8000",
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert answer.status_code == status


@pytest.mark.parametrize("organisation", ["bqr", "jtb-care"])
def test_each_organisation_says_where_its_decision_point_is(world: World, organisation: str) -> None:
    told = world.visitor(organisation).get("/.well-known/authzen-configuration")
    origin = f"http://{organisation}.localhost:8000"
    assert (told.status_code, told.content_type) == (200, "application/json")
    assert told.json["policy_decision_point"] == origin
    assert told.json["access_evaluation_endpoint"] == f"{origin}{EVALUATION}"
    assert set(told.json) == {
        "policy_decision_point",
        *("access_evaluation_endpoint", "access_evaluations_endpoint"),
        *("search_subject_endpoint", "search_resource_endpoint", "search_action_endpoint"),
    }
    assert "Set-Cookie" not in told.headers
