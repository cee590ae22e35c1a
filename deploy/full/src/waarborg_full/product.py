"""The product as separate processes, on a PostgreSQL, a RabbitMQ and an nginx of its own."""

import fcntl
import os
import re
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

import requests

from waarborg_full.household import Household, Process, Served, Tell
from waarborg_full.places import Place, places_of
from waarborg_portal.embedded import installed_services
from waarborg_portal.installation import Installation
from waarborg_shared.bus import declare
from waarborg_shared.bus.messages import LARGEST_MESSAGE
from waarborg_shared.keystore import KeyStore
from waarborg_shared.migrations import migrate
from waarborg_shared.roles import prepare_database, prepare_key_store
from waarborg_shared.service import build_runtime
from waarborg_shared.testing.servers import FrontProxy, PostgresServer, RabbitServer
from waarborg_shared.testing.servers_process import answers, free_ports
from waarborg_shared.worker import handled_types

LOOPBACK = "127.0.0.1"
READY_WITHIN = 90.0
LOOK_EVERY = 0.5
READY_LOOK_EVERY = 0.2
CONNECTIONS = "400"  # six services, a web process and a worker each, as many as their pools may open
FRONT_DOOR = Path("nginx/waarborg.conf.template")  # in deploy/
WEB, WORKERS, DOOR, BROKER, DATABASE = range(5)  # who is stopped first
_MAIN = """\
{user}worker_processes 1;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
{front_door}
}}
"""


class CannotStart(Exception):
    """Something that `--full` needs is not there or did not come up; the text says what, and where to read on."""


class Full:
    """The whole product in many processes; `start`, `keep_running`, `stop`."""

    def __init__(self, installation: Installation, *, port: int, tell: Tell) -> None:
        self._folder = installation.folder
        self._port, self._tell = port, tell
        self._held = _hold(self._folder)  # before anything that takes long
        self._services = installed_services()
        self.logs.mkdir(exist_ok=True)
        self._household = Household(self._folder / "processes", tell=tell)
        self._postgres = PostgresServer(self._folder / "postgresql", settings={"max_connections": CONNECTIONS})
        self._rabbit = RabbitServer(self._folder / "rabbitmq", settings={"max_message_size": str(LARGEST_MESSAGE)})
        self._door = FrontProxy("", port=port, folder=self._folder / "nginx")
        for server in (self._postgres, self._rabbit, self._door):
            _link(self.logs / f"{server.name}.log", server.log)
        self._places: Mapping[str, Place] = {}
        self._installation = installation

    @property
    def logs(self) -> Path:
        """The folder with a log of every process."""
        return self._folder / "logs"

    def start(self, stop: threading.Event) -> None:
        """Start everything and wait until all of it serves; ends sooner when ``stop`` is set.

        Raises:
            ServerError: PostgreSQL, RabbitMQ or nginx is not installed or does not start.
            CannotStart: the port is taken, or a service does not come up.
        """
        self._door.wait_for_an_earlier_one()
        if answers(self._port):
            raise CannotStart(f"port {self._port} is taken by another process")
        self._tell("starting PostgreSQL and RabbitMQ")
        self._household.expect(Served(self._postgres, DATABASE), Served(self._rabbit, BROKER))
        with ThreadPoolExecutor(1) as pool:
            broker = pool.submit(self._rabbit.start)
            self._postgres.start()
            self._places = places_of(
                self._installation,
                self._services,
                postgres=self._postgres,
                ports=free_ports(len(self._services)),
                public_origin=f"http://{{host}}:{self._port}",
            )
            self._tell("preparing a database for each service")
            self._prepare_databases()
            self._tell("starting the services")
            self._household.take_in(*(self._web(name) for name in self._places))
            broker.result()
        broker_url = self._rabbit.url()
        for place in self._places.values():
            place.tell("broker_url", broker_url)
        declare(broker_url, {name: handled_types(service) for name, service in self._services.items()})
        self._household.take_in(*(self._worker(name) for name in self._places))
        self._door.configuration = front_door(self._addresses())
        self._household.take_in(Served(self._door, DOOR))
        self._wait_until_ready(stop)

    def keep_running(self, stop: threading.Event) -> None:
        """Start again what ends by itself, until told to stop."""
        while not stop.wait(LOOK_EVERY):
            self._household.look()

    def stop(self) -> None:
        """Stop every process, and wait: web, workers, nginx, RabbitMQ, PostgreSQL."""
        self._household.stop()
        self._held.close()

    def people(self) -> Sequence[Mapping[str, Any]]:
        """Have identity invent people, and return who they are."""
        return self._demo("identity")

    def begin_demonstration(self) -> None:
        """Have consent publish a first version of each statement."""
        self._demo("consent")

    def _demo(self, name: str) -> Sequence[Mapping[str, Any]]:
        """What the command `demo` does, without a process for it."""
        service = self._services[name]
        assert service.demo is not None
        with closing(build_runtime(service, self._places[name].settings)) as runtime:
            return [asdict(told) for told in service.demo(runtime)]

    def _prepare_databases(self) -> None:
        """What the commands `database roles`, `database key-store` and `migrate` do, without a process for each."""
        admin = self._postgres.url()
        for name, service in self._services.items():
            place = self._places[name]
            prepare_database(admin, name, database=name, passwords=place.passwords)
            prepare_key_store(admin, role=place.key_store, database=place.key_store, password=place.key_store_password)
            settings = place.settings
            with closing(KeyStore(settings.keystore_url, settings.master_key)) as key_store:
                key_store.ensure_schema()
            migrate(settings.owner_database_url, service)

    def _web(self, name: str) -> Process:
        line = self._line(name, "serve", "--bind", f"{LOOPBACK}:{self._places[name].port}", "--workers", "1")
        return self._process(f"{name}-web", name, line, ends=WEB)

    def _worker(self, name: str) -> Process:
        return self._process(f"{name}-worker", name, self._line(name, "worker"), ends=WORKERS)

    def _process(self, called: str, service: str, line: Sequence[str], *, ends: int) -> Process:
        log = self.logs / f"{called}.log"
        return Process(called, line, self._places[service].environ, log, ends)

    def _line(self, service: str, *words: str) -> list[str]:
        return [str(Path(sys.executable).with_name(f"waarborg-{service}")), *words]

    def _addresses(self) -> Mapping[str, str]:
        """Where the front door listens, and where it finds each service."""
        found = {f"WAARBORG_{name.upper()}": f"{LOOPBACK}:{place.port}" for name, place in self._places.items()}
        return found | {"WAARBORG_LISTEN": f"{LOOPBACK}:{self._port}"}

    def _wait_until_ready(self, stop: threading.Event) -> None:
        until = time.monotonic() + READY_WITHIN
        waiting = dict(self._places)
        while waiting and not stop.wait(READY_LOOK_EVERY):
            dead = self._household.names_of_dead()
            if dead or time.monotonic() > until:
                what = f"{dead[0]} ended" if dead else f"{', '.join(waiting)} not ready in {READY_WITHIN:g} s"
                raise CannotStart(f"{what}; see {self.logs}{_last_words(self.logs, dead)}")
            waiting = {name: place for name, place in waiting.items() if not _ready(place.port)}


def front_door(values: Mapping[str, str]) -> str:
    """Return nginx's whole configuration: the template of deploy/ with these values. Raises CannotStart."""
    template = Path(__file__).parents[3] / FRONT_DOOR
    if not template.exists():
        raise CannotStart(f"{template} is not there: --full runs from the source tree")
    filled = re.sub(r"\$\{([A-Z_]+)\}", lambda found: values[found[1]], template.read_text(encoding="utf-8"))
    # Our own processes run as whoever started us; nginx would make its workers somebody else when that is root.
    return _MAIN.format(user="user root;\n" if os.geteuid() == 0 else "", front_door=filled)


def _hold(folder: Path) -> IO[str]:
    """Hold the installation for this process alone, until it ends. Raises CannotStart."""
    held = (folder / "in-use").open("w", encoding="utf-8")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        raise CannotStart(f"{folder} is in use by another `./dev up --full`") from None
    return held


def _link(here: Path, there: Path) -> None:
    if not here.is_symlink():
        here.symlink_to(os.path.relpath(there, here.parent))


def _ready(port: int) -> bool:
    try:
        with requests.Session() as session:
            session.trust_env = False
            return session.get(f"http://{LOOPBACK}:{port}/readyz", timeout=5).status_code == 200
    except requests.RequestException:
        return False


def _last_words(logs: Path, dead: Sequence[str]) -> str:
    if not dead:
        return ""
    lines = (logs / f"{dead[0]}.log").read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n" + "\n".join(lines[-8:])
