"""What every server of our own can do, and the bare environment that it starts in."""

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

from waarborg_shared.testing import servers_process as processes
from waarborg_shared.testing.servers_process import Running, ServerError

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
        self.wait_for_an_earlier_one()
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

    def wait_for_an_earlier_one(self) -> None:
        """Wait for the end of one of an earlier start, and end what it left behind. Raises ServerError where it stays.

        The watcher of a starter that was killed may still be ending it; what only helped it is of no use any more.
        """
        patience = 0.0 if self._attached or self._watcher else processes.STOP_SECONDS
        _, started = processes.read_state(self.folder)
        for one in started:
            if one.name == self.name and not one.ended_within(patience):
                raise ServerError(f"{self.name} in {self.folder} is running already, as process {one.pid}")
        processes.end(started)

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


def bare_environment(**more: str) -> dict[str, str]:
    """A bare environment: the caller's PG… and RABBITMQ_… would lead to the machine's own servers."""
    path = os.environ.get("PATH", "/usr/bin:/bin")
    return {"PATH": f"{path}:/usr/sbin:/sbin", "LANG": "C.UTF-8", "TZ": "UTC"} | more
