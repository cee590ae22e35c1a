"""Worlds for the tests of the bus: SQLite with the embedded transport, and PostgreSQL with RabbitMQ."""

import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from kombu import Connection

from waarborg_shared.bus import EmbeddedTransport, Names, RabbitTransport, declare
from waarborg_shared.testing.bus_world import HANDLED, LISTENER, TELLER, World
from waarborg_shared.testing.databases import PostgresDatabases

WorldMaker = Callable[..., World]


def _server(name: str) -> str:
    url = os.environ.get(name)
    if not url:
        pytest.skip(f"{name} is not set (./dev test starts the servers)")
    return url


@pytest.fixture(scope="session")
def rabbit_url() -> str:
    """The broker for tests."""
    return _server("WAARBORG_TEST_AMQP")


@pytest.fixture(scope="session")
def names(rabbit_url: str) -> Iterator[Names]:
    """Names on the broker that are this run's own, all declared; they go afterwards."""
    own = Names(f"t{uuid.uuid4().hex[:10]}")
    declare(rabbit_url, {TELLER: (), LISTENER: HANDLED}, names=own)
    yield own
    remove(rabbit_url, own)


def queues_of(own: Names) -> tuple[str, ...]:
    """Every queue of the two services."""
    return (own.unrouted, *(make(service) for service in (TELLER, LISTENER) for make in (own.queue, own.poison_queue)))


def remove(url: str, own: Names) -> None:
    """Remove everything that was declared under these names."""
    with Connection(url) as connection:
        channel = connection.channel()
        for queue in queues_of(own):
            channel.queue_delete(queue)
        for exchange in (own.events, own.poison, own.unrouted):
            channel.exchange_delete(exchange)


@pytest.fixture
def new_names(rabbit_url: str) -> Iterator[Names]:
    """Names under which nothing is declared yet; what is declared goes after the test."""
    own = Names(f"t{uuid.uuid4().hex[:10]}")
    yield own
    remove(rabbit_url, own)


@pytest.fixture
def empty_queues(rabbit_url: str, names: Names) -> Iterator[Callable[[], None]]:
    """Empties every queue when it is called, over one connection: a test may call it at each of its steps."""
    with Connection(rabbit_url) as connection:
        channel = connection.channel()

        def empty() -> None:
            for queue in queues_of(names):
                channel.queue_purge(queue)

        yield empty


@pytest.fixture
def rabbit(rabbit_url: str, names: Names, empty_queues: Callable[[], None]) -> RabbitTransport:
    """RabbitMQ with everything declared and every queue empty."""
    empty_queues()
    return RabbitTransport(rabbit_url, names=names)


@pytest.fixture(scope="session")
def databases(_postgres_databases: PostgresDatabases) -> Iterator[tuple[str, str]]:
    """Two databases on PostgreSQL for the whole run; a world empties them."""
    url = _postgres_databases.admin_url
    plain = url.replace("postgresql+psycopg:", "postgresql:")
    made = [f"bus_{part}_{uuid.uuid4().hex[:10]}" for part in (TELLER, LISTENER)]
    with psycopg.connect(plain, autocommit=True) as admin:
        for name in made:
            admin.execute(f"CREATE DATABASE {name}")
        base = url.rpartition("/")[0]
        yield f"{base}/{made[0]}", f"{base}/{made[1]}"
        for name in made:
            admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.fixture
def embedded_world(tmp_path: Path) -> Iterator[World]:
    """SQLite and the embedded transport."""
    world = World(f"sqlite:///{tmp_path}/teller.db", f"sqlite:///{tmp_path}/listener.db")
    yield world
    world.close()


@pytest.fixture
def rabbit_world(databases: tuple[str, str], rabbit: RabbitTransport) -> Iterator[World]:
    """PostgreSQL and RabbitMQ."""
    world = World(*databases, rabbit)
    world.clear()
    yield world
    world.close()


@pytest.fixture(
    params=[
        pytest.param("embedded_world", id="embedded"),
        pytest.param("rabbit_world", id="rabbitmq", marks=pytest.mark.servers),
    ]
)
def world(request: pytest.FixtureRequest) -> World:
    """Each of the two worlds: what passes on one passes on the other."""
    found: World = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def put_raw(request: pytest.FixtureRequest, world: World) -> Callable[[bytes, str], None]:
    """Put any bytes on the exchange, as a stranger would."""
    if isinstance(world.transport, EmbeddedTransport):
        return world.transport.put_raw
    url, own = request.getfixturevalue("rabbit_url"), request.getfixturevalue("names")

    def put(body: bytes, routing_key: str) -> None:
        with Connection(url, transport_options={"confirm_publish": True}) as connection:
            channel = connection.channel()
            channel.basic_publish_confirm(channel.prepare_message(body), own.events, routing_key)

    return put
