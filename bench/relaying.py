"""The relay beside bare py-amqp: events each second into a quorum queue, the queue counted afterwards."""

import contextlib
import itertools
import os
import secrets
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import amqp
import psycopg
from sqlalchemy import make_url

from bench.figures import Line, Round, compare, in_turn
from bench.processes import Aborted
from bench.site import ORGANISATION, Site, new_ref
from waarborg_consent.app import SERVICE as CONSENT
from waarborg_shared.bus import Names, RabbitTransport, Relay, declare
from waarborg_shared.bus.connecting import connect
from waarborg_shared.db import create_engine_for, new_id
from waarborg_shared.events import CONTENT_TYPE, Envelope
from waarborg_shared.events.consent import ConsentWithdrawn
from waarborg_shared.uow import outbox_row

WINDOW = 1000  # the relay's own
PATIENCE = 30.0


def measure_relay(site: Site) -> list[Line]:
    """Publish prepared outbox rows, each of a case of its own, into a queue; the yardstick sends the same bytes."""
    names = Names(prefix=f"bench-{secrets.token_hex(3)}")
    declare(site.broker_url, {"requests": [ConsentWithdrawn.type]}, names=names)
    queue = names.queue("requests")
    published = 0
    with _broker(site) as connection, _on_one_core(site):
        channel = connection.channel()
        bare = Bare(site.broker_url, names)

        def relayed() -> Round:
            nonlocal published
            rows = prepare(site)
            found = relay(site, names)
            published += _taken(channel, queue, len(rows))
            return found

        def sent() -> Round:
            bodies = [row["body"] for row in _rows(site.plan.relayed)]
            found = bare.publish(bodies, key=f"{ConsentWithdrawn.type}.{ORGANISATION}")
            _taken(channel, queue, len(bodies))
            return found

        sent()
        of_relay, of_bare = in_turn(relayed, sent, rounds=site.plan.rounds)
        bare.close()
        _remove(channel, names)
    notes = (
        f"{published:,} rows of as many cases, one page after another, marked sent in PostgreSQL; "
        f"as many messages found in the quorum queue; the yardstick's window is {WINDOW}",
    )
    return [compare("relay into a quorum queue", of_relay, of_bare, floor=0.35, aim=0.50, notes=notes)]


def _rows(count: int) -> list[dict[str, Any]]:
    now = datetime.now(UTC)
    event = ConsentWithdrawn(subject_ref=new_ref(), purpose="marketing", request_ref=None)
    envelope = Envelope(
        id=new_id(),
        type=event.type,
        source="consent",
        organisation=ORGANISATION,
        subject="",
        sequence=1,
        time=now,
        event=event,
        traceparent=f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01",
    )
    return [dict(outbox_row(replace(envelope, id=new_id(), subject=new_ref()))) for _ in range(count)]


def prepare(site: Site) -> Sequence[dict[str, Any]]:
    """Put so many rows in the outbox, where there are no others that wait."""
    rows = _rows(site.plan.relayed)
    url = make_url(site.databases.admin_url).set(
        drivername="postgresql", database=make_url(site.database(CONSENT).owner).database
    )
    columns = list(rows[0])
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection, connection.cursor() as cursor:
        with cursor.copy(f"COPY outbox ({', '.join(columns)}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row([row[column] for column in columns])
        connection.commit()
        connection.autocommit = True
        connection.execute("ANALYZE outbox")
    return rows


def relay(site: Site, names: Names) -> Round:
    """One pass of the real relay, by the worker's role, from its first look to its last mark."""
    engine = create_engine_for(site.database(CONSENT).worker)
    subject = Relay(
        engine,
        CONSENT.plumbing.outbox,
        transport=RabbitTransport(site.broker_url, names=names),
        service=CONSENT.name,
        now=lambda: datetime.now(UTC),
    )
    began, cpu = time.perf_counter(), time.process_time()
    count = subject.drain()
    found = Round(count, time.perf_counter() - began, time.process_time() - cpu)
    engine.dispose()
    if count != site.plan.relayed or subject.tally.refused:
        raise Aborted(f"the relay sent {count} of {site.plan.relayed}, and {subject.tally.refused} were refused")
    return found


class Bare:
    """py-amqp with a window of confirms and nothing else, into a queue of the same kind by an exchange of the same."""

    def __init__(self, url: str, names: Names) -> None:
        self._exchange = names.events
        self._client = connect(url, connect_timeout=5)
        connection: Any = self._client.connection
        self._connection = connection
        self._channel = connection.channel()
        self._channel.confirm_select()
        self._next = 1
        self._open: dict[int, None] = {}
        self._channel.events["basic_ack"].add(self._acked)
        self._channel.events["basic_nack"].add(self._nacked)

    def publish(self, bodies: Sequence[bytes], *, key: str) -> Round:
        """Publish every body and wait for the last confirm."""
        began, cpu = time.perf_counter(), time.process_time()
        for body in bodies:
            while len(self._open) >= WINDOW:
                self._connection.drain_events(timeout=PATIENCE)
            message = amqp.Message(body, content_type=CONTENT_TYPE, delivery_mode=2)
            self._channel.basic_publish(message, self._exchange, key, mandatory=True)
            self._open[self._next] = None
            self._next += 1
        while self._open:
            self._connection.drain_events(timeout=PATIENCE)
        return Round(len(bodies), time.perf_counter() - began, time.process_time() - cpu)

    def close(self) -> None:
        """End the connection."""
        self._client.release()

    def _acked(self, tag: int, multiple: bool) -> None:
        if not multiple:
            self._open.pop(tag, None)
            return
        for each in list(itertools.takewhile(lambda waiting: waiting <= tag, self._open)):
            del self._open[each]

    def _nacked(self, tag: int, *_: object) -> None:
        raise Aborted(f"the broker refused message {tag}")


@contextlib.contextmanager
def _broker(site: Site) -> Iterator[Any]:
    with connect(site.broker_url, connect_timeout=5) as client:
        connection: Any = client.connection
        yield connection


@contextlib.contextmanager
def _on_one_core(site: Site) -> Iterator[None]:
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {site.cores.measured})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def _taken(channel: Any, queue: str, expected: int) -> int:
    """Empty the queue and give how many messages were in it. Raises Aborted when it is another number."""
    found = _stable(lambda: int(channel.queue_declare(queue, passive=True).message_count), expected)
    channel.queue_purge(queue)
    if found != expected:
        raise Aborted(f"{found} messages in the queue, and {expected} were confirmed")
    return found


def _stable(count: Callable[[], int], expected: int) -> int:
    """A quorum queue tells its length a little later than it confirms."""
    until = time.monotonic() + 10
    while (found := count()) != expected and time.monotonic() < until:
        time.sleep(0.05)
    return found


def _remove(channel: Any, names: Names) -> None:
    for queue in (names.queue("requests"), names.poison_queue("requests"), names.unrouted):
        channel.queue_delete(queue)
    for exchange in (names.events, names.poison, names.unrouted):
        channel.exchange_delete(exchange)
