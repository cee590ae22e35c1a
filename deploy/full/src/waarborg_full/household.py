"""Keeps the processes of `./dev up --full` running: starts them, starts those that died again, ends them in order."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Protocol

from waarborg_shared.testing import servers_process as processes
from waarborg_shared.testing.servers import Server, ServerError

FIRST_WAIT = 0.5  # seconds; doubled at each death in a row
LONGEST_WAIT = 30.0
SETTLED_AFTER = 60.0  # a process that lived so many seconds begins its next deaths at FIRST_WAIT again
EARLIER_ENDS_WITHIN = 35.0  # longer than a worker takes to finish

Tell = Callable[[str], None]


class Member(Protocol):
    """Something that must run. ``ends`` says in which turn it is stopped, those of one turn together."""

    ends: int

    @property
    def name(self) -> str: ...

    def alive(self) -> bool:
        """Whether it runs."""

    def start(self) -> None:
        """Start it. Raises ServerError."""

    def ask_to_end(self) -> None:
        """Ask it to end, and do not wait."""

    def stop(self) -> None:
        """Ask it to end, and wait."""


@dataclass
class Process:
    """One process of ours, known by number and start; its words go to a log of its own."""

    name: str
    command: Sequence[str]
    environ: Mapping[str, str] = field(repr=False)
    log: Path
    ends: int
    running: processes.Running | None = None

    def alive(self) -> bool:
        """Whether it runs."""
        return self.running is not None and self.running.alive()

    def start(self) -> None:
        """Start it. Raises ServerError when its program is not there."""
        if self.running is not None:  # a dead one leaves the table of processes, and nobody behind
            processes.end((self.running,))
        self.running = processes.spawn(self.command, name=self.name, log=self.log, environ=self.environ)

    def ask_to_end(self) -> None:
        """Ask it to end, and do not wait."""
        if self.running is not None:
            self.running.send(self.running.stop_signal)

    def stop(self) -> None:
        """Ask it to end, wait, and insist where it does not."""
        if self.running is not None:
            processes.end((self.running,))


@dataclass
class Served:
    """A server that is not ours (PostgreSQL, RabbitMQ, nginx) as a member of the household."""

    server: Server
    ends: int

    @property
    def name(self) -> str:
        """What the server calls itself."""
        return self.server.name

    def alive(self) -> bool:
        """Whether its own process runs."""
        return self.server.running

    def start(self) -> None:
        """Start it, after a death at the same port with the same contents. Raises ServerError."""
        self.server.start()

    def ask_to_end(self) -> None:
        """Nothing: it is asked when it is stopped."""

    def stop(self) -> None:
        """Stop it for good."""
        self.server.close()


@dataclass
class _Deaths:
    in_a_row: int = 0
    started_at: float = 0.0
    again_at: float | None = None


class Household:
    """All members. Who runs is kept in a file, and a small watcher ends them all should this process be killed."""

    def __init__(self, folder: Path, *, tell: Tell, clock: Callable[[], float] = time.monotonic) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder, self._tell, self._clock = folder, tell, clock
        self._members: list[Member] = []
        self._deaths: dict[str, _Deaths] = {}
        for one in processes.read_state(folder)[1]:
            if not one.ended_within(EARLIER_ENDS_WITHIN):
                raise ServerError(f"{one.name} of an earlier start still runs, as process {one.pid}")
            processes.end_left_behind(one)
        self._watcher = processes.watch(folder, remove=False)

    def expect(self, *members: Member) -> None:
        """Take members in that somebody else starts, so that they are stopped whatever happens."""
        self._members += members
        self._deaths |= {member.name: _Deaths(started_at=self._clock()) for member in members}

    def take_in(self, *members: Member) -> None:
        """Take members in, and start them."""
        self.expect(*members)
        for member in members:
            member.start()
        self._write()

    def names_of_dead(self) -> list[str]:
        """Who should run and does not, at this moment."""
        return [member.name for member in self._members if not member.alive()]

    def look(self) -> None:
        """Start again who died, each after a while that grows as it goes on dying."""
        now = self._clock()
        for member in self._members:
            deaths = self._deaths[member.name]
            if deaths.again_at is None and not member.alive():
                self._plan(member.name, deaths, now=now)
            if deaths.again_at is not None and now >= deaths.again_at:
                self._again(member, deaths)

    def stop(self) -> None:
        """End the members turn by turn, and wait for each."""
        for _, turn in groupby(sorted(self._members, key=attrgetter("ends")), key=attrgetter("ends")):
            together = list(turn)
            for member in together:
                member.ask_to_end()
            for member in together:
                member.stop()
        self._members.clear()
        self._write()
        processes.dismiss(self._watcher)

    def _plan(self, name: str, deaths: _Deaths, *, now: float) -> None:
        deaths.in_a_row = 1 if now - deaths.started_at >= SETTLED_AFTER else deaths.in_a_row + 1
        wait = min(FIRST_WAIT * 2 ** (deaths.in_a_row - 1), LONGEST_WAIT)
        deaths.again_at = now + wait
        self._tell(f"{name} ended by itself and is started again in {wait:g} s")

    def _again(self, member: Member, deaths: _Deaths) -> None:
        try:
            member.start()
            deaths.again_at = None
        except (OSError, ServerError) as wrong:
            self._tell(f"{member.name}: {wrong}")
        deaths.started_at = self._clock()
        if deaths.again_at is not None:
            self._plan(member.name, deaths, now=deaths.started_at)
        self._write()

    def _write(self) -> None:
        ours = [member.running for member in self._members if isinstance(member, Process) and member.running]
        processes.write_state(self._folder, {}, ours)
