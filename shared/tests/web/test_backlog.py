"""The gauges of the bus: what does not go through can be watched, with every organisation counted."""

import re
from collections.abc import Collection
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import inspect
from structlog.testing import capture_logs

from waarborg_shared.bus.states import InboxState
from waarborg_shared.service import Runtime

NOTHING = {"pending": 0.0, "failed": 0.0, "waiting": 0.0, "dead": 0.0, "superseded": 0.0, "poison": 0.0}


def figures(app: Flask) -> tuple[dict[str, float], float]:
    """What the probe tells: the events by what they wait for, and the age of the oldest unsent one."""
    told = app.test_client().get("/metrics").text
    (oldest,) = re.findall(r"^waarborg_outbox_oldest_seconds (\S+)$", told, re.MULTILINE)
    found = re.findall(r'^waarborg_backlog\{of="(\w+)"\} (\S+)$', told, re.MULTILINE)
    return {name: float(many) for name, many in found}, float(oldest)


def received(runtime: Runtime, states: Collection[str]) -> None:
    """An event in each of these states, at each of two organisations."""
    row = {"consumer": runtime.service.name, "source": "consent", "type": "t", "case_ref": "c-1", "sequence": 1}
    rows = [
        {**row, "organisation": organisation, "event_id": f"e-{state}", "state": state, "received_at": runtime.now()}
        for organisation in ("bqr", "jtb-care")
        for state in states
    ]
    with runtime.uow.system() as session:
        session.connection().execute(runtime.service.plumbing.inbox.insert(), rows)


def committed(runtime: Runtime, *, ago: timedelta) -> None:
    """An event in the outbox, not sent yet, that was made so long ago."""
    row = {"organisation": "bqr", "case_ref": "c-1", "sequence": 1, "type": "t", "routing_key": "t.bqr", "body": b"{}"}
    position = int(ago.total_seconds())
    made = {**row, "id": f"e-{position}", "position": position, "created_at": runtime.now() - ago}
    with runtime.uow.system() as session:
        session.connection().execute(runtime.service.plumbing.outbox.insert(), made)


def test_nothing_waits_and_each_says_nil(app: Flask) -> None:
    assert figures(app) == (NOTHING, 0.0)


@pytest.mark.parametrize("state", ["failed", "waiting", "dead", "superseded"])
def test_an_event_that_did_not_go_through_is_counted_by_its_state(app: Flask, runtime: Runtime, state: str) -> None:
    received(runtime, [state])
    assert figures(app)[0] == NOTHING | {state: 2.0}


def test_what_is_done_or_given_up_waits_for_nobody(app: Flask, runtime: Runtime) -> None:
    received(runtime, [InboxState.DONE, InboxState.DISCARDED])
    assert figures(app)[0] == NOTHING


def test_an_unsent_event_is_counted_with_the_age_of_the_oldest(app: Flask, runtime: Runtime) -> None:
    committed(runtime, ago=timedelta(minutes=1))
    committed(runtime, ago=timedelta(minutes=5))
    assert figures(app) == (NOTHING | {"pending": 2.0}, 300.0)


def test_a_clock_that_was_put_back_makes_no_negative_age(app: Flask, runtime: Runtime) -> None:
    committed(runtime, ago=timedelta(minutes=-5))
    assert figures(app) == (NOTHING | {"pending": 1.0}, 0.0)


def test_poison_is_counted(app: Flask, runtime: Runtime) -> None:
    held = {"queue": "garden", "received_at": runtime.now(), "reason": "undecodable", "headers": {}, "body": b"x"}
    with runtime.uow.system() as session:
        session.connection().execute(runtime.service.plumbing.poison.insert(), [{**held, "id": "p-1"}])
    assert figures(app)[0] == NOTHING | {"poison": 1.0}


def test_a_database_that_is_away_costs_these_gauges_and_no_other_figure(app: Flask, runtime: Runtime) -> None:
    runtime.service.metadata.drop_all(runtime.engine)
    assert not inspect(runtime.engine).get_table_names()
    with capture_logs() as lines:
        told = app.test_client().get("/metrics")
    assert told.status_code == 200
    assert "waarborg_backlog{" not in told.text and "waarborg_request_seconds" in told.text
    assert {line["gauge"] for line in lines if line["event"] == "gauge_failed"} == {
        "waarborg_backlog",
        "waarborg_outbox_oldest_seconds",
    }
