"""A PostgreSQL of one's own: its first preparation, its start, its addresses."""

import contextlib
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from waarborg_shared.testing import servers_process as processes
from waarborg_shared.testing.servers_base import START_SECONDS, Server, bare_environment
from waarborg_shared.testing.servers_process import Running, ServerError

DEBIAN_POSTGRES = Path("/usr/lib/postgresql")


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
        code, said = processes.run(command, environ=bare_environment(), typed=statement)
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
            code, said = processes.run([*command, "--no-sync"], environ=bare_environment(), user=user, opened=opened)
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
                environ=bare_environment(),
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


def postgres_programs() -> Path:
    """The folder of PostgreSQL's programs, the newest version's. Raises ServerError when it is not installed."""
    versions = sorted(DEBIAN_POSTGRES.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    if found := shutil.which("postgres"):
        return Path(found).resolve().parent
    raise ServerError("PostgreSQL is not installed (Debian: postgresql)")
