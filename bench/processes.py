"""Processes on a core of their own: started, watched (processor time, memory) by /proc, and ended."""

import contextlib
import os
import platform
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TICKS = os.sysconf("SC_CLK_TCK")
START_WITHIN = 60.0
END_WITHIN = 30.0


class Aborted(Exception):
    """The measurement cannot count: something answered wrongly, ended, or left other rows than it said."""


@dataclass(frozen=True)
class Cores:
    """Which core the measured process has for itself, and which the clients (and, unpinned, the servers) use."""

    measured: int
    clients: int

    @classmethod
    def here(cls) -> "Cores":
        """Two of this process's cores; the same one twice on a machine that has one."""
        free = sorted(os.sched_getaffinity(0))
        return cls(free[0], free[-1])


@dataclass
class Process:
    """A process that was started, with its descendants."""

    popen: subprocess.Popen[bytes]
    log: Path

    @property
    def cpu_seconds(self) -> float:
        """Processor time until now, of it and of all its descendants that live."""
        return sum(cpu_seconds_of(pid) for pid in family(self.popen.pid))

    @property
    def memory(self) -> int:
        """Resident bytes of the process itself."""
        return resident_bytes((Path("/proc") / str(self.popen.pid) / "status").read_text(encoding="ascii"))

    def check(self) -> None:
        """Raises Aborted when it has ended."""
        if self.popen.poll() is not None:
            raise Aborted(f"{self.popen.args!r} ended with {self.popen.returncode}:\n{self.said()}")

    def said(self) -> str:
        """The end of what it wrote."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-3000:]

    def stop(self, number: int = signal.SIGTERM) -> None:
        """Ask it to end, wait, and insist after END_WITHIN."""
        if self.popen.poll() is None:
            self.popen.send_signal(number)
        try:
            self.popen.wait(END_WITHIN)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()


@contextlib.contextmanager
def started(
    command: Sequence[str], *, log: Path, environ: Mapping[str, str], core: int | None = None
) -> Iterator[Process]:
    """Run a command beside us, on one core if told; it ends with the block."""
    pinned = [sys.executable, "-m", "bench.pinned", str(core), *command] if core is not None else list(command)
    with log.open("ab") as said:
        popen = subprocess.Popen(
            pinned, cwd=ROOT, env={**bare_environment(), **environ}, stdout=said, stderr=subprocess.STDOUT
        )
    process = Process(popen, log)
    try:
        yield process
    finally:
        process.stop()


def bare_environment() -> dict[str, str]:
    """Our environment without settings of the product, which would reach what is measured."""
    return {name: value for name, value in os.environ.items() if not name.startswith("WAARBORG_")}


def program(name: str) -> str:
    """A program that is installed beside this Python."""
    return str(Path(sys.executable).parent / name)


def gunicorn(app: str, *, port: int) -> list[str]:
    """One gthread worker with eight threads, as `serve --workers 1` runs it."""
    line = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--bind", f"127.0.0.1:{port}"]
    return [*line, "--workers", "1", "--threads", "8", "--graceful-timeout", "25", app]


def wait_for(process: Process, url: str, *, host: str = "", within: float = START_WITHIN) -> float:
    """Wait until an address answers 200; the seconds that it took. Raises Aborted."""
    began = time.monotonic()
    question = urllib.request.Request(url, headers={"Host": host} if host else {})
    while True:
        process.check()
        try:
            with urllib.request.urlopen(question, timeout=within) as answer:
                if answer.status == 200:
                    return time.monotonic() - began
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        if time.monotonic() - began > within:
            raise Aborted(f"{url} did not answer within {within:.0f} s:\n{process.said()}")
        time.sleep(0.01)


def family(pid: int) -> list[int]:
    """A process and its living descendants."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                fields = stat_fields((folder / "stat").read_text(encoding="utf-8", errors="replace"))
                children.setdefault(int(fields[1]), []).append(int(folder.name))
    found, waiting = [], [pid]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one, [])
    return found


def cpu_seconds_of(pid: int) -> float:
    """Processor time of one process, user and system; 0 when it has gone."""
    try:
        return cpu_seconds((Path("/proc") / str(pid) / "stat").read_text(encoding="utf-8", errors="replace"))
    except OSError:
        return 0.0


def cpu_seconds(stat: str) -> float:
    """Processor time in the text of /proc/PID/stat (proc(5): utime and stime, the 14th and 15th field)."""
    fields = stat_fields(stat)
    return (int(fields[11]) + int(fields[12])) / TICKS


def stat_fields(stat: str) -> list[str]:
    """The fields of /proc/PID/stat from the third on; the second is a name that may hold spaces and brackets."""
    return stat.rpartition(")")[2].split()


def resident_bytes(status: str) -> int:
    """VmRSS in the text of /proc/PID/status."""
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) * 1024


def machine() -> str:
    """What was measured on, in one line."""
    model = next(
        (line.partition(":")[2].strip() for line in _lines("/proc/cpuinfo") if line.startswith("model name")), "?"
    )
    memory = next(int(line.split()[1]) for line in _lines("/proc/meminfo") if line.startswith("MemTotal"))
    return (
        f"{len(os.sched_getaffinity(0))} cores ({model}), {memory / 2**20:.0f} GiB, {platform.system()}"
        f" {platform.release()}, Python {platform.python_version()}, load {os.getloadavg()[0]:.1f} at the beginning"
    )


def _lines(path: str) -> list[str]:
    return Path(path).read_text(encoding="utf-8", errors="replace").splitlines()
