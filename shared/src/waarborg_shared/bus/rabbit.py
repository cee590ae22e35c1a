"""Carries events over RabbitMQ: a window of confirms matched by tag, and a consumer on a connection of its own."""

import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import amqp
from amqp import spec
from amqp.method_framing import frame_writer

from waarborg_shared.bus.connecting import connect
from waarborg_shared.bus.messages import LARGEST_MESSAGE, BusAway, Delivery, NotOnThisBus, Outgoing, Settled
from waarborg_shared.bus.topology import CONNECT_SECONDS, Names
from waarborg_shared.events import CONTENT_TYPE

HEARTBEAT_SECONDS = 30
WRITE_SECONDS = 20  # a broker that is short of memory or disk stops reading: that is "away"
BEAT_EVERY = 1.0
_FLUSH_AT = 256 * 1024  # bytes


_AmqpMessage: Any = amqp.Message  # the library has no types


class _Prepared(_AmqpMessage):  # type: ignore[misc]
    """A message whose properties are the same as all others', and so are written out once."""

    written: bytes = _AmqpMessage(content_type=CONTENT_TYPE, delivery_mode=2)._serialize_properties()

    def _serialize_properties(self) -> bytes:
        return self.written


class _Cork:
    """Stands between py-amqp's frame writer and the socket, and lets many frames leave in one call."""

    def __init__(self) -> None:
        self._frames = bytearray()
        self._corked = False
        self._transport: Any = None

    def writer(self, connection: Any, transport: Any) -> Callable[..., None]:
        """What py-amqp calls to get its frame writer (its `frame_writer` setting)."""
        self._transport = transport
        writer: Callable[..., None] = frame_writer(connection, self)
        return writer

    def write(self, frame: memoryview) -> None:
        """Take a frame; the buffer that it lies in is used again, so it is copied."""
        if not self._corked:
            self._transport.write(frame)
            return
        self._frames += frame
        if len(self._frames) >= _FLUSH_AT:
            self.flush()

    def close(self) -> None:
        """From now on frames are kept."""
        self._corked = True

    def open(self) -> None:
        """Write what is kept, and from now on every frame at once: whoever waits for an answer needs that."""
        self._corked = False
        self.flush()

    def flush(self) -> None:
        """Write what is kept so far."""
        if self._frames:
            frames, self._frames = self._frames, bytearray()
            self._transport.write(frames)


@contextmanager
def _away_named() -> Iterator[None]:
    """Any trouble with the connection or channel, also the library's own stumbling over a lost one, is BusAway."""
    try:
        yield
    except (OSError, amqp.AMQPError, AttributeError, KeyError) as wrong:
        raise BusAway(f"{type(wrong).__name__}") from wrong


class RabbitPublisher:
    """Publishes on one channel in confirm mode; every tag is counted here and matched with the broker's answers."""

    def __init__(self, url: str, names: Names, *, largest: int = LARGEST_MESSAGE) -> None:
        self._exchange = names.events
        self._largest = largest
        self._next_tag = 1
        self._in_flight: dict[int, Outgoing] = {}
        self._returned: dict[int, str] = {}
        self._confirmed: list[int] = []
        self._refused: list[tuple[int, str]] = []
        self._cork = _Cork()
        self._client = connect(
            url,
            connect_timeout=CONNECT_SECONDS,
            heartbeat=HEARTBEAT_SECONDS,
            transport_options={"frame_writer": self._cork.writer, "write_timeout": WRITE_SECONDS},
        )
        with _away_named():
            self._connection: Any = self._client.connection
            self._channel: Any = self._client.channel()
            self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)

    def send(self, message: Outgoing) -> int:
        """Put a message in the window and give its tag."""
        if len(message.body) > self._largest:
            raise NotOnThisBus("too-large")
        tag = self._next_tag
        self._cork.close()
        # basic_publish would look at the socket before every message, to see whether the broker blocks us; `settle`
        # looks, and a broker that blocks stops reading, which is WRITE_SECONDS's business.
        with _away_named():
            self._channel.send_method(
                spec.Basic.Publish,
                "Bssbb",
                (0, self._exchange, message.routing_key, True, False),
                _Prepared(message.body),
            )
        self._in_flight[tag] = message
        self._next_tag = tag + 1
        return tag

    def settle(self, timeout: float) -> Settled:
        """Send what waits, and read answers until there is one about a tag."""
        with _away_named():
            self._cork.open()
            until = time.monotonic() + timeout
            while not (self._confirmed or self._refused):
                self._connection.drain_events(timeout=max(0.001, until - time.monotonic()))
        settled = Settled(tuple(self._confirmed), tuple(self._refused))
        self._confirmed.clear()
        self._refused.clear()
        return settled

    def beat(self) -> None:
        """Heartbeat, and read what came unasked (a closed channel, a blocked connection)."""
        with _away_named():
            self._cork.open()
            self._client.heartbeat_check()
            with suppress(TimeoutError):
                self._connection.drain_events(timeout=0.001)

    def close(self) -> None:
        """Close the socket; a goodbye could hang on a broker that is gone."""
        with suppress(Exception):
            self._client.collect(socket_timeout=1)

    def _tags(self, tag: int, multiple: bool) -> list[int]:
        if not multiple:
            return [tag] if tag in self._in_flight else []
        tags = []
        for waiting in self._in_flight:  # in the order in which they were sent
            if waiting > tag:
                break
            tags.append(waiting)
        return tags

    def _on_ack(self, tag: int, multiple: bool) -> None:
        for settled in self._tags(tag, multiple):
            del self._in_flight[settled]
            why = self._returned.pop(settled, None)
            if why is None:
                self._confirmed.append(settled)
            else:
                self._refused.append((settled, why))

    def _on_nack(self, tag: int, multiple: bool) -> None:
        for settled in self._tags(tag, multiple):
            del self._in_flight[settled]
            self._returned.pop(settled, None)
            self._refused.append((settled, "nacked"))

    def _on_return(self, wrong: Any, exchange: str, routing_key: str, message: Any) -> None:
        """A return has no tag, but comes before its message's ack; the body, with the event's id in it, is unique."""
        body = bytes(message.body)
        for tag, sent in self._in_flight.items():
            if sent.body == body and tag not in self._returned:
                self._returned[tag] = "unroutable"
                return


def _first_key(headers: Mapping[str, Any]) -> str | None:
    """The routing key that a dead-lettered message was published with (RabbitMQ writes it in `x-death`)."""
    try:
        return str(headers["x-death"][-1]["routing-keys"][0])
    except (KeyError, IndexError, TypeError):
        return None


class RabbitSubscription:
    """Consumes a service's queue, and the queue of what the broker gave up on, with a small prefetch."""

    def __init__(self, url: str, names: Names, service: str, *, prefetch: int = 32) -> None:
        self._poison_queue = names.poison_queue(service)
        self._arrived: deque[Delivery] = deque()
        self._last_beat = time.monotonic()
        self._client = connect(
            url,
            connect_timeout=CONNECT_SECONDS,
            heartbeat=HEARTBEAT_SECONDS,
            transport_options={"write_timeout": WRITE_SECONDS},
        )
        with _away_named():
            self._connection: Any = self._client.connection
            self._channel: Any = self._client.channel()
            self._channel.basic_qos(0, prefetch, False)
            for queue in (names.queue(service), self._poison_queue):
                self._channel.basic_consume(queue, no_ack=False, callback=self._taker(queue))

    def _taker(self, queue: str) -> Callable[[Any], None]:
        given_up = queue == self._poison_queue

        def take(message: Any) -> None:
            body, headers = message.body, dict(message.properties.get("application_headers") or {})
            self._arrived.append(
                Delivery(
                    body=body.encode() if isinstance(body, str) else bytes(body),
                    routing_key=(_first_key(headers) if given_up else None) or message.delivery_info["routing_key"],
                    queue=queue,
                    tag=message.delivery_info["delivery_tag"],
                    headers=headers,
                    given_up=given_up,
                )
            )

        return take

    def next(self, timeout: float) -> Delivery | None:
        """The next message; keeps the heart beating while it waits."""
        self.beat()
        if not self._arrived:
            with _away_named(), suppress(TimeoutError):
                self._connection.drain_events(timeout=timeout)
        return self._arrived.popleft() if self._arrived else None

    def ack(self, delivery: Delivery) -> None:
        """Acknowledge this one message."""
        with _away_named():
            self._channel.basic_ack(delivery.tag)

    def beat(self) -> None:
        """Heartbeat, at most once a second; reads first, for only what was read says that the broker lives.

        A message that comes meanwhile lines up behind those that came before it.
        """
        now = time.monotonic()
        if now - self._last_beat >= BEAT_EVERY:
            self._last_beat = now
            with _away_named():
                with suppress(TimeoutError):
                    self._connection.drain_events(timeout=0.001)
                self._client.heartbeat_check()

    def close(self) -> None:
        """Close; what was not acknowledged goes back to the queue."""
        with suppress(Exception):
            self._client.collect(socket_timeout=1)


class RabbitTransport:
    """RabbitMQ at an address such as `amqp://user:secret@host:5672/vhost`."""

    def __init__(self, url: str, *, names: Names | None = None, prefetch: int = 32) -> None:
        self._url = url
        self._names = names or Names()
        self._prefetch = prefetch

    def publisher(self) -> RabbitPublisher:
        """A new connection to publish on."""
        return RabbitPublisher(self._url, self._names)

    def subscription(self, service: str) -> RabbitSubscription:
        """A new connection that consumes the service's queues."""
        return RabbitSubscription(self._url, self._names, service, prefetch=self._prefetch)
