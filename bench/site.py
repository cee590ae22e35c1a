"""A site to measure on: databases with their four roles, a key store, organisations and the services' processes."""

import base64
import contextlib
import json
import os
import secrets
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import requests
from sqlalchemy import make_url

from bench.processes import ROOT, Aborted, Cores, Process, gunicorn, program, started, wait_for
from bench.yardstick import TABLES
from waarborg_identity.app import SERVICE as IDENTITY
from waarborg_identity.demo import PARTNER_ID, PARTNER_SECRET
from waarborg_identity.domain import SERVICES
from waarborg_portal.installation import read_all
from waarborg_shared.config import read_settings
from waarborg_shared.keystore import KeyStore
from waarborg_shared.service import Runtime, Service, build_runtime
from waarborg_shared.testing.auth import ServiceKeyring
from waarborg_shared.testing.databases import PostgresDatabases, ServiceDatabase
from waarborg_shared.testing.servers_process import free_ports

ORGANISATION = "bqr"
HOST = "bqr.localhost"
RENEW_AFTER = 120.0  # seconds; a token lives for 300
SCOPES = "consent:decide consent:record"
BROUGHT_ALONG = tuple(ROOT / "plugins" / name / "organisations.toml" for name in ("bqr", "jtb_care"))


@dataclass(frozen=True)
class Plan:
    """How much is measured: a smoke run measures next to nothing, and its figures are none."""

    rounds: int = 5
    seconds: float = 3.0
    most: int = 30_000
    people: int = 500
    relayed: int = 10_000
    paced_seconds: float = 20.0
    pairs: int = 200
    organisations: int = 1_000
    imported: int = 100_000
    log_lines: int = 10_000_000
    small_size: int = 10_000
    listed: int = 100_000
    smoke: bool = False

    @classmethod
    def quick(cls) -> "Plan":
        """Just enough to see that everything works."""
        return cls(
            rounds=1,
            seconds=0.3,
            most=200,
            people=20,
            relayed=200,
            paced_seconds=1.0,
            pairs=3,
            organisations=20,
            imported=200,
            log_lines=2_000,
            small_size=200,
            listed=400,
            smoke=True,
        )


@dataclass
class Site:
    """One installation on the servers of this run; made by `site`."""

    folder: Path
    databases: PostgresDatabases
    keystore_url: str
    broker_url: str
    cores: Cores
    plan: Plan
    master_key: bytes = field(default_factory=lambda: os.urandom(32))
    keys: ServiceKeyring = field(default_factory=ServiceKeyring)
    made: dict[str, ServiceDatabase] = field(default_factory=dict)
    ports: dict[str, int] = field(default_factory=dict)
    scopes: str = SCOPES
    more: Mapping[str, str] = field(default_factory=dict)
    _token: tuple[str, float] = ("", float("-inf"))

    def database(self, service: Service) -> ServiceDatabase:
        """The migrated database of a service."""
        if service.name not in self.made:
            self.made[service.name] = self.databases.make(service)
        return self.made[service.name]

    def environ(self, service: Service, *, organisations: str = "") -> dict[str, str]:
        """The settings of a process of a service, for the two organisations unless others are given."""
        database = self.database(service)
        organisations = organisations or two_organisations()
        path = self.folder / f"organisations-{len(organisations)}.toml"
        path.write_text(organisations, encoding="utf-8")
        urls = ",".join(f"{name}=http://127.0.0.1:{port}" for name, port in self.ports.items())
        return {
            "WAARBORG_DATABASE_URL": database.app,
            "WAARBORG_WORKER_DATABASE_URL": database.worker,
            "WAARBORG_OWNER_DATABASE_URL": database.owner,
            "WAARBORG_KEYSTORE_URL": self.keystore_url,
            "WAARBORG_MASTER_KEY": base64.b64encode(self.master_key).decode(),
            "WAARBORG_BROKER_URL": self.broker_url,
            "WAARBORG_ORGANISATIONS": str(path),
            "WAARBORG_PUBLIC_ORIGIN": "http://{host}:8000",
            "WAARBORG_SERVICE_KEY": self.keys.private(service.name),
            "WAARBORG_SERVICE_JWKS": json.dumps({"keys": self.keys.public(*SERVICES)}),
            "WAARBORG_DEMO": "1",
            **({"WAARBORG_SERVICE_URLS": urls} if urls else {}),
            **self.more,
        }

    @contextlib.contextmanager
    def runtime(self, service: Service) -> Iterator[Runtime]:
        """A runtime of a service in this process, on the same site."""
        runtime = build_runtime(service, read_settings(service.name, self.environ(service)))
        try:
            yield runtime
        finally:
            runtime.close()

    @contextlib.contextmanager
    def web(
        self, service: Service, *, core: int | None = None, organisations: str = ""
    ) -> Iterator[tuple[Process, int]]:
        """A web process of a service that answers, and its port."""
        port = free_ports(1)[0]
        environ = self.environ(service, organisations=organisations)
        line = [program(f"waarborg-{service.name}"), "serve", "--bind", f"127.0.0.1:{port}", "--workers", "1"]
        log = self.folder / f"{service.name}-{port}.log"
        with started([*line, "--threads", "8"], log=log, environ=environ, core=core) as process:
            wait_for(process, f"http://127.0.0.1:{port}/{service.name}/livez")
            yield process, port

    @contextlib.contextmanager
    def worker(self, service: Service) -> Iterator[Process]:
        """A worker process of a service."""
        log = self.folder / f"{service.name}-worker.log"
        command = [program(f"waarborg-{service.name}"), "worker"]
        with started(command, log=log, environ=self.environ(service)) as process:
            yield process

    @contextlib.contextmanager
    def identity(self) -> Iterator[None]:
        """The real identity service, with a partner system that tokens are for."""
        with self.runtime(IDENTITY) as runtime:
            assert IDENTITY.demo is not None
            IDENTITY.demo(runtime)
        with self.web(IDENTITY, core=self.cores.clients) as (_, port):
            self.ports["identity"] = port
            yield

    @contextlib.contextmanager
    def yardstick(self) -> Iterator[tuple[Process, int]]:
        """The empty Flask app on a database of its own, run in the same way."""
        url = make_url(self.databases.empty("yardstick").owner).set(drivername="postgresql")
        dsn = url.render_as_string(hide_password=False)
        with psycopg.connect(dsn) as connection:
            connection.execute(TABLES)
        port = free_ports(1)[0]
        with started(
            gunicorn("bench.yardstick:create_app()", port=port),
            log=self.folder / "yardstick.log",
            environ={"BENCH_YARDSTICK_DSN": dsn},
            core=self.cores.measured,
        ) as process:
            wait_for(process, f"http://127.0.0.1:{port}/ready")
            yield process, port

    def headers(self) -> Mapping[str, str]:
        """The headers of a partner system's request; its token is renewed in time."""
        token, since = self._token
        if time.monotonic() - since > RENEW_AFTER:
            token, since = self._new_token(), time.monotonic()
            self._token = (token, since)
        return {"Host": f"{HOST}:8000", "Authorization": f"Bearer {token}"}

    def _new_token(self) -> str:
        answer = requests.post(
            f"http://127.0.0.1:{self.ports['identity']}/identity/token",
            data={"grant_type": "client_credentials", "scope": self.scopes},
            auth=(PARTNER_ID, PARTNER_SECRET),
            headers={"Host": f"{HOST}:8000"},
            timeout=20,
        )
        if answer.status_code != 200:
            raise Aborted(f"identity gave no token: {answer.text}")
        return str(answer.json()["access_token"])

    def count(self, service: Service, table: str) -> int:
        """How many rows a table has, of every organisation, as its role for backups sees them."""
        url = make_url(self.database(service).backup).set(drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
            found = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
        assert found is not None
        return int(found[0])


@contextlib.contextmanager
def site(plan: Plan) -> Iterator[Site]:
    """A site on the servers that the environment names. Raises Aborted where it names none."""
    try:
        admin, broker = os.environ["WAARBORG_TEST_POSTGRES"], os.environ["WAARBORG_TEST_AMQP"]
    except KeyError as missing:
        raise Aborted(f"{missing} is not set; ./dev bench starts the servers that it names") from None
    databases = PostgresDatabases(admin)
    with tempfile.TemporaryDirectory(prefix="waarborg-bench-") as folder:
        try:
            made = Site(Path(folder), databases, databases.empty("keys").owner, broker, Cores.here(), plan)
            keystore = KeyStore(made.keystore_url, made.master_key)
            keystore.ensure_schema()
            keystore.close()
            yield made
        except Aborted as why:
            raise Aborted(f"{why}\n{complaints(Path(folder))}") from None
        finally:
            databases.close()


def two_organisations() -> str:
    """The file of the two organisations that come along."""
    return read_all(BROUGHT_ALONG)[1]


def complaints(folder: Path) -> str:
    """The last lines of each process's log that are no everyday ones."""
    found = []
    for log in sorted(folder.glob("*.log")):
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        odd = [line for line in lines if '"level": "info"' not in line and "[INFO]" not in line]
        found += [f"{log.name}: {line[:2000]}" for line in odd[-12:]]
    return "\n".join(found)


def new_ref() -> str:
    """A reference of an invented person."""
    return f"{secrets.token_hex(4)}-{secrets.token_hex(4)}-{secrets.token_hex(8)}"
