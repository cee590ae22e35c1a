"""Starts, finds and ends the processes of a test server, by process number and never by name.

Standard library only. Run as a file, ``servers_process.py FOLDER``, it is the watcher that ends a server whose starter
is gone: it waits until its standard input closes, which happens however the starter ends, SIGKILL included.
"""

import contextlib
import itertools
import json
import os
import random
import select
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

STATE_FILE = "server.json"
LOWEST_PORT = 15_000
STOP_SECONDS = 30.0


class ServerError(RuntimeError):
    """A server that is not installed, did not start, did not stop, or is not running; the text says which and why."""


@dataclass(frozen=True)
class Running:
    """One process that was started: its number, its start in clock ticks (numbers are reused), how to ask it to end.

    `log` is the file that it and its children write to, as a whole path.
    """

    name: str
    pid: int
    ticks: int
    stop_signal: int = int(signal.SIGTERM)
    log: str = ""

    def alive(self) -> bool:
        """Whether this very process still runs; one that ended and waits for its parent does not."""
        fields = _stat(self.pid)
        return bool(fields) and int(fields[19]) == self.ticks and fields[0] not in "ZX"

    def children(self) -> "tuple[Running, ...]":
        """The processes that this one started itself and that still run."""
        return tuple(one for one, fields in _all_processes() if fields[1] == str(self.pid))

    def left_behind(self) -> "tuple[Running, ...]":
        """The processes of its session that run though it does not: somebody killed it, and it could not end them.

        Its number may be another's session by now, so that they are known by its log as well.
        """
        if self.alive():
            return ()
        ours = (one for one, fields in _all_processes() if fields[3] == str(self.pid))
        return tuple(one for one in ours if self.log and _writes_to(one.pid) == self.log)

    def send(self, number: int) -> None:
        """Send it a signal; nothing happens when it has ended."""
        if self.alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)

    def ended_within(self, seconds: float) -> bool:
        """Wait at most so many seconds for its end, that of all its threads, and say whether it has ended."""
        fields = _stat(self.pid)
        if not fields or int(fields[19]) != self.ticks:
            return True
        try:
            handle = os.pidfd_open(self.pid)
        except ProcessLookupError:
            return True
        try:
            watch = select.poll()
            watch.register(handle, select.POLLIN)
            ended = bool(watch.poll(seconds * 1000))
        finally:
            os.close(handle)
        if ended:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(self.pid, os.WNOHANG)
        return ended


def spawn(
    command: Sequence[str],
    *,
    name: str,
    log: Path,
    environ: Mapping[str, str],
    user: str | None = None,
    opened: Sequence[int] = (),
    stop_signal: int = signal.SIGTERM,
) -> Running:
    """Start a command in its own session, so that a Ctrl-C at the terminal does not reach it; its words go to `log`.

    It runs as `user` (oneself when None) in the root folder, and is given the open files of `opened`.
    Raises ServerError when the command is not there.
    """
    with log.open("ab") as out:
        try:
            started = subprocess.Popen(
                command,
                cwd="/",
                env=dict(environ),
                pass_fds=opened,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=user,
                group=user,
                extra_groups=None if user is None else [],
            )
        except FileNotFoundError as error:
            raise ServerError(f"{command[0]} is not installed") from error
    # From here on it is known by number and start alone, for another process may be the one that ends it.
    started.returncode = 0
    fields = _stat(started.pid)
    return Running(name, started.pid, int(fields[19]) if fields else 0, int(stop_signal), os.path.realpath(log))


def run(
    command: Sequence[str],
    *,
    environ: Mapping[str, str],
    user: str | None = None,
    opened: Sequence[int] = (),
    typed: str = "",
) -> tuple[int, str]:
    """Run a command to its end in the root folder: its exit code, and what it printed, or said when it failed."""
    done = subprocess.run(
        command,
        cwd="/",
        env=dict(environ),
        pass_fds=opened,
        input=typed,
        capture_output=True,
        text=True,
        check=False,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )
    return done.returncode, (done.stdout if done.returncode == 0 else done.stderr or done.stdout).strip()


def end(running: Sequence[Running], *, seconds: float = STOP_SECONDS) -> None:
    """End the processes in the order given: ask first, then insist when one has not ended in so many seconds."""
    for one in running:
        one.send(one.stop_signal)
        if not one.ended_within(seconds):
            kill(one)
        end_left_behind(one)


def kill(one: Running) -> None:
    """SIGKILL the process and what it started, as a power cut would: no child lives on to finish its work."""
    one.send(signal.SIGSTOP)
    _kill_all((one, *one.children()))


def end_left_behind(one: Running) -> None:
    """SIGKILL what a process that has ended left behind: it may hold the port that the next one is to listen at."""
    _kill_all(one.left_behind())


def _kill_all(family: Sequence[Running]) -> None:
    for member in family:
        member.send(signal.SIGKILL)
    for member in family:
        if not member.ended_within(STOP_SECONDS):
            raise ServerError(f"process {member.pid} ({member.name}) does not end")


def write_state(folder: Path, facts: Mapping[str, object], running: Sequence[Running]) -> None:
    """Keep who runs, and the server's facts, in the server's folder; readable by the one who started it only."""
    path = folder / STATE_FILE
    fresh = path.with_suffix(f".{os.getpid()}.new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps({"facts": dict(facts), "running": [asdict(one) for one in running]}), encoding="utf-8")
    fresh.replace(path)


def read_state(folder: Path) -> tuple[dict[str, object], tuple[Running, ...]]:
    """The facts and the processes kept in a server's folder; both empty when there are none."""
    try:
        state = json.loads((folder / STATE_FILE).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}, ()
    return state["facts"], tuple(Running(**one) for one in state["running"])


_GIVEN: set[int] = set()
_GIVING = threading.Lock()


def free_ports(count: int) -> list[int]:
    """So many free loopback ports, below those that the kernel gives to outgoing connections.

    A port from that range could be taken by any client while a killed server is down, even by a client that tries to
    reach this very port and connects to itself. None is given twice: servers that start at once do not listen yet.
    """
    highest = _lowest_outgoing_port()
    with _GIVING:
        free = (port for port in _shuffled(LOWEST_PORT, highest) if port not in _GIVEN and _is_free(port))
        found = list(itertools.islice(free, count))
        _GIVEN.update(found)
    if len(found) == count:
        return found
    raise ServerError(f"no {count} free ports between {LOWEST_PORT} and {highest}")


def wait_until(ready: Callable[[], bool], *, running: Running, log: Path, seconds: float, every: float = 0.02) -> None:
    """Ask until ready. Raises ServerError with the log's last lines when the process ends or so many seconds pass."""
    until = time.monotonic() + seconds
    while not ready():
        if not running.alive():
            raise ServerError(f"{running.name} ended while starting:\n{_last_lines(log)}")
        if time.monotonic() > until:
            raise ServerError(f"{running.name} was not ready in {seconds:.0f} s:\n{_last_lines(log)}")
        time.sleep(every)


def answers(port: int, *, say: bytes = b"") -> bool:
    """Whether something on this loopback port takes a connection and, when something was said, answers a first byte."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            if not say:
                return True
            connection.sendall(say)
            return bool(connection.recv(1))
    except OSError:
        return False


def reaches(user: str | None, folder: Path) -> bool:
    """Whether `user` can go through all parents of the folder to it."""
    return run(["/usr/bin/test", "-x", str(folder)], environ={}, user=user)[0] == 0


def watch(folder: Path, *, remove: bool) -> subprocess.Popen[bytes]:
    """Start the watcher of a server's folder; closing its standard input without a word makes it end the server."""
    command = [sys.executable, "-I", "-S", __file__, str(folder), *(["remove"] if remove else [])]
    return subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )


def dismiss(watcher: subprocess.Popen[bytes]) -> None:
    """Tell the watcher that it is no longer needed, and wait for its end."""
    with contextlib.suppress(BrokenPipeError):
        watcher.communicate(b"done\n")


def _stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; the name before them may hold blanks and brackets."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _all_processes() -> Iterator[tuple[Running, list[str]]]:
    """Every process of the machine, with the fields of its stat."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (fields := _stat(int(folder.name))):
            yield Running("child", int(folder.name), int(fields[19])), fields


def _writes_to(pid: int) -> str:
    """The file that a process writes its errors to; nothing where we may not know."""
    try:
        return str(Path(f"/proc/{pid}/fd/2").readlink())
    except OSError:
        return ""


def _lowest_outgoing_port() -> int:
    try:
        lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="utf-8").split()[0])
    except (OSError, ValueError, IndexError):
        lowest = 32_768
    return lowest if lowest > LOWEST_PORT + 1000 else 60_000


def _shuffled(lowest: int, highest: int) -> Iterator[int]:
    ports = list(range(lowest, highest))
    random.shuffle(ports)
    yield from ports


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _last_lines(log: Path, count: int = 15) -> str:
    try:
        return "\n".join(log.read_text(encoding="utf-8", errors="replace").splitlines()[-count:])
    except FileNotFoundError:
        return "(it wrote nothing)"


def _watch_from_the_command_line(folder: Path, *, remove: bool) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    if sys.stdin.buffer.read():
        return
    end(read_state(folder)[1])
    if remove:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    _watch_from_the_command_line(Path(sys.argv[1]), remove="remove" in sys.argv[2:])
