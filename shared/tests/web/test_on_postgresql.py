"""Replay-safe POSTs and readiness on PostgreSQL, under the application's own role and row-level security."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from waarborg_shared.auth import Actor
from waarborg_shared.db import create_engine_for
from waarborg_shared.service import Runtime, Service
from waarborg_shared.testing.databases import ServiceDatabase
from waarborg_shared.uow import UnitOfWork
from waarborg_shared.web import ApiBlueprint, create_app, current

pytestmark = pytest.mark.servers
NOW = datetime(2027, 1, 5, 13, 30, tzinfo=UTC)
sys.path.append(str(Path(__file__).parents[1] / "data" / "made_up"))


@pytest.fixture
def done() -> list[str]:
    return []


@pytest.fixture
def ward_runtime(runtime: Runtime, postgres_database: Callable[[Service], ServiceDatabase]) -> Iterator[Runtime]:
    from ward.app import SERVICE  # noqa: PLC0415 - found only after the line above

    database = postgres_database(SERVICE)
    engine, worker = create_engine_for(database.app), create_engine_for(database.worker)
    nothing: Any = SimpleNamespace()
    uow = UnitOfWork(
        engine, service="ward", vault=nothing, plumbing=SERVICE.plumbing, chain=nothing, worker_engine=worker
    )
    yield replace(runtime, service=SERVICE, uow=uow)
    engine.dispose()
    worker.dispose()


@pytest.fixture
def ward_app(ward_runtime: Runtime, done: list[str]) -> Flask:
    api = ApiBlueprint("ward_api", __name__, url_prefix="/ward/api/v1")

    @api.post("/rounds")
    def make_round() -> Any:
        with current.begin() as work:
            done.append(work.organisation)
        return {"number": len(done)}, 201

    return create_app(replace(ward_runtime.service, api=(api,)), ward_runtime)


def test_it_is_ready_when_its_role_sees_the_newest_migration(ward_app: Flask) -> None:
    answer = ward_app.test_client().get("/readyz")
    assert answer.status_code == 200, answer.json


def test_twins_at_the_same_moment_have_one_effect(ward_app: Flask, ward_runtime: Runtime, done: list[str]) -> None:
    def send(number: int) -> Any:
        host = ("bqr.localhost", "jtb-care.localhost")[number % 2]
        headers = {"Host": host, "Idempotency-Key": "one-key-for-everybody"}
        return ward_app.test_client().post("/ward/api/v1/rounds", headers=headers)

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert sorted(done) == ["bqr", "jtb-care"]
    assert sum("Idempotency-Replayed" in answer.headers for answer in answers) == 4
    kept = ward_runtime.service.plumbing.idempotency
    with ward_runtime.uow.read("bqr", actor=Actor.anonymous("bqr"), now=ward_runtime.now()) as work:
        mine = select(func.count()).select_from(kept).where(kept.c.organisation == "bqr")
        assert work.session.scalar(mine) == 1


def superseded(runtime: Runtime) -> None:
    """An event of each organisation that came after later ones of its case."""
    row = {"consumer": "ward", "source": "consent", "type": "t", "case_ref": "c-1", "sequence": 1, "event_id": "e-1"}
    rows = [{**row, "organisation": name, "state": "superseded", "received_at": NOW} for name in ("bqr", "jtb-care")]
    with runtime.uow.system() as session:
        session.connection().execute(runtime.service.plumbing.inbox.insert(), rows)


def test_the_gauges_of_the_bus_count_every_organisation_by_the_role_worker(
    ward_app: Flask, ward_runtime: Runtime
) -> None:
    superseded(ward_runtime)
    assert 'waarborg_backlog{of="superseded"} 2.0' in ward_app.test_client().get("/metrics").text


def test_a_process_that_has_the_role_app_alone_shows_no_gauge_that_it_cannot_know(ward_runtime: Runtime) -> None:
    superseded(ward_runtime)
    uow = copy(ward_runtime.uow)
    uow.worker_engine = uow.engine
    told = create_app(ward_runtime.service, replace(ward_runtime, uow=uow)).test_client().get("/metrics").text
    assert "waarborg_backlog" not in told and "waarborg_request" in told
