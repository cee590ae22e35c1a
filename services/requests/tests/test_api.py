"""The API: file, list, read, answer, the desk's part; tokens, versions, replays and bad input."""

from datetime import timedelta

import pytest

from waarborg_requests import actions
from waarborg_shared.events.requests import RequestAnswered, RequestReceived, WithdrawalRequested
from waarborg_shared.hooks.values import Duty

REQUESTS = "/requests/api/v1/requests/"
FILE, ANSWER = "requests:file", "requests:answer"


def problem(answer, status, code):
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    assert answer.json["code"] == code
    assert answer.json["status"] == status
    return answer.json


def file_one(world, access, organisation="bqr", **changes):
    answer = world.partner(organisation, FILE).post(REQUESTS, {**access, **changes})
    assert answer.status_code == 201, answer.text
    return answer.json


def test_B17_a_partner_files_a_request_and_hears_number_code_and_date(world, access):
    answer = world.partner("bqr", FILE).post(REQUESTS, access)
    assert answer.status_code == 201
    filed = answer.json
    assert filed["number"] == "BQR-2026-000001"
    assert (filed["due_on"], filed["request_class"], filed["state"]) == ("2026-03-30", "request", "received")
    assert len(filed["code"]) == 19
    assert answer.headers["Location"].endswith(f"/requests/api/v1/requests/{filed['id']}")
    (told,) = world.told(RequestReceived)
    assert told.channel == "partner"


def test_J11_a_request_at_jtb_is_a_complaint_of_fourteen_days(world, access):
    filed = file_one(world, access, "jtb-care")
    assert (filed["due_on"], filed["request_class"]) == ("2026-03-16", "complaint")


def test_the_same_key_gives_the_same_answer_and_one_request(world, access):
    partner = world.partner("bqr", FILE)
    first = partner.post(REQUESTS, access, Idempotency_Key="a-key-for-once")
    again = partner.post(REQUESTS, access, Idempotency_Key="a-key-for-once")
    assert first.json == again.json
    assert len(world.requests()) == 1
    other = partner.post(REQUESTS, {**access, "kind": "copy"}, Idempotency_Key="a-key-for-once")
    problem(other, 422, "idempotency-key-reused")


def test_a_partner_that_knows_the_person_passes_a_withdrawal_on_at_once(world, access):
    purpose = next(p.code for p in world.runtime.rules("bqr").purposes.values() if p.rests_on_consent)
    filed = file_one(world, access, kind="withdrawal", purpose=purpose, subject_ref="person-00000001")
    (told,) = world.told(WithdrawalRequested)
    assert (told.request_ref, told.subject_ref, told.purpose) == (filed["id"], "person-00000001", purpose)


def test_staff_file_for_somebody_who_called(world, access):
    staff = world.coordinator()
    answer = staff.client.post(
        REQUESTS, json=access, base_url="http://bqr.localhost:8000", headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 201
    assert world.requests()[0].came_by == "staff"


def test_the_list_has_codes_and_clocks_and_nothing_that_was_written(world, access):
    file_one(world, access)
    answer = world.partner("bqr", ANSWER).get(REQUESTS)
    assert answer.status_code == 200
    (item,) = answer.json["items"]
    assert answer.json["next"] is None
    assert (item["kind"], item["late"], item["outcome"]) == ("access", False, None)
    assert [clock["name"] for clock in item["clocks"]] == ["answer", "law", "notice"]
    for secret in ("Willemijn", "willemijn@example.nl", "C-1044", "dossier"):
        assert secret not in answer.text


def test_the_list_is_read_in_parts(world, access):
    for _ in range(5):
        world.clock.forward(60)
        file_one(world, access)
    partner, seen, cursor = world.partner("bqr", ANSWER), [], ""
    while True:
        part = partner.get(f"{REQUESTS}?limit=2{cursor}").json
        seen += [item["number"] for item in part["items"]]
        if part["next"] is None:
            break
        cursor = f"&cursor={part['next']}"
    assert seen == [f"BQR-2026-00000{n}" for n in range(1, 6)]


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "cursor=!!!", "cursor=AAAA", "state=lost", "surprise=1", "cursor="]
)
def test_a_query_that_makes_no_sense_is_told(world, query):
    problem(world.partner("bqr", ANSWER).get(f"{REQUESTS}?{query}"), 422, "not-valid")


def test_one_request_is_read_with_its_words_and_the_look_is_logged(world, access):
    filed = file_one(world, access)
    answer = world.partner("bqr", ANSWER).get(REQUESTS + filed["id"])
    assert answer.status_code == 200
    assert answer.headers["ETag"] == '"1"'
    assert answer.json["words"]["name"] == "Willemijn Proefpersoon"
    assert answer.json["words"]["answer"] is None
    assert world.verbs(filed["id"]) == ["received", "looked"]
    same = world.partner("bqr", ANSWER).get(REQUESTS + filed["id"], **{"If-None-Match": '"1"'})
    assert (same.status_code, same.data) == (304, b"")


@pytest.mark.parametrize("ref", ["x", "0" * 300, "019a0000-0000-7000-8000-000000000000", "'; DROP TABLE request;--"])
def test_a_request_that_is_not_there_is_not_found(world, ref):
    problem(world.partner("bqr", ANSWER).get(REQUESTS + ref), 404, "unknown-case")


def test_another_organisations_request_is_not_there(world, access):
    filed = file_one(world, access, "jtb-care")
    partner = world.partner("bqr", ANSWER)
    problem(partner.get(REQUESTS + filed["id"]), 404, "unknown-case")
    body = {"outcome": "refused", "ground": "not_identified", "text": "Nee."}
    problem(partner.post(f"{REQUESTS}{filed['id']}/answer", body, If_Match='"1"'), 404, "unknown-case")
    assert partner.get(REQUESTS).json["items"] == []


REFUSAL = {"outcome": "refused", "ground": "not_identified", "text": "Wij weten niet wie u bent."}


def test_an_answer_names_the_version_that_it_answers(world, access):
    filed = file_one(world, access)
    partner, path = world.partner("bqr", ANSWER), f"{REQUESTS}{filed['id']}/answer"
    problem(partner.post(path, REFUSAL), 428, "precondition-required")
    for stale in ('"2"', '"x"', "nonsense", 'W/"1"'):
        problem(partner.post(path, REFUSAL, If_Match=stale), 412, "precondition-failed")
    answered = partner.post(path, REFUSAL, If_Match='"1"', Idempotency_Key="answer-once-1")
    assert answered.status_code == 200
    assert answered.headers["ETag"] == '"2"'
    assert (answered.json["state"], answered.json["ground"]) == ("answered", "not_identified")
    again = partner.post(path, REFUSAL, If_Match='"1"', Idempotency_Key="answer-once-1")
    assert again.json == answered.json
    assert len(world.told(RequestAnswered)) == 1
    problem(partner.post(path, REFUSAL, If_Match='"2"'), 409, "move-refused")


def test_B15_the_api_gives_nothing_to_somebody_unknown_either(world, access):
    filed = file_one(world, access)
    body = {"outcome": "granted", "text": "Hierbij."}
    answer = world.partner("bqr", ANSWER).post(f"{REQUESTS}{filed['id']}/answer", body, If_Match='"1"')
    assert "outcome" in problem(answer, 409, "identification-needed")["errors"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outcome": "maybe"}, "outcome"),
        ({"outcome": None}, "outcome"),
        ({"text": ""}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"text": 5}, "text"),
        ({"ground": "whim"}, "ground"),
        ({"ground": None}, "ground"),
        ({"ground": "law_keeps"}, "ground"),
        ({"surprise": 1}, "surprise"),
    ],
)
def test_a_bad_answer_is_told_by_field(world, access, wrong, field):
    filed = file_one(world, access)
    path = f"{REQUESTS}{filed['id']}/answer"
    answer = world.partner("bqr", ANSWER).post(path, {**REFUSAL, **wrong}, If_Match='"1"')
    assert answer.status_code == 422
    assert field in answer.json["errors"]
    assert world.requests()[0].state == "received"


BAD = [
    ({"kind": "wish"}, "kind"),
    ({"kind": 5}, "kind"),
    ({"kind": None}, "kind"),
    ({"name": ""}, "name"),
    ({"name": "   "}, "name"),
    ({"name": ["x"]}, "name"),
    ({"name": "x" * 201}, "name"),
    ({"name": "two\nlines"}, "name"),
    ({"name": "zero\x00"}, "name"),
    ({"reach": "pigeon"}, "reach"),
    ({"reach_at": "x" * 501}, "reach_at"),
    ({"reach_at": "not an address"}, "reach_at"),
    ({"asked": 7}, "asked"),
    ({"asked": "\x1b[31m"}, "asked"),
    ({"client_number": "x" * 41}, "client_number"),
    ({"purpose": "newsletter"}, "purpose"),
    ({"purpose": "No Code!"}, "purpose"),
    ({"kind": "withdrawal", "purpose": "unheard_of"}, "purpose"),
    ({"representative": "mentor"}, "on_behalf_of"),
    ({"subject_ref": "123"}, "subject_ref"),
    ({"subject_ref": "x" * 37}, "subject_ref"),
    ({"kind": "complaint", "asked": ""}, "asked"),
    ({"surprise": "1"}, "surprise"),
]


@pytest.mark.parametrize("field", ["name", "asked", "on_behalf_of", "client_number", "reach_at"])
@pytest.mark.parametrize("text", ["111222333", "nummer 111.222.333 dus"])
def test_B11_a_bsn_in_any_field_of_a_partner_is_refused_with_the_field_named(world, access, field, text):
    given = {**access, "reach": "post", "representative": "mentor", "on_behalf_of": "Teun", field: text}
    answer = world.partner("bqr", FILE).post(REQUESTS, given)
    assert list(problem(answer, 422, "not-valid")["errors"]) == [field]
    assert text not in answer.text
    assert world.requests() == []


@pytest.mark.parametrize(("wrong", "field"), BAD)
def test_a_bad_request_is_told_by_field_and_nothing_is_stored(world, access, wrong, field):
    answer = world.partner("bqr", FILE).post(REQUESTS, {**access, **wrong})
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
    assert world.requests() == []
    assert world.events() == []


@pytest.mark.parametrize("missing", ["kind", "name", "reach", "reach_at"])
def test_what_is_missing_is_named(world, access, missing):
    del access[missing]
    answer = world.partner("bqr", FILE).post(REQUESTS, access)
    assert missing in problem(answer, 422, "not-valid")["errors"]


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 400), (b"\xff\xfe", 400), (b"[]", 422), (b'"x"', 422), (b"", 422), (b"NaN", 400)]
)
def test_broken_json_is_told(world, body, status):
    answer = world.partner("bqr", FILE).post(REQUESTS, body)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"


def test_twenty_megabytes_are_refused(world):
    problem(world.partner("bqr", FILE).post(REQUESTS, b"x" * 20_000_000), 413, "request-entity-too-large")


ENDPOINTS = [
    ("POST", REQUESTS, FILE),
    ("GET", REQUESTS, ANSWER),
    ("GET", REQUESTS + "some-request", ANSWER),
    ("POST", REQUESTS + "some-request/answer", ANSWER),
    ("GET", REQUESTS + "some-request/deliveries/", ANSWER),
    ("POST", REQUESTS + "some-request/deliveries/some-message/delivered", ANSWER),
]


def call(partner, access, method, path):
    body = {"answer": REFUSAL, "delivered": {"delivered": True}}.get(path.rpartition("/")[2], access)
    return partner.get(path) if method == "GET" else partner.post(path, body)


@pytest.mark.parametrize(("method", "path", "scope"), ENDPOINTS)
def test_no_bad_foreign_or_expired_token_passes(world, access, method, path, scope):
    partner = world.partner("bqr", scope)
    partner.headers = {}
    problem(call(partner, access, method, path), 401, "unauthenticated")
    partner.headers = {"Authorization": "Bearer nonsense"}
    assert call(partner, access, method, path).status_code == 401
    foreign = world.partner("bqr", scope)
    foreign.headers = world.partner("jtb-care", scope).headers
    assert call(foreign, access, method, path).status_code == 401
    expired = world.partner("bqr", scope)
    world.clock.forward(3600)
    assert call(expired, access, method, path).status_code == 401
    assert world.requests() == []


@pytest.mark.parametrize(("method", "path", "scope"), ENDPOINTS)
def test_a_token_without_the_scope_is_told_which_is_missing(world, access, method, path, scope):
    answer = call(world.partner("bqr", "consent:decide"), access, method, path)
    assert problem(answer, 403, "missing-right")["right"] == scope


def test_the_desk_gets_open_requests_with_clocks_in_both_languages(world, access):
    filed = file_one(world, access)
    other = file_one(world, access, kind="complaint")
    staff = world.signed_in("bqr", Duty.REQUESTS_READ)
    answer = staff.get("/requests/api/v1/desk")
    assert answer.status_code == 200
    first, second = answer.json["items"]
    assert (first["ref"], second["ref"]) == (filed["id"], other["id"])
    assert first["service"] == "requests"
    assert first["number"] == filed["number"]
    assert first["title"] == {"nl": "Inzage", "en": "Access"}
    assert first["state"] == {"code": "received", "nl": "Ontvangen", "en": "Received"}
    assert first["url"] == f"/requests/cases/{filed['id']}"
    clock = first["clocks"][0]
    assert (clock["name"], clock["paused"], clock["source"]) == ("answer", False, "privacyverklaring, hoofdstuk 13")
    assert set(clock) == {"name", "label", "started_at", "due_at", "remind_at", "paused", "source"}
    assert "Willemijn" not in answer.text


def test_the_desk_is_given_the_most_urgent_that_run_and_how_many_are_open_in_all(either_world, access, monkeypatch):
    world = either_world
    monkeypatch.setattr("waarborg_requests.api.requests.MOST_ITEMS", 2)
    rests = file_one(world, access)
    for days in (3, 1, 2):
        world.clock.forward(days * 86_400)
        file_one(world, access)
    with world.work() as work:
        row = actions.ask_identification(work, rests["id"], revision=1, reason="?", rules=world.runtime.rules("bqr"))
        assert row.due_at < work.now + timedelta(days=28)
    part = world.signed_in("bqr", Duty.REQUESTS_READ).get("/requests/api/v1/desk").json
    assert [item["number"] for item in part["items"]] == ["BQR-2026-000002", "BQR-2026-000003"]
    assert part["total"] == 4
    monkeypatch.setattr("waarborg_requests.api.requests.MOST_ITEMS", 4)
    part = world.signed_in("bqr", Duty.REQUESTS_READ).get("/requests/api/v1/desk").json
    assert part["items"][-1]["ref"] == rests["id"]


def test_the_desk_leaves_out_what_is_answered_and_who_has_no_duty(world, access):
    filed = file_one(world, access)
    world.partner("bqr", ANSWER).post(f"{REQUESTS}{filed['id']}/answer", REFUSAL, If_Match='"1"')
    assert world.signed_in("bqr", Duty.REQUESTS_READ).get("/requests/api/v1/desk").json == {"items": [], "total": 0}
    problem(world.signed_in("bqr").get("/requests/api/v1/desk"), 403, "missing-right")
    problem(world.visitor().get("/requests/api/v1/desk"), 401, "unauthenticated")


def test_the_document_tells_of_every_path(world):
    document = world.visitor().get("/requests/api/v1/openapi.json").json
    assert set(document["paths"]) == {
        "/requests/api/v1/requests/",
        "/requests/api/v1/data-rights-requests/",
        "/requests/api/v1/data-rights-requests/{request_id}",
        "/requests/api/v1/requests/{request_id}",
        "/requests/api/v1/requests/{request_id}/answer",
        "/requests/api/v1/requests/{request_id}/deliveries/",
        "/requests/api/v1/requests/{request_id}/deliveries/{delivery_id}/delivered",
        "/requests/api/v1/desk",
        "/requests/api/v1/contributions/",
        "/requests/api/v1/contributions/{task_ref}",
        "/requests/api/v1/contributions/{task_ref}/files/{handle}",
        "/requests/api/v1/carrying/{step_id}",
    }
