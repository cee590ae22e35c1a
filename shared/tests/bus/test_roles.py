"""The bus works for the database roles that it is given: the service as *app*, behind row level security, and the
relay, the inbox and the poison table as *worker*."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from waarborg_shared.bus import RabbitTransport
from waarborg_shared.bus.connecting import system_engine
from waarborg_shared.db import create_engine_for
from waarborg_shared.events import encode, routing_key
from waarborg_shared.events.requests import WithdrawalRequested
from waarborg_shared.migrations.plumbing import create_plumbing
from waarborg_shared.migrations.walls import SERVICE, wall
from waarborg_shared.testing.bus_world import (
    LISTENER,
    TELLER,
    TELLER_PLUMBING,
    Asked,
    Effect,
    World,
)
from waarborg_shared.testing.databases import ServiceDatabase

pytestmark = pytest.mark.servers


def prepare(database: ServiceDatabase, service: str, table: Any) -> None:
    """Create the plumbing and one table of the service, as its owner, behind the walls."""
    engine = create_engine_for(database.owner, walled=False)
    with engine.begin() as connection:
        op = Operations(MigrationContext.configure(connection, opts={SERVICE: service}))
        create_plumbing(op)
        table.create(connection)
        wall(op, [table.name])
    engine.dispose()


@pytest.fixture
def walled_world(empty_postgres_database: Callable[[str], ServiceDatabase], rabbit: RabbitTransport) -> Iterator[World]:
    """Both services, each under its own roles."""
    teller, listener = empty_postgres_database(TELLER), empty_postgres_database(LISTENER)
    prepare(teller, TELLER, Asked.__table__)
    prepare(listener, LISTENER, Effect.__table__)
    world = World(teller.app, listener.app, rabbit, create=False, workers=(teller.worker, listener.worker))
    yield world
    world.close()


def test_events_of_both_organisations_arrive_through_the_walls(walled_world: World) -> None:
    walled_world.tell("case-1", organisation="bqr")
    walled_world.tell("case-1", "case-2", organisation="jtb-care")
    walled_world.carry()
    assert sorted((row["organisation"], row["state"]) for row in walled_world.inbox()) == [
        ("bqr", "done"),
        ("jtb-care", "done"),
        ("jtb-care", "done"),
    ]
    assert len(walled_world.effects()) == 3


def test_failures_retries_and_operators_work_through_the_walls(walled_world: World) -> None:
    def fail(_: object) -> None:
        raise ValueError("not now")

    walled_world.handling.after = fail
    first, second = walled_world.tell("case-1", "case-1")
    walled_world.carry()
    assert walled_world.states() == ["failed", "waiting"]
    walled_world.now.advance(hours=1)  # type: ignore[attr-defined]
    walled_world.retries.round()
    walled_world.desk.discard(first.id, "withdrawn by telephone", now=walled_world.now())
    walled_world.handling.after = lambda envelope: None
    walled_world.retries.round()
    assert walled_world.states() == ["discarded", "done"]
    assert [effect.event_id for effect in walled_world.effects()] == [second.id]
    assert walled_world.desk.backlog().failed == 0


def test_poison_is_kept_by_the_worker(walled_world: World) -> None:
    (told,) = walled_world.tell("case-1")
    walled_world.listen(organisations=("jtb-care",))
    walled_world.relay.drain()
    walled_world.consumer.drain(1)
    (held,) = walled_world.poison()
    assert held["headers"]["routing_key"] == routing_key(WithdrawalRequested.type, "bqr")
    walled_world.listen()
    outcome = walled_world.desk.replay_poison(str(held["id"]), walled_world.receiver, now=walled_world.now())
    assert outcome.value == "done"
    assert encode(told)


def test_the_role_of_the_pages_sees_no_outbox_but_its_organisations(walled_world: World) -> None:
    walled_world.tell("case-1", organisation="bqr")
    table = TELLER_PLUMBING.outbox
    with system_engine(walled_world.teller_engine).begin() as connection:
        assert connection.execute(select(table.c.id)).all() == []
    with system_engine(walled_world.teller_worker).begin() as connection:
        assert len(connection.execute(select(table.c.id)).all()) == 1


def test_the_worker_reaches_no_table_of_the_service_itself(walled_world: World) -> None:
    walled_world.tell("case-1")
    raw = create_engine_for(walled_world.teller_worker.url.render_as_string(hide_password=False), walled=False)
    with pytest.raises(DBAPIError, match="permission denied"), raw.begin() as connection:
        connection.exec_driver_sql("SELECT id FROM asked")
    raw.dispose()
