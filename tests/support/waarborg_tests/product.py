"""The product as the tests drive it: every service with its workers and its web process, a clock turned by hand."""

import secrets
import socket
import sqlite3
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Protocol
from wsgiref.types import WSGIApplication

from flask import Flask
from sqlalchemy import make_url, select
from werkzeug.serving import make_server

from waarborg_portal.embedded import Embedded, compose, dispatcher, installed_services, settings_of
from waarborg_portal.installation import Installation, open_installation
from waarborg_shared.auth import Actor
from waarborg_shared.bus import Names, RabbitTransport, declare
from waarborg_shared.config import Settings
from waarborg_shared.db import system_session
from waarborg_shared.events import Envelope, decode
from waarborg_shared.keystore import KeyStore
from waarborg_shared.migrations import migrate
from waarborg_shared.service import Runtime, Service, build_runtime
from waarborg_shared.testing.auth import FakeClock
from waarborg_shared.testing.databases import PostgresDatabases, ServiceDatabase
from waarborg_shared.testing.fixtures_data import RECEIPT_COSTS
from waarborg_shared.timeline import case_models, verify_service
from waarborg_shared.web import create_app
from waarborg_shared.worker import Crew, desk_of, handled_types, loops_of
from waarborg_tests.waiting import until

HOSTS = {"bqr": "bqr.localhost", "jtb-care": "jtb-care.localhost"}
ORGANISATIONS = tuple(HOSTS)
PLUGINS = Path(__file__).resolve().parents[3] / "plugins"
BROUGHT_ALONG = (PLUGINS / "bqr" / "organisations.toml", PLUGINS / "jtb_care" / "organisations.toml")
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LOOPBACK = "127.0.0.1"


class Composed(Protocol):
    """What a composition must be able to do."""

    runtimes: Mapping[str, Runtime]
    apps: Mapping[str, Any]
    app: WSGIApplication

    def start(self, *, host: str, port: int) -> int: ...
    def stop(self) -> bool: ...


@dataclass
class Product:
    """A running product, with what the tests know of it."""

    composed: Composed
    clock: FakeClock
    port: int
    organisations: Sequence[str] = ORGANISATIONS
    hosts: Mapping[str, str] = field(default_factory=lambda: HOSTS)

    @property
    def runtimes(self) -> Mapping[str, Runtime]:
        """The runtime of each service, by name."""
        return self.composed.runtimes

    @property
    def app(self) -> WSGIApplication:
        """Everything behind one address, by the first part of the path."""
        return self.composed.app

    @property
    def apps(self) -> Mapping[str, Flask]:
        """The web application of each service, by name."""
        return self.composed.apps

    @property
    def services(self) -> dict[str, Service]:
        """Each service by name."""
        return {name: runtime.service for name, runtime in self.runtimes.items()}

    def origin(self, organisation: str) -> str:
        """Where an organisation is, as its visitors see it."""
        return f"http://{self.hosts[organisation]}:{self.port}"

    def start(self) -> "Product":
        """Start the workers and listen."""
        self.composed.start(host=LOOPBACK, port=self.port)
        return self

    def stop(self) -> None:
        """Stop in an orderly way."""
        assert self.composed.stop()

    def bodies(self, service: str) -> list[bytes]:
        """The events of a service, as they are in its outbox, in order."""
        outbox = self.runtimes[service].service.plumbing.outbox
        with system_session(self.runtimes[service].worker_engine, reading=True) as session:
            return list(session.execute(select(outbox.c.body).order_by(outbox.c.position)).scalars())

    def events(self, service: str, organisation: str, kind: type[Any] | None = None) -> list[Envelope]:
        """The events that a service told of one organisation, in order."""
        told = [envelope for envelope in map(decode, self.bodies(service)) if envelope.organisation == organisation]
        return [each for each in told if kind is None or isinstance(each.event, kind)]

    def backlog(self) -> dict[str, tuple[int, ...]]:
        """What waits, by service: unsent, failed, waiting, dead, superseded, poison; who has nothing is left out."""
        found = {}
        for name, runtime in self.runtimes.items():
            each = desk_of(runtime).backlog()
            waits = (each.pending, each.failed, each.waiting, each.dead, each.superseded, each.poison)
            if any(waits):
                found[name] = waits
        return found

    def undelivered(self) -> list[tuple[str, str, str]]:
        """Events that some service handles and whose inbox row is not there yet."""
        known: dict[str, set[str]] = {}
        for name, runtime in self.runtimes.items():
            inbox = runtime.service.plumbing.inbox
            with system_session(runtime.worker_engine, reading=True) as session:
                known[name] = set(session.execute(select(inbox.c.event_id)).scalars())
        told = [(e.type, e.id) for teller in self.runtimes for e in map(decode, self.bodies(teller))]
        types = {name: handled_types(service) for name, service in self.services.items()}
        return [
            (name, kind, id) for name in known for kind, id in told if kind in types[name] and id not in known[name]
        ]

    def settle(self, within: float = 30.0) -> None:
        """Wait until every event was told and handled, and nothing stands open."""
        waits: list[Any] = []

        def quiet() -> bool:
            waits[:] = [self.backlog()] if self.backlog() else self.undelivered()[:5]
            return not waits

        until(quiet, within=within, what="a quiet bus", but=waits)

    def broken_timelines(self) -> list[str]:
        """What is wrong with the timelines of all services' cases; empty when every chain holds."""
        wrong = []
        for runtime in self.runtimes.values():
            reports = verify_service(
                runtime.engine,
                runtime.service.plumbing,
                case_models(_base_of(runtime.service)),
                organisations=self.organisations,
                vault=runtime.vault,
            )
            wrong += [line for report in reports for line in report.lines()]
        return wrong

    def work(self, service: str, organisation: str) -> Any:
        """A unit of work of a service, as its worker begins one."""
        actor = Actor.system(service, organisation)
        return self.runtimes[service].uow.begin(organisation, actor=actor, now=self.clock.now())


def _base_of(service: Service) -> Any:
    module = __import__(f"{service.package}.models", fromlist=["Base"])
    return module.Base


def free_port() -> int:
    """A loopback port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


@cache
def migrated(service: str) -> bytes:
    """Return a service's database as it is before its first row: migrated once by each process of tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "migrated.db"
        migrate(f"sqlite:///{file}", installed_services()[service])
        return file.read_bytes()


def embedded(
    folder: Path, *, clock: FakeClock | None = None, port: int | None = None, also: Path | None = None
) -> Product:
    """The product in this one process, on SQLite and the embedded bus, in a folder that may hold an earlier run's.

    ``also`` is a file with more organisations than the two that come along.
    """
    clock = clock or FakeClock(moment=START)
    port = port or free_port()
    files = BROUGHT_ALONG if also is None else (*BROUGHT_ALONG, also)
    installation = open_installation(folder, organisations=files)
    for name in installed_services():
        database = Path(make_url(installation.sqlite(name)).database or "")
        if not database.exists():
            database.write_bytes(migrated(name))
    composed: Embedded = compose(installation, port=port, now=clock.now, receipt_costs=RECEIPT_COSTS)
    hosts = {name: each.hosts[0] for name, each in installation.organisations.items()}
    return Product(composed, clock, port, tuple(hosts), hosts)


class Full:
    """The product as it is deployed, but for the processes: a database per service, a broker, HTTP between services."""

    def __init__(self, runtimes: Mapping[str, Runtime], loops: Mapping[str, Any], names: Names) -> None:
        self.runtimes = runtimes
        self.names = names
        self.apps: dict[str, Flask] = {name: create_app(each.service, each) for name, each in runtimes.items()}
        self.app = dispatcher(self.apps, well_known_of(runtimes))
        self._loops = loops
        self._crew: Crew | None = None
        self._server: Any = None

    def start(self, *, host: str, port: int) -> int:
        """Start the workers and listen."""
        self._server = make_server(host, port, self.app, threaded=True)
        threading.Thread(target=self._server.serve_forever, name="http", daemon=True).start()
        self._crew = Crew(self._loops).start()
        return port

    def stop(self) -> bool:
        """Stop in an orderly way."""
        ended = self._crew.stop() if self._crew is not None else True
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
        for runtime in self.runtimes.values():
            runtime.close()
        return ended


def well_known_of(runtimes: Mapping[str, Runtime]) -> dict[str, str]:
    """Which service answers a path at the host's root."""
    return {path: name for name, each in runtimes.items() for path in each.service.well_known}


def full(folder: Path, *, databases: PostgresDatabases, broker: str, clock: FakeClock | None = None) -> Product:
    """The product on PostgreSQL with its four roles, and RabbitMQ under names of its own."""
    clock = clock or FakeClock(moment=START)
    port, names = free_port(), Names(f"t{secrets.token_hex(5)}")
    installation = open_installation(folder, organisations=BROUGHT_ALONG)
    services = installed_services()
    declare(broker, {name: handled_types(service) for name, service in services.items()}, names=names)
    runtimes: dict[str, Runtime] = {}
    loops: dict[str, Any] = {}
    for name, service in services.items():
        keys = databases.empty(name).owner
        settings = _full_settings(installation, databases.make(service), name=name, port=port, keys=keys, broker=broker)
        with closing(KeyStore(keys, settings.master_key)) as keystore:
            keystore.ensure_schema()
        runtimes[name] = build_runtime(service, settings, now=clock.now)
        loops |= loops_of(runtimes[name], RabbitTransport(broker, names=names))
    return Product(Full(runtimes, loops, names), clock, port)


def _full_settings(
    installation: Installation, database: ServiceDatabase, *, name: str, port: int, keys: str, broker: str
) -> Settings:
    return replace(
        settings_of(installation, name, port=port),
        database_url=database.app,
        worker_database_url=database.worker,
        owner_database_url=database.owner,
        keystore_url=keys,
        broker_url=broker,
        service_urls=dict.fromkeys(installed_services(), f"http://{LOOPBACK}:{port}"),
        receipt_costs=RECEIPT_COSTS,
    )


def rows_by_table(product: Product, organisation: str) -> dict[str, int]:
    """How many rows an organisation has in each table of each service (as SQLite, which has no walls, sees them)."""
    counted = {}
    for name, runtime in product.runtimes.items():
        with closing(sqlite3.connect(runtime.engine.url.database or "")) as connection:
            for table in runtime.service.metadata.sorted_tables:
                if "organisation" in table.c:
                    statement = f"SELECT count(*) FROM {table.name} WHERE organisation = ?"
                    counted[f"{name}.{table.name}"] = connection.execute(statement, (organisation,)).fetchone()[0]
    return counted
