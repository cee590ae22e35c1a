"""Debian's nginx as the front door of several local processes, as `./dev up --full` uses it.

    with FrontProxy(configuration, port=8000) as proxy: ...

The configuration is nginx's own, whole; relative paths in it are under the server's folder, where it may write.
"""

import shutil
import signal
from pathlib import Path

from waarborg_shared.testing import servers_process as processes
from waarborg_shared.testing.servers_base import Server, bare_environment
from waarborg_shared.testing.servers_process import ServerError

START_SECONDS = 20.0


class FrontProxy(Server):
    """An nginx in the foreground with the given configuration, which must listen on the given loopback port.

    It runs as ourselves (its workers as the configuration's `user` when we are root), writes nothing outside its
    folder, and neither reads nor touches the machine's own nginx. Raises ServerError with nginx's own words when the
    configuration is wrong or the port is taken.
    """

    name = "nginx"
    ports_needed = 0

    def __init__(self, configuration: str, *, port: int, folder: Path | None = None) -> None:
        super().__init__(folder)
        self.configuration = configuration
        self._port = port

    @property
    def port(self) -> int:
        """The loopback port at which it serves."""
        return self._port

    def reload(self) -> None:
        """Take the configuration as it is now, without dropping a connection."""
        self._write_configuration()
        if (nginx := self._own_process()) is not None:
            nginx.send(signal.SIGHUP)

    def _write_configuration(self) -> Path:
        path = self.folder / "nginx.conf"
        path.write_text(self.configuration, encoding="utf-8")
        return path

    def _launch(self) -> None:
        if processes.answers(self.port):
            raise ServerError(f"port {self.port} is taken by another process")
        places = ["-p", f"{self.folder}/", "-c", str(self._write_configuration()), "-e", "stderr"]
        nginx = processes.spawn(
            [nginx_program(), *places, "-g", "daemon off; pid nginx.pid;"],
            name=self.name,
            log=self.log,
            environ=bare_environment(),
        )
        self._keep(nginx)
        processes.wait_until(lambda: processes.answers(self.port), running=nginx, log=self.log, seconds=START_SECONDS)


def nginx_program() -> str:
    """The path of nginx. Raises ServerError when it is not installed."""
    if found := shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin"):
        return found
    raise ServerError("nginx is not installed (Debian: nginx-light)")
