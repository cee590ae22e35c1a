"""A small installation of two invented services, one that tells and one that listens, for the tests of the bus.

As a program, `python -m waarborg_shared.testing.bus_world TELLER_URL LISTENER_URL AMQP_URL PREFIX`, it is the workers
of both, to be killed.
"""

import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, String, delete, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from waarborg_shared.auth import Actor
from waarborg_shared.bus import (
    BackOff,
    Consumer,
    Consumption,
    Desk,
    EmbeddedTransport,
    Names,
    Pace,
    RabbitTransport,
    Receiver,
    Relay,
    Retries,
    Transport,
)
from waarborg_shared.bus.connecting import system_engine
from waarborg_shared.db import CaseMixin, Organised, Plumbing, create_engine_for, new_id, new_metadata, plumbing
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.requests import RequestReceived, WithdrawalRequested
from waarborg_shared.service import utc_now
from waarborg_shared.uow import UnitOfWork

TELLER = "requests"
LISTENER = "consent"
ORGANISATIONS = ("jtb-care", "bqr")
HANDLED = (WithdrawalRequested.type, RequestReceived.type)
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
QUICK = Pace(window=50, batch=200, confirm_within=10.0, shortest_poll=0.005, longest_poll=0.05, leader_poll=0.05)


class TellerBase(DeclarativeBase):
    """The tables of the service that tells."""

    metadata = new_metadata()


class ListenerBase(DeclarativeBase):
    """The tables of the service that listens."""

    metadata = new_metadata()


TELLER_PLUMBING = plumbing(TellerBase.metadata)
LISTENER_PLUMBING = plumbing(ListenerBase.metadata)


class Asked(CaseMixin, TellerBase):
    """A case of the service that tells."""

    __tablename__ = "asked"


class Effect(Organised, ListenerBase):
    """What a handler did; nothing makes it unique per event, so that a second effect would be seen."""

    __tablename__ = "effect"
    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    event_id: Mapped[str] = mapped_column(String(36))
    case_ref: Mapped[str] = mapped_column(String(100))
    sequence: Mapped[int]


@dataclass
class StoppedClock:
    """A clock that moves when told to."""

    moment: datetime = START

    def __call__(self) -> datetime:
        return self.moment

    def advance(self, **span: float) -> None:
        """Move on by a span, such as `seconds=5`."""
        self.moment += timedelta(**span)


class NoChain:
    """No timeline: these services record nothing."""

    def link(self, *_: Any, **__: Any) -> Any:
        """Nobody asks."""
        raise NotImplementedError


@dataclass
class Handling:
    """The listener's handler, with a word for the test in between."""

    before: Callable[[Envelope], None] = lambda envelope: None
    after: Callable[[Envelope], None] = lambda envelope: None
    calls: list[str] = field(default_factory=list)

    def __call__(self, work: Any, event: Event, envelope: Envelope, rules: object) -> None:
        self.calls.append(envelope.id)
        self.before(envelope)
        work.session.add(Effect(event_id=envelope.id, case_ref=envelope.subject, sequence=envelope.sequence))
        work.session.flush()
        self.after(envelope)


class World:
    """Both services over two databases and one transport; `workers` are their addresses for the role worker, where
    there are roles. `close` when done."""

    def __init__(
        self,
        teller_url: str,
        listener_url: str,
        transport: Transport | None = None,
        *,
        retries: BackOff | None = None,
        create: bool = True,
        now: Callable[[], datetime] | None = None,
        workers: tuple[str, str] | None = None,
    ) -> None:
        self.now = now or StoppedClock()
        self.teller_engine = create_engine_for(teller_url)
        self.listener_engine = create_engine_for(listener_url)
        self.teller_worker, self.listener_worker = (
            (create_engine_for(workers[0]), create_engine_for(workers[1]))
            if workers
            else (self.teller_engine, self.listener_engine)
        )
        self.transport: Transport = transport or EmbeddedTransport({TELLER: (), LISTENER: HANDLED})
        self.handling = Handling()
        self.retries_policy = retries or BackOff(first=10, longest=100, jitter=0, tries=4)
        if create:
            TellerBase.metadata.create_all(self.teller_engine)
            ListenerBase.metadata.create_all(self.listener_engine)
        self.teller = self._uow(self.teller_engine, TELLER, TELLER_PLUMBING)
        self.listener = self._uow(self.listener_engine, LISTENER, LISTENER_PLUMBING)
        self.relay = Relay(
            self.teller_worker,
            TELLER_PLUMBING.outbox,
            transport=self.transport,
            service=TELLER,
            now=self.now,
            pace=QUICK,
        )
        self.listen()
        self.desk = Desk(self.listener_worker, LISTENER_PLUMBING, LISTENER)
        self.teller_desk = Desk(self.teller_worker, TELLER_PLUMBING, TELLER)

    def _uow(self, engine: Engine, service: str, tables: Plumbing) -> UnitOfWork:
        nothing: Any = NoChain()
        return UnitOfWork(engine, service=service, vault=nothing, plumbing=tables, chain=nothing)

    def listen(self, **changes: Any) -> None:
        """Make the listener's receiver and loops, with changes to what they are made of."""
        self.receiver = Receiver(self._consumption(**changes))
        self.consumer = Consumer(
            self.receiver, self.transport, reconnects=BackOff(first=0.01, longest=0.5), within=0.05
        )
        self.retries = Retries(self.receiver, every=0.02)

    def _consumption(self, **changes: Any) -> Consumption:
        values: dict[str, Any] = {
            "service": LISTENER,
            "handles": {WithdrawalRequested: self.handling, RequestReceived: self.handling},
            "plumbing": LISTENER_PLUMBING,
            "engine": self.listener_worker,
            "begin": self.begin_listener,
            "rules": lambda organisation: None,
            "organisations": ORGANISATIONS,
            "now": self.now,
            "retries": self.retries_policy,
        }
        return Consumption(**{**values, **changes})

    def begin_listener(self, organisation: str) -> AbstractContextManager[Any]:
        """A unit of work of the listener."""
        return self.listener.begin(organisation, actor=Actor.system(LISTENER, organisation), now=self.now())

    def tell(
        self, *case_refs: str, organisation: str = "bqr", rollback: bool = False, event: Event | None = None
    ) -> list[Envelope]:
        """Emit one event for each case named, all in one commit (or in one that is rolled back)."""
        told = []
        actor = Actor.system(TELLER, organisation)
        try:
            with self.teller.begin(organisation, actor=actor, now=self.now()) as work:
                for case_ref in case_refs:
                    case = work.case_or_new(Asked, case_ref)
                    asks = WithdrawalRequested(request_ref=case_ref, subject_ref=f"person-{case_ref}")
                    told.append(work.emit(event or asks, case=case))
                if rollback:
                    raise _Rollback
        except _Rollback:
            return []
        return told

    def carry(self, *, within: float = 20.0) -> None:
        """Relay and consume until the outbox is empty: what running workers do, here in two threads, and stop."""
        stop = threading.Event()
        running = [
            threading.Thread(target=self.relay.run, args=(stop,), daemon=True),
            threading.Thread(target=self.consumer.run, args=(stop,), daemon=True),
        ]
        for thread in running:
            thread.start()
        try:
            self.wait_for(lambda: not self.pending() and self.inbox_matches(), within=within)
        finally:
            stop.set()
            self.relay.wake.set()
            for thread in running:
                thread.join(within)

    def wait_for(self, condition: Callable[[], bool], *, within: float = 20.0) -> None:
        """Wait for what other threads bring about. Raises TimeoutError after so many seconds.

        What takes long to find out is asked less often, so that asking does not take what those threads need.
        """
        pause, until = threading.Event(), time.monotonic() + within
        asked = time.monotonic()
        while not condition():
            now = time.monotonic()
            if now > until:
                raise TimeoutError("it did not happen in time")
            pause.wait(max(0.02, 4 * (now - asked)))
            asked = time.monotonic()

    def inbox_matches(self) -> bool:
        """Whether every event that was sent is in the listener's inbox, in whatever state."""
        return {row["id"] for row in self.outbox() if row["state"] == "sent"} <= {
            row["event_id"] for row in self.inbox()
        }

    def pending(self) -> int:
        """How many events wait in the teller's outbox."""
        return sum(row["state"] == "pending" for row in self.outbox())

    def outbox(self) -> list[dict[str, Any]]:
        """The teller's outbox, in order."""
        table = TELLER_PLUMBING.outbox
        with system_engine(self.teller_worker, reading=True).begin() as connection:
            return [dict(row) for row in connection.execute(select(table).order_by(table.c.position)).mappings()]

    def inbox(self) -> list[dict[str, Any]]:
        """The listener's inbox, by case and sequence."""
        table = LISTENER_PLUMBING.inbox
        statement = select(table).order_by(table.c.organisation, table.c.case_ref, table.c.sequence)
        with system_engine(self.listener_worker, reading=True).begin() as connection:
            return [dict(row) for row in connection.execute(statement).mappings()]

    def states(self) -> list[str]:
        """The states of the listener's inbox, by case and sequence."""
        return [row["state"] for row in self.inbox()]

    def cases(self) -> int:
        """How often the teller's cases were committed, counted by their events."""
        total = 0
        for organisation in ORGANISATIONS:
            actor = Actor.system(TELLER, organisation)
            with self.teller.read(organisation, actor=actor, now=self.now()) as work:
                total += work.session.scalar(select(func.coalesce(func.sum(Asked.event_sequence), 0))) or 0
        return int(total)

    def effects(self) -> list[Effect]:
        """Everything that the handler did and that was committed, in the order of the commits."""
        found: list[Effect] = []
        for organisation in ORGANISATIONS:
            actor = Actor.system(LISTENER, organisation)
            with self.listener.read(organisation, actor=actor, now=self.now()) as work:
                found += work.session.scalars(select(Effect).order_by(Effect.id))
        return found

    def poison(self) -> Sequence[Any]:
        """What is held as poison."""
        return self.desk.poison()

    def clear(self) -> None:
        """Empty every table."""
        urls = [each.url.render_as_string(hide_password=False) for each in (self.teller_engine, self.listener_engine)]
        with sweeping(*urls) as sweep:
            sweep()

    def close(self) -> None:
        """Give the connections back."""
        for engine in (self.teller_engine, self.listener_engine, self.teller_worker, self.listener_worker):
            engine.dispose()
        if isinstance(self.transport, EmbeddedTransport):
            self.transport.close()


@contextmanager
def sweeping(teller_url: str, listener_url: str) -> Iterator[Callable[[], None]]:
    """What empties every table of both services, over connections that stay open as long as the block lasts."""
    places = [
        (create_engine_for(teller_url, walled=False), TellerBase.metadata.sorted_tables),
        (create_engine_for(listener_url, walled=False), ListenerBase.metadata.sorted_tables),
    ]

    def sweep() -> None:
        for engine, tables in places:
            with engine.begin() as connection:
                for table in tables:
                    connection.execute(delete(table))

    try:
        yield sweep
    finally:
        for engine, _ in places:
            engine.dispose()


class _Rollback(Exception):
    """The test changed its mind."""


@contextmanager
def running(*loops: Callable[[threading.Event], None]) -> Iterator[threading.Event]:
    """Run loops in threads for as long as the block lasts; all have ended when it is left."""
    stop = threading.Event()
    threads = [threading.Thread(target=loop, args=(stop,), daemon=True) for loop in loops]
    for thread in threads:
        thread.start()
    try:
        yield stop
    finally:
        stop.set()
        for thread in threads:
            thread.join(20)
            if thread.is_alive():
                raise TimeoutError("a loop did not stop")


def main(teller_url: str, listener_url: str, amqp_url: str, prefix: str) -> None:
    """Run the workers of both services until this process is ended."""
    transport = RabbitTransport(amqp_url, names=Names(prefix))
    world = World(teller_url, listener_url, transport, create=False, now=utc_now)
    with running(world.relay.run, world.consumer.run, world.retries.run):
        signal.pause()


if __name__ == "__main__":
    main(*sys.argv[1:])
