"""The edge of every service: hosts, bodies, errors, headers, languages, health and figures."""

import json
import re
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from flask import Flask, request
from flask.testing import FlaskClient
from structlog.testing import capture_logs

from waarborg_shared.service import Runtime
from waarborg_shared.web.app import WrongPath, create_app

NOTES = "/garden/api/v1/notes"


def problem(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.text
    assert answer.content_type == "application/problem+json"
    found = answer.json
    assert {"type", "title", "status", "code", "trace"} <= set(found)
    assert found["status"] == status
    return found


@pytest.mark.parametrize("path", ["/garden/", "/garden/ask", "/garden/nothing"])
def test_a_host_that_is_nobodys_gets_a_page_that_tells_nothing(app: Flask, path: str) -> None:
    answer = app.test_client().get(path, headers={"Host": "evil.example", "X-Forwarded-Host": "bqr.localhost"})
    assert answer.status_code == 404
    assert "BQR" not in answer.text and "JTB" not in answer.text


def test_a_clients_header_never_chooses_the_organisation(client: FlaskClient) -> None:
    answer = client.get(
        "/garden/",
        headers={
            "X-Forwarded-Host": "jtb-care.localhost",
            "X-Organisation": "jtb-care",
            "Forwarded": "host=jtb-care.localhost",
        },
    )
    assert "BQR-Zorg" in answer.text and "JTB-Care" not in answer.text


def test_a_host_counts_without_port_case_or_closing_dot(app: Flask) -> None:
    for host in ("BQR.localhost", "bqr.localhost.:9999", "bqr.localhost"):
        assert app.test_client().get("/garden/", headers={"Host": host}).status_code == 200


def test_an_unknown_host_is_a_problem_for_a_program(app: Flask) -> None:
    problem(app.test_client().get(NOTES, headers={"Host": "evil.example"}), 404)


def test_a_large_body_is_refused_before_it_is_read(client: FlaskClient) -> None:
    class Unreadable(BytesIO):
        def read(self, *_: Any) -> bytes:
            raise AssertionError("read")

    answer = client.post(
        NOTES,
        input_stream=Unreadable(),
        content_type="application/json",
        environ_overrides={"CONTENT_LENGTH": "20000000"},
    )
    problem(answer, 413)


def test_a_large_body_without_a_length_is_refused_too(client: FlaskClient) -> None:
    body = BytesIO(b'{"title": "' + b"a" * 2_000_000 + b'"}')
    answer = client.post(
        NOTES, input_stream=body, content_type="application/json", environ_overrides={"wsgi.input_terminated": True}
    )
    problem(answer, 413)


@pytest.mark.parametrize(
    "body", [b"{", b"\xff\xfe", b'{"title": NaN}', b"[" * 100_000, b'{"count": ' + b"9" * 5000 + b"}"]
)
def test_broken_json_is_400(client: FlaskClient, body: bytes) -> None:
    found = problem(client.post(NOTES, data=body, content_type="application/json"), 400)
    assert found["code"] == "broken-json"


def test_another_kind_of_body_is_415(client: FlaskClient) -> None:
    problem(client.post(NOTES, data=b"<a/>", content_type="text/xml"), 415)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"title": "a", "colour": "red"}, "colour"),
        ({}, "title"),
        ({"title": None}, "title"),
        ({"title": 7}, "title"),
        ({"title": "   "}, "title"),
        ({"title": "a\x00b"}, "title"),
        ({"title": "a\nb"}, "title"),
        ({"title": "a\u202eb"}, "title"),
        ({"title": "\ud800"}, "title"),
        ({"title": "a" * 81}, "title"),
        ({"title": "a", "count": "3"}, "count"),
        ({"title": "a", "count": True}, "count"),
        ({"title": "a", "count": 11}, "count"),
        ({"title": "a", "urgent": "yes"}, "urgent"),
        ({"title": "a", "seen_at": "2027-01-05T10:00:00"}, "seen_at"),
        ({"title": "a", "seen_at": "0001-01-01T00:00:00+14:00"}, "seen_at"),
        ({"title": "a", "seen_at": "gisteren"}, "seen_at"),
        ({"title": "a", "bsn": "123456789"}, "bsn"),
        ({"title": "a", "text": "\x1b[31m"}, "text"),
    ],
)
def test_a_wrong_field_is_named(client: FlaskClient, count_notes: Any, body: dict[str, Any], field: str) -> None:
    found = problem(client.post(NOTES, json=body), 422)
    assert list(found["errors"]) == [field]
    assert count_notes() == 0


def test_a_body_that_is_no_object_is_a_problem(client: FlaskClient) -> None:
    problem(client.post(NOTES, json=[1]), 422)
    problem(client.post(NOTES), 422)


def test_an_unknown_parameter_is_named_but_the_language_is_known(client: FlaskClient) -> None:
    assert list(problem(client.get(f"{NOTES}?colour=red"), 422)["errors"]) == ["colour"]
    assert client.get(f"{NOTES}?lang=en").status_code == 200


def test_words_of_an_error_are_in_the_visitors_language(client: FlaskClient) -> None:
    dutch = problem(client.post(NOTES, json={"title": "a" * 99}), 422)["errors"]["title"]
    english = problem(client.post(f"{NOTES}?lang=en", json={"title": "a" * 99}), 422)["errors"]["title"]
    assert dutch == ["Dit is te lang: hoogstens 80 tekens, en het zijn er 99."]
    assert english == ["This is too long: at most 80 characters, and it has 99."]


def test_a_domain_error_has_its_status_code_and_words(client: FlaskClient) -> None:
    found = problem(client.post(NOTES, json={"title": "too many"}), 409)
    assert found["code"] == "too-many-notes" and found["detail"] == "Er zijn al te veel notities."
    english = problem(client.post(f"{NOTES}?lang=en", json={"title": "wrong"}), 422)
    assert english["errors"] == {"title": ["This title is not allowed."]}


def test_an_unforeseen_error_tells_its_trace_and_nothing_else(client: FlaskClient) -> None:
    with capture_logs() as lines:
        found = problem(client.post(NOTES, json={"title": "crash"}), 500)
    assert "burned" not in json.dumps(found) and len(found["trace"]) == 32
    assert any(line["event"] == "unforeseen_error" for line in lines)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("get", "/garden/api/v1/nothing", 404), ("delete", NOTES, 405), ("get", "/garden/api/v1/notes/a%00b", 404)],
)
def test_http_errors_are_problems(client: FlaskClient, method: str, path: str, status: int) -> None:
    problem(getattr(client, method)(path), status)


def test_a_refusal_names_the_missing_right(client: FlaskClient) -> None:
    found = problem(client.get("/garden/api/v1/secret", headers={"Authorization": "Bearer other"}), 403)
    assert found["right"] == "answer_requests"
    anonymous = client.get("/garden/api/v1/secret")
    problem(anonymous, 401)
    assert anonymous.headers["WWW-Authenticate"].startswith("Bearer")
    refused = client.get("/garden/api/v1/secret", headers={"Authorization": "Bearer bad"})
    assert "invalid_token" in refused.headers["WWW-Authenticate"]


@pytest.mark.parametrize("headers", [{}, {"Cookie": "waarborg=x"}])
def test_a_token_counts_for_nobody_on_a_page(client: FlaskClient, headers: dict[str, str]) -> None:
    token = {"Authorization": "Bearer answer_requests", **headers}
    assert client.get("/garden/api/v1/secret", headers=token).status_code == 200
    assert client.get("/garden/closed", headers=token).status_code == 401
    assert client.get("/garden/done", headers=token).status_code == 200


def test_a_change_must_name_the_version_that_it_changes(client: FlaskClient) -> None:
    address = f"{NOTES}/1"
    assert client.get(address).headers["ETag"] == '"3"'
    problem(client.put(address, json={"title": "a"}), 428)
    problem(client.put(address, json={"title": "a"}, headers={"If-Match": '"2"'}), 412)
    assert client.put(address, json={"title": "a"}, headers={"If-Match": '"3"'}).status_code == 200


@pytest.mark.parametrize("path", ["/garden/", "/garden/ask", "/garden/nothing", NOTES, "/livez", "/garden/theme.css"])
def test_every_answer_is_guarded_and_places_no_cookie(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy and "frame-ancestors 'none'" in policy and "default-src 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in answer.headers
    assert "Strict-Transport-Security" not in answer.headers


def test_https_is_held_on_to(runtime: Runtime) -> None:
    settings = replace(runtime.settings, public_origin="https://{host}")
    app = create_app(runtime.service, replace(runtime, settings=settings))
    answer = app.test_client().get("/garden/", headers={"Host": "bqr.localhost"})
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_pages_are_kept_nowhere_and_assets_are(client: FlaskClient) -> None:
    page = client.get("/garden/")
    assert page.headers["Cache-Control"] == "no-store"
    for address in re.findall(r'(?:href|src)="(/garden/(?:static|theme)[^"]+)"', page.text):
        asset = client.get(address)
        assert asset.status_code == 200 and "max-age" in asset.headers["Cache-Control"], address
        asset.close()


def test_nothing_inline_that_the_policy_forbids(client: FlaskClient) -> None:
    text = client.get("/garden/").text + client.get("/garden/ask").text
    assert " style=" not in text and "<style" not in text
    assert not re.search(r"<script(?![^>]*\bsrc=)", text) and not re.search(r"\son\w+=", text)


def test_dutch_comes_first_and_the_choice_is_carried_on(client: FlaskClient) -> None:
    plain = client.get("/garden/")
    assert '<html lang="nl"' in plain.text and "lang=" not in re.search(r'href="(/garden/ask[^"]*)"', plain.text)[1]
    english = client.get("/garden/?lang=en")
    assert '<html lang="en"' in english.text and 'href="/garden/ask?lang=en"' in english.text
    assert "9 hours left" in english.text and "nog 9 uur" in plain.text
    browser = client.get("/garden/", headers={"Accept-Language": "de, en;q=0.8, nl;q=0.5"})
    assert '<html lang="en"' in browser.text
    assert '<html lang="nl"' in client.get("/garden/", headers={"Accept-Language": "fr"}).text
    assert '<html lang="nl"' in client.get("/garden/?lang=xx").text


def test_each_organisation_has_its_own_look(app: Flask) -> None:
    looks = {
        host: app.test_client().get("/garden/theme.css", headers={"Host": host}).text
        for host in ("bqr.localhost", "jtb-care.localhost")
    }
    assert "#2f5d3a" in looks["jtb-care.localhost"] and "#2f5d3a" not in looks["bqr.localhost"]


def test_probes_answer_on_any_host_and_without_one(app: Flask) -> None:
    for path in ("/livez", "/readyz", "/garden/livez", "/garden/readyz", "/metrics"):
        assert app.test_client().get(path, headers={"Host": "10.0.0.7:8000"}).status_code == 200, path


def test_not_ready_without_its_database(runtime: Runtime) -> None:
    with runtime.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('future')")
    answer = create_app(runtime.service, runtime).test_client().get("/readyz")
    assert answer.status_code == 503 and answer.json["why"] == "migrations"


def test_figures_speak_of_routes_and_never_of_paths(client: FlaskClient) -> None:
    client.get(f"{NOTES}/a-secret-path")
    figures = client.get("/metrics").text
    assert 'endpoint="/garden/api/v1/notes/<note_id>"' in figures and "a-secret-path" not in figures


def test_one_access_line_per_request_without_path_or_query(client: FlaskClient) -> None:
    trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    with capture_logs() as lines:
        client.get(f"{NOTES}/123456782?lang=nl", headers={"traceparent": f"00-{trace}-00f067aa0ba902b7-01"})
    (line,) = [line for line in lines if line["event"] == "request"]
    assert line["route"] == "/garden/api/v1/notes/<note_id>" and line["trace"] == trace
    assert line["organisation"] == "bqr" and line["service"] == "garden" and "123456782" not in json.dumps(line)


def test_a_route_outside_the_services_path_stops_the_start(runtime: Runtime) -> None:
    def configure(app: Flask, _runtime: Runtime) -> None:
        app.add_url_rule("/elsewhere", "elsewhere", lambda: "")

    with pytest.raises(WrongPath, match="/elsewhere"):
        create_app(replace(runtime.service, configure=configure), runtime)
    create_app(replace(runtime.service, configure=configure, well_known=("/elsewhere",)), runtime)


def test_the_document_tells_of_problems_and_keys(client: FlaskClient) -> None:
    document = client.get("/garden/api/v1/openapi.json").json
    assert document["openapi"] == "3.1.0"
    posted = document["paths"]["/garden/api/v1/notes"]["post"]
    assert "Idempotency-Key" in [each["name"] for each in posted["parameters"]]
    assert list(document["components"]["responses"]["DEFAULT_ERROR"]["content"]) == ["application/problem+json"]
    title = document["components"]["schemas"]["NewNote"]["properties"]["title"]
    assert title["maxLength"] == 80 and "pattern" in title and "label" not in title


def test_a_long_list_comes_in_parts(client: FlaskClient) -> None:
    for number in range(5):
        client.post(NOTES, json={"title": f"note {number}"})
    seen, cursor = [], ""
    for _ in range(3):
        part = client.get(f"/garden/api/v1/parts?limit=2{cursor and '&cursor=' + cursor}").json
        seen += part["items"]
        cursor = part["next"]
    assert seen == [f"note {number}" for number in range(5)] and cursor == ""
    for wrong in ("limit=0", "limit=101", "limit=two", "limit=01", "cursor=!", "cursor=bnVsbA", "cursor=" + "W1" * 400):
        problem(client.get(f"/garden/api/v1/parts?{wrong}"), 422)


@pytest.mark.parametrize(
    ("trusted", "said", "seen"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
    ],
)
def test_a_visitors_address_is_taken_from_trusted_proxies_alone(
    runtime: Runtime, trusted: int, said: str, seen: str
) -> None:
    behind = replace(runtime, settings=replace(runtime.settings, trusted_proxies=trusted))
    app = create_app(runtime.service, behind)
    app.add_url_rule("/notes/address", "address", lambda: request.remote_addr or "")
    headers = {"X-Forwarded-For": said, "X-Forwarded-Host": "elsewhere.example"}
    answer = app.test_client().get(
        "/notes/address",
        headers=headers,
        base_url="http://bqr.localhost:8000",
        environ_overrides={"REMOTE_ADDR": "192.0.2.1"},
    )
    assert (answer.status_code, answer.text) == (200, seen)
