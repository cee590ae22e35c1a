"""Publishes a service's outbox: what was committed is sent at least once, and each case's events in order."""

import threading
import time
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import BigInteger, Connection, Engine, Table, bindparam, func, select

from waarborg_shared.bus import outbox
from waarborg_shared.bus.backoff import RECONNECTS, REFUSALS, BackOff
from waarborg_shared.bus.connecting import system_engine, to_read, to_write
from waarborg_shared.bus.errors import name_of, place_of
from waarborg_shared.bus.messages import BusAway, NotOnThisBus, Outgoing, Publisher, Transport
from waarborg_shared.bus.refusals import Refusals

log = structlog.get_logger(__name__)
Now = Callable[[], datetime]


@dataclass(frozen=True)
class Pace:
    """How much at once, and how often; times in seconds."""

    window: int = 1000
    batch: int = 4000
    confirm_within: float = 30.0
    finish_within: float = 5.0
    shortest_poll: float = 0.02
    longest_poll: float = 0.25
    leader_poll: float = 1.0
    refusals: BackOff = REFUSALS


@dataclass
class Tally:
    """What a relay did since it was made, for logs and figures."""

    sent: int = 0
    refused: int = 0
    reasons: dict[str, int] = field(default_factory=dict)

    def refuse(self, why: str) -> None:
        """Count a message that the bus did not take."""
        self.refused += 1
        self.reasons[why] = self.reasons.get(why, 0) + 1


class NotLeading(Exception):
    """Another process is this service's relay."""


class Relay:
    """One per service. `engine` sees the outbox of every organisation (the worker's role)."""

    def __init__(
        self, engine: Engine, table: Table, *, transport: Transport, service: str, now: Now, pace: Pace | None = None
    ) -> None:
        self._engine = system_engine(engine)
        self._outbox = table
        self._transport = transport
        self._service = service
        self._now = now
        self._pace = pace or Pace()
        self._refusals = Refusals(service, self._pace.refusals)
        self.tally = Tally()
        self.wake = threading.Event()

    def run(self, stop: threading.Event, *, reconnects: BackOff = RECONNECTS) -> None:
        """Relay until told to stop; whatever goes wrong, start anew after a while."""
        failures = 0
        while not stop.is_set():
            sent_before = self.tally.sent
            try:
                self._lead(stop)
                failures = 0
            except NotLeading:
                stop.wait(self._pace.leader_poll)
            except Exception as wrong:
                failures = 1 if self.tally.sent > sent_before else failures + 1
                log.warning("relay_starts_anew", service=self._service, error=name_of(wrong), where=place_of(wrong))
                stop.wait(reconnects.seconds(failures))

    def _lead(self, stop: threading.Event) -> None:
        """Hold the lock and the connections, and make one pass after another."""
        with leadership(self._engine, self._service) as connection:
            publisher = self._transport.publisher()
            try:
                self._passes(connection, publisher, stop)
            finally:
                publisher.close()

    def _passes(self, connection: Connection, publisher: Publisher, stop: threading.Event) -> None:
        poll, beaten = self._pace.shortest_poll, time.monotonic()
        while not stop.is_set():
            self.wake.clear()
            if self.relay_pass(connection, publisher, stop):
                poll = self._pace.shortest_poll
                continue
            if time.monotonic() - beaten >= 1:
                publisher.beat()
                beaten = time.monotonic()
            self.wake.wait(poll)
            poll = min(poll * 2, self._pace.longest_poll)

    def drain(self) -> int:
        """Make one pass over all that waits, and give how many events were sent. Raises NotLeading, BusAway."""
        with leadership(self._engine, self._service) as connection:
            publisher = self._transport.publisher()
            try:
                return self.relay_pass(connection, publisher, all_cases=True)
            finally:
                publisher.close()

    def relay_pass(
        self,
        connection: Connection,
        publisher: Publisher,
        stop: threading.Event | None = None,
        *,
        all_cases: bool = False,
    ) -> int:
        """Send what waits, page by page, from the beginning; gives how many events were sent.

        A case of which the bus refused an event rests for a while, unless `all_cases` are wanted: one consumer's full
        queue must flood neither the log nor the queues of others, who get a copy of whatever is offered.
        """
        self._refusals.begin(time.monotonic(), all_cases=all_cases)
        try:
            return self._pages(connection, publisher, stop)
        finally:
            self._refusals.end(time.monotonic())

    def _pages(self, connection: Connection, publisher: Publisher, stop: threading.Event | None) -> int:
        sent, after = 0, outbox.FIRST
        while stop is None or not stop.is_set():
            with to_read(connection).begin():
                page = outbox.pending(connection, self._outbox, after=after, limit=self._pace.batch)
            if not page:
                break
            window = _Window(publisher, self._pace, self.tally, self._refusals, stop)
            confirmed: Sequence[Outgoing] = ()
            try:
                confirmed = window.publish(page)
            except BusAway:
                self._mark(connection, window.confirmed)
                raise
            self._mark(connection, confirmed)
            sent += len(confirmed)
            if len(page) < self._pace.batch:
                break
            after = page[-1].position
        return sent

    def _mark(self, connection: Connection, confirmed: Sequence[Outgoing]) -> None:
        if confirmed:
            with to_write(connection).begin():
                outbox.mark_sent(connection, self._outbox, confirmed, at=self._now())
            self.tally.sent += len(confirmed)
            self._refusals.taken(confirmed)


class _Window:
    """Sends one page: many cases at a time, one event in flight per case, each tag matched with its message.

    When told to stop, it sends no more and waits for what is in flight.
    """

    def __init__(
        self,
        publisher: Publisher,
        pace: Pace,
        tally: Tally,
        refusals: Refusals,
        stop: threading.Event | None = None,
    ) -> None:
        self._publisher = publisher
        self._pace = pace
        self._tally = tally
        self._refusals = refusals
        self._stop = stop or threading.Event()
        self._in_flight: dict[int, Outgoing] = {}
        self._behind: dict[tuple[str, str], deque[Outgoing]] = {}
        self._ready: deque[Outgoing] = deque()
        self.confirmed: list[Outgoing] = []

    def publish(self, page: Iterable[Outgoing]) -> Sequence[Outgoing]:
        """Send all that may be sent and give what was confirmed. Raises BusAway with `confirmed` as far as it came."""
        for message in page:
            self._line_up(message)
        while self._ready or self._in_flight:
            if self._stop.is_set():
                self._ready.clear()
            while self._ready and len(self._in_flight) < self._pace.window:
                self._send(self._ready.popleft())
            if self._in_flight:
                self._settle()
        return self.confirmed

    def _line_up(self, message: Outgoing) -> None:
        case = message.case
        if self._refusals.holds(case):
            return
        behind = self._behind.get(case)
        if behind is None:
            self._behind[case] = deque()
            self._ready.append(message)
        else:
            behind.append(message)

    def _send(self, message: Outgoing) -> None:
        try:
            self._in_flight[self._publisher.send(message)] = message
        except NotOnThisBus as refused:
            self._refuse(message, str(refused))

    def _settle(self) -> None:
        pace = self._pace
        settled = self._publisher.settle(pace.finish_within if self._stop.is_set() else pace.confirm_within)
        for tag in settled.confirmed:
            message = self._in_flight.pop(tag)
            self.confirmed.append(message)
            behind = self._behind[message.case]
            if behind:
                self._ready.append(behind.popleft())
            else:
                del self._behind[message.case]
        for tag, why in settled.refused:
            self._refuse(self._in_flight.pop(tag), why)

    def _refuse(self, message: Outgoing, why: str) -> None:
        """Not marked, so it is offered again in a later pass; the rest of its case waits till then."""
        self._tally.refuse(why)
        self._refusals.refuse(message, why)
        del self._behind[message.case]


class leadership:
    """A connection on which this process alone is the relay of a service; losing the connection is losing the lead.

    On PostgreSQL by an advisory lock of the session; on SQLite there is one process. Raises NotLeading.
    """

    def __init__(self, engine: Engine, service: str) -> None:
        self._engine = engine
        self._key = zlib.crc32(f"waarborg.relay.{service}".encode())

    def __enter__(self) -> Connection:
        self._connection = self._engine.connect()
        self._session: Any = None
        try:
            if self._connection.dialect.name == "postgresql":
                self._take_lock()
        except BaseException:
            self._leave()
            raise
        return self._connection

    def _take_lock(self) -> None:
        self._session = self._connection.connection.dbapi_connection
        self._connection.detach()  # it will hold a lock: closing must end the session, not give it to another
        lock = func.pg_try_advisory_lock(bindparam("key", self._key, type_=BigInteger))
        with self._connection.begin():
            led = self._connection.scalar(select(lock))
        if not led:
            raise NotLeading(self._key)

    def _leave(self) -> None:
        try:
            self._connection.close()
        finally:
            if self._session is not None:
                self._session.close()  # a detached connection that was invalidated is not closed by SQLAlchemy

    def __exit__(self, *_: object) -> None:
        self._leave()
