"""A POST with an Idempotency-Key: one effect, one answer, in one commit."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from waarborg_shared.auth import Actor
from waarborg_shared.service import Runtime
from waarborg_shared.web.idempotency import forget_answers

NOTES = "/garden/api/v1/notes"
KEY = {"Idempotency-Key": "a-key-of-the-client"}


def kept(runtime: Runtime) -> int:
    with runtime.engine.begin() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM idempotency").scalar_one()


def test_the_second_call_gets_the_first_answer(client: FlaskClient, count_notes: Any) -> None:
    first, second = (client.post(NOTES, json={"title": "one"}, headers=KEY) for _ in range(2))
    assert first.status_code == second.status_code == 201
    assert first.json == second.json and second.content_type == "application/json"
    assert second.headers["Idempotency-Replayed"] == "true"
    assert count_notes() == 1


def test_another_body_with_the_same_key_is_refused(client: FlaskClient, count_notes: Any) -> None:
    client.post(NOTES, json={"title": "one"}, headers=KEY)
    answer = client.post(NOTES, json={"title": "two"}, headers=KEY)
    assert answer.status_code == 422 and answer.json["code"] == "idempotency-key-reused"
    assert count_notes() == 1


def test_without_a_key_nothing_is_kept(client: FlaskClient, runtime: Runtime, count_notes: Any) -> None:
    for _ in range(2):
        client.post(NOTES, json={"title": "one"})
    assert count_notes() == 2 and kept(runtime) == 0


def test_an_error_leaves_the_key_free(client: FlaskClient, runtime: Runtime) -> None:
    for title in ("too many", "crash"):
        assert client.post(NOTES, json={"title": title}, headers=KEY).status_code in {409, 500}
    assert kept(runtime) == 0
    assert client.post(NOTES, json={"title": "one"}, headers=KEY).status_code == 201


def test_a_key_is_of_one_organisation_and_one_actor(app: Flask, client: FlaskClient, count_notes: Any) -> None:
    client.post(NOTES, json={"title": "one"}, headers=KEY)
    staff = client.post(NOTES, json={"title": "one"}, headers={**KEY, "Authorization": "Bearer x"})
    other = app.test_client().post(NOTES, json={"title": "one"}, headers={**KEY, "Host": "jtb-care.localhost"})
    assert "Idempotency-Replayed" not in staff.headers and "Idempotency-Replayed" not in other.headers
    assert (count_notes("bqr"), count_notes("jtb-care")) == (2, 1)


def test_a_key_that_is_no_key_is_refused(client: FlaskClient) -> None:
    for key in ("short", "with space in it", "x" * 201):
        assert client.post(NOTES, json={"title": "a"}, headers={"Idempotency-Key": key}).status_code == 400


def test_kept_answers_are_sealed(client: FlaskClient, runtime: Runtime) -> None:
    client.post(NOTES, json={"title": "very personal"}, headers=KEY)
    with runtime.engine.begin() as connection:
        row = connection.exec_driver_sql("SELECT * FROM idempotency").one()
    assert b"very personal" not in b"".join(str(value).encode() for value in row)
    assert KEY["Idempotency-Key"] not in str(row)


def test_twins_at_the_same_moment_have_one_effect(app: Flask, count_notes: Any) -> None:
    def send(_: int) -> Any:
        return app.test_client().post(NOTES, json={"title": "one"}, headers={**KEY, "Host": "bqr.localhost"})

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(send, range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json["id"] for answer in answers}) == 1
    assert count_notes() == 1


def test_old_answers_are_forgotten_and_young_ones_kept(client: FlaskClient, runtime: Runtime) -> None:
    client.post(NOTES, json={"title": "one"}, headers=KEY)
    nobody = Actor.anonymous("bqr")
    for hours, left in ((24, 1), (26, 0)):
        with runtime.uow.begin("bqr", actor=nobody, now=runtime.now() + timedelta(hours=hours)) as work:
            assert forget_answers(work, runtime.service.plumbing.idempotency) == 1 - left
        assert kept(runtime) == left
