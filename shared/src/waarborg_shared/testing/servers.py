"""A PostgreSQL and a RabbitMQ of one's own, on free loopback ports, for the tests, the bench and `./dev up --full`.

    with PostgresServer() as postgres, RabbitServer() as rabbit:
        engine = create_engine(postgres.url())

Without a folder a server lives in a temporary one that goes when it is closed; with a folder its contents stay, and the
next start finds them. Any number may run beside one another and beside the machine's own. A server whose starter dies,
even by SIGKILL, is ended by a small watcher. Another process takes part by `PostgresServer.attach(folder)`.
"""

import contextlib
import os
import pwd
import secrets
import shutil
import signal
import string
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self
from urllib.parse import quote

from waarborg_shared.testing import servers_process as processes
from waarborg_shared.testing.servers_process import Running, ServerError

__all__ = ["PostgresServer", "RabbitServer", "Server", "ServerError"]

DEBIAN_POSTGRES = Path("/usr/lib/postgresql")
DEBIAN_RABBIT = Path("/usr/lib/rabbitmq/bin")
AMQP_GREETING = b"AMQP\x00\x00\x09\x01"
START_SECONDS = 90.0


class Server:
    """What every server of our own can do: start, stop, be killed, restart, be attached to, be closed.

    `stop` asks and waits, `kill` is a power cut; after either, `start` goes on with the same contents at the same port.
    All raise ServerError, with the end of the server's own log, when it does not do as told.
    """

    name: ClassVar[str] = "server"
    ports_needed: ClassVar[int] = 1
    debian_user: ClassVar[str] = "nobody"

    def __init__(self, folder: Path | None = None) -> None:
        self.temporary = folder is None
        self.folder = Path(tempfile.mkdtemp(prefix=f"waarborg-{self.name}-")) if folder is None else folder.absolute()
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.temporary:
            self.folder.chmod(0o711)  # the server's own user must be able to go through it
        self._attached = False
        self._watcher: subprocess.Popen[bytes] | None = None
        self._facts, _ = processes.read_state(self.folder)

    @classmethod
    def attach(cls, folder: Path) -> Self:
        """The server that another process started in this folder: to use, kill and restart, not to remove."""
        server = cls(folder)
        if not server._facts:
            raise ServerError(f"no {cls.name} was ever started in {folder}")
        server._attached = True
        return server

    @property
    def running(self) -> bool:
        """Whether its own process runs."""
        return self._own_process() is not None

    @property
    def pid(self) -> int:
        """The number of its own process."""
        if (own := self._own_process()) is None:
            raise ServerError(f"{self.name} in {self.folder} is not running")
        return own.pid

    @property
    def port(self) -> int:
        """The loopback port at which it serves; known from the first start on."""
        return self._ports[0]

    @property
    def log(self) -> Path:
        """The file with everything that it said."""
        return self.folder / "log"

    def start(self) -> Self:
        """Start it and wait until it serves; after `stop` or `kill` at the same port."""
        self._wait_for_an_earlier_one()
        self._facts = {"password": secrets.token_urlsafe(18)} | self._facts
        new_here = not self._attached and self._watcher is None
        if new_here:
            self._facts["ports"] = processes.free_ports(self.ports_needed)
            self._watcher = processes.watch(self.folder, remove=self.temporary)
        processes.write_state(self.folder, self._facts, ())
        try:
            if not self._prepared():
                self._prepare()
            self._launch()
        except BaseException:
            self.close() if new_here else self.stop()
            raise
        return self

    def stop(self) -> None:
        """Ask it to end, and wait; nothing happens when it does not run. What it holds stays for the next start."""
        _, started = processes.read_state(self.folder)
        processes.end(started)

    def kill(self) -> None:
        """End it at once by SIGKILL, its children with it, as a power cut would."""
        _, started = processes.read_state(self.folder)
        for one in started:
            processes.kill(one)

    def restart(self) -> Self:
        """Stop it in an orderly way and start it again at the same port."""
        self.stop()
        return self.start()

    def close(self) -> None:
        """Stop it for good; a temporary folder is removed. One that was attached to is left as it is."""
        if self._attached:
            return
        self.stop()
        if self._watcher is not None:
            processes.dismiss(self._watcher)
            self._watcher = None
        if self.temporary:
            shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self) -> Self:
        return self if self._attached else self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _ports(self) -> list[int]:
        ports = self._facts.get("ports")
        if not isinstance(ports, list):
            raise ServerError(f"{self.name} in {self.folder} was never started")
        return ports

    @property
    def _password(self) -> str:
        return str(self._facts["password"])

    def _user(self) -> str | None:
        """Whom it runs as: its Debian user when we are root, else ourselves."""
        if os.geteuid() != 0:
            return None
        try:
            return pwd.getpwnam(self.debian_user).pw_name
        except KeyError as error:
            raise ServerError(f"{self.name} needs the user {self.debian_user}, which its package makes") from error

    def _owned_folder(self, name: str, user: str | None) -> Path:
        folder = self.folder / name
        folder.mkdir(mode=0o700, exist_ok=True)
        if user is not None:
            shutil.chown(folder, user, user)
        return folder

    def _wait_for_an_earlier_one(self) -> None:
        """The watcher of a starter that was killed may still be ending its server."""
        patience = 0.0 if self._attached or self._watcher else processes.STOP_SECONDS
        _, started = processes.read_state(self.folder)
        for one in started:
            if not one.ended_within(patience):
                raise ServerError(f"{self.name} in {self.folder} is running already, as process {one.pid}")

    def _own_process(self) -> Running | None:
        _, started = processes.read_state(self.folder)
        return next((one for one in started if one.name == self.name and one.alive()), None)

    def _keep(self, *started: Running) -> None:
        processes.write_state(self.folder, self._facts, started)

    def _prepared(self) -> bool:
        return True

    def _prepare(self) -> None:
        """Make what the first start needs."""

    def _launch(self) -> None:
        raise NotImplementedError


class PostgresServer(Server):
    """A PostgreSQL with a superuser `postgres` and a random password; fsync stays on unless `settings` say so."""

    name = "postgresql"
    debian_user = "postgres"

    def __init__(self, folder: Path | None = None, *, settings: Mapping[str, str] | None = None) -> None:
        super().__init__(folder)
        self.settings = {"max_connections": "200"} | dict(settings or {})
        self.programs = postgres_programs()

    def url(self, database: str = "postgres", *, user: str = "postgres", password: str | None = None) -> str:
        """The address for SQLAlchemy, `postgresql+psycopg://…`; of the superuser unless told otherwise."""
        return self.dsn(database, user=user, password=password).replace("postgresql:", "postgresql+psycopg:", 1)

    def dsn(self, database: str = "postgres", *, user: str = "postgres", password: str | None = None) -> str:
        """The address for psycopg and psql, `postgresql://…`; of the superuser unless told otherwise."""
        secret = self._password if password is None else password
        return f"postgresql://{quote(user)}:{quote(secret)}@127.0.0.1:{self.port}/{quote(database)}"

    def sql(self, statement: str, *, database: str = "postgres") -> str:
        """Run statements as the superuser, each in its own transaction, and give what they print, unaligned."""
        command = [str(self.programs / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-f", "-", self.dsn(database)]
        code, said = processes.run(command, environ=_environ(), typed=statement)
        if code != 0:
            raise ServerError(said)
        return said

    def create_database(self, name: str) -> str:
        """Make an empty database, and give its address for SQLAlchemy."""
        self.sql(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def drop_database(self, name: str) -> None:
        """Remove a database, whoever is connected to it."""
        self.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @property
    def _data(self) -> Path:
        return self.folder / "data"

    @contextlib.contextmanager
    def _reachable(self, folder: Path, user: str | None) -> Iterator[tuple[str, tuple[int, ...]]]:
        """The folder's name for `user`, and the open files that the name needs.

        Under a parent that PostgreSQL's user may not enter (/root) that is the name of the folder as an open file.
        """
        if processes.reaches(user, folder):
            yield str(folder), ()
            return
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield f"/proc/self/fd/{opened}", (opened,)
        finally:
            os.close(opened)

    def _prepared(self) -> bool:
        return self._data.exists()

    def _prepare(self) -> None:
        """Make the database cluster beside its place, so that one half made is never taken for one."""
        user = self._user()
        shutil.rmtree(self.folder / "data.new", ignore_errors=True)
        fresh = self._owned_folder("data.new", user)
        with (
            self._reachable(fresh, user) as (data, opened),
            tempfile.NamedTemporaryFile("w", prefix="waarborg-") as secret,
        ):
            secret.write(self._password)
            secret.flush()
            if user is not None:
                shutil.chown(secret.name, user)
            access = ("--username=postgres", "--auth=scram-sha-256", f"--pwfile={secret.name}")
            command = [str(self.programs / "initdb"), "-D", data, *access, "--encoding=UTF8", "--locale=C.UTF-8"]
            code, said = processes.run([*command, "--no-sync"], environ=_environ(), user=user, opened=opened)
        if code != 0:
            raise ServerError(f"initdb failed:\n{said}")
        fresh.rename(self._data)

    def _launch(self) -> None:
        user = self._user()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "dynamic_shared_memory_type": "mmap",  # in its own folder, so that a kill leaves nothing in /dev/shm
        } | self.settings
        options = [word for key, value in settings.items() for word in ("-c", f"{key}={value}")]
        with self._reachable(self._data, user) as (data, opened):
            postmaster = processes.spawn(
                [str(self.programs / "postgres"), "-D", data, *options],
                name=self.name,
                log=self.log,
                environ=_environ(),
                user=user,
                opened=opened,
                stop_signal=signal.SIGINT,  # a fast shutdown: it does not wait for clients
            )
        self._keep(postmaster)
        processes.wait_until(
            lambda: self._says_ready(postmaster), running=postmaster, log=self.log, seconds=START_SECONDS
        )

    def _says_ready(self, postmaster: Running) -> bool:
        """The first line of its lock file is its number and the eighth its state (miscadmin.h)."""
        try:
            lines = (self._data / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return False
        return len(lines) >= 8 and lines[0] == str(postmaster.pid) and lines[7].strip() == "ready"


class RabbitServer(Server):
    """A RabbitMQ node with its own epmd, cookie, user `waarborg`, random password and virtual host `waarborg`."""

    name = "rabbitmq"
    debian_user = "rabbitmq"
    ports_needed = 4
    node: ClassVar[str] = "waarborg@localhost"

    def __init__(self, folder: Path | None = None, *, settings: Mapping[str, str] | None = None) -> None:
        super().__init__(folder)
        self.settings = {"disk_free_limit.absolute": "50MB", "log.console.level": "info"} | dict(settings or {})
        self.programs = rabbit_programs()

    def url(self, vhost: str = "waarborg") -> str:
        """The address for kombu and py-amqp, `amqp://…`."""
        return f"amqp://waarborg:{quote(self._password)}@127.0.0.1:{self.port}/{quote(vhost, safe='')}"

    def ctl(self, *words: str, program: str = "rabbitmqctl") -> str:
        """Run rabbitmqctl on this node, and give what it prints. One call takes about a second."""
        command = [str(self.programs / program), "--quiet", *words]
        code, said = processes.run(command, environ=self._environment(), user=self._runs_as())
        if code != 0:
            raise ServerError(f"{program} {words[0]}: {said}")
        return said

    def settle(self) -> None:
        """Have the node write down which quorum queues there are, before a test kills it.

        RabbitMQ 3.10 does so some 0.5 to 1 s after a declaration (the auto_save of ra's table of names). A queue that a
        power cut meets earlier comes back without its confirmed messages and answers nothing.
        """
        self.ctl("eval", "[ok = dets:sync(Table) || Table <- dets:all()].")

    def add_vhost(self, name: str) -> str:
        """Make an empty virtual host that the user may do everything in, and give its address."""
        self.ctl("add_vhost", name)
        self.ctl("set_permissions", "--vhost", name, "waarborg", ".*", ".*", ".*")
        return self.url(name)

    def drop_vhost(self, name: str) -> None:
        """Remove a virtual host with its queues and messages."""
        self.ctl("delete_vhost", name)

    def _runs_as(self) -> str | None:
        """Unlike PostgreSQL it does not mind root, which stays its user where its own may not enter (/root)."""
        user = self._user()
        return user if processes.reaches(user, self.folder) else None

    def _environment(self) -> dict[str, str]:
        port, dist_port, epmd_port, ctl_port = self._ports
        home = self.folder / "home"
        return _environ(HOME=str(home)) | {
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "ERL_EPMD_PORT": str(epmd_port),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(home / "advanced.config"),
            "RABBITMQ_ALLOW_INPUT": "1",  # its start script then becomes the node instead of waiting for it
            "RABBITMQ_CONFIG_FILE": str(home / "rabbitmq.conf"),
            "RABBITMQ_CONF_ENV_FILE": str(home / "rabbitmq-env.conf"),
            "RABBITMQ_CTL_DIST_PORT_MIN": str(ctl_port),
            "RABBITMQ_CTL_DIST_PORT_MAX": str(ctl_port + 9),
            "RABBITMQ_DIST_PORT": str(dist_port),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(home / "enabled_plugins"),
            "RABBITMQ_FEATURE_FLAGS_FILE": str(home / "feature_flags"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(home / "generated"),
            "RABBITMQ_LOGS": "-",
            "RABBITMQ_LOG_BASE": str(home),
            "RABBITMQ_MNESIA_BASE": str(home / "mnesia"),
            "RABBITMQ_NODENAME": self.node,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(port),
            "RABBITMQ_PID_FILE": str(home / "pid"),
            "RABBITMQ_PLUGINS_EXPAND_DIR": str(home / "expand"),
            "RABBITMQ_SCHEDULER_BIND_TYPE": "u",  # several nodes must not sit on the same core
            "RABBITMQ_SCHEMA_DIR": str(home / "schema"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1}",
        }

    def _prepared(self) -> bool:
        return (self.folder / "home" / ".erlang.cookie").exists()

    def _prepare(self) -> None:
        user = self._runs_as()
        home = self._owned_folder("home", user)
        settings = {
            "default_user": "waarborg",
            "default_pass": self._password,
            "default_vhost": "waarborg",
        } | self.settings
        contents = {
            "rabbitmq.conf": "".join(f"{key} = {value}\n" for key, value in settings.items()),
            "enabled_plugins": "[].\n",
            ".erlang.cookie": "".join(secrets.choice(string.ascii_uppercase) for _ in range(20)),
        }
        for name, text in contents.items():
            path = home / name
            path.touch(mode=0o600)
            path.write_text(text, encoding="utf-8")
            if user is not None:
                shutil.chown(path, user, user)

    def _launch(self) -> None:
        _, _, epmd_port, _ = self._ports
        user = self._runs_as()
        environ = self._environment()
        epmd = processes.spawn(
            ["epmd", "-address", "127.0.0.1", "-port", str(epmd_port)],
            name="epmd",
            log=self.log,
            environ=environ,
            user=user,
        )
        self._keep(epmd)
        processes.wait_until(lambda: processes.answers(epmd_port), running=epmd, log=self.log, seconds=10)
        node = processes.spawn(
            [str(self.programs / "rabbitmq-server"), "-noinput"],
            name=self.name,
            log=self.log,
            environ=environ,
            user=user,
        )
        self._keep(node, epmd)
        processes.wait_until(
            lambda: processes.answers(self.port, say=AMQP_GREETING),
            running=node,
            log=self.log,
            seconds=START_SECONDS,
            every=0.05,
        )


def postgres_programs() -> Path:
    """The folder of PostgreSQL's programs, the newest version's. Raises ServerError when it is not installed."""
    versions = sorted(DEBIAN_POSTGRES.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    if found := shutil.which("postgres"):
        return Path(found).resolve().parent
    raise ServerError("PostgreSQL is not installed (Debian: postgresql)")


def rabbit_programs() -> Path:
    """The folder of RabbitMQ's programs, without Debian's wrapper, which would use the machine's own node."""
    if (DEBIAN_RABBIT / "rabbitmq-server").exists():
        return DEBIAN_RABBIT
    if found := shutil.which("rabbitmq-server"):
        return Path(found).resolve().parent
    raise ServerError("RabbitMQ is not installed (Debian: rabbitmq-server)")


def _environ(**more: str) -> dict[str, str]:
    """A bare environment: the caller's PG… and RABBITMQ_… would lead to the machine's own servers."""
    path = os.environ.get("PATH", "/usr/bin:/bin")
    return {"PATH": f"{path}:/usr/sbin:/sbin", "LANG": "C.UTF-8", "TZ": "UTC"} | more
