"""Carries events within one process, on kombu's memory transport: taken means that every consumer committed it."""

import threading
import time
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from waarborg_shared.bus.connecting import connect
from waarborg_shared.bus.messages import LARGEST_MESSAGE, Bindings, BusAway, Delivery, NotOnThisBus, Outgoing, Settled
from waarborg_shared.bus.topology import Names
from waarborg_shared.events import CONTENT_TYPE, binding_key

POLLING_SECONDS = 0.05


@dataclass
class _Debt:
    """A message that not every consumer has committed yet."""

    owed: set[str]
    tags: list[tuple["EmbeddedPublisher", int]] = field(default_factory=list)


class EmbeddedTransport:
    """One composition's bus. Memory is volatile, so nothing counts as sent before it is in each consumer's inbox.

    `services` maps every service of the composition to the types that it handles; all are bound from the start, so
    that no event can pass before its consumer listens.
    """

    def __init__(self, services: Bindings) -> None:
        self.names = Names(f"waarborg-{uuid.uuid4().hex[:12]}")
        self._handling = {service: frozenset(types) for service, types in services.items()}
        self._changed = threading.Condition()
        self._debts: dict[bytes, _Debt] = {}
        self._client = self.connect()
        self._channel: Any = self._client.channel()
        self._bind()

    def connect(self) -> Any:
        """A connection of kombu's to this process's memory."""
        return connect("memory://", transport_options={"polling_interval": POLLING_SECONDS})

    def _bind(self) -> None:
        self._channel.exchange_declare(self.names.events, "topic", durable=True)
        for service, types in self._handling.items():
            queue = self.names.queue(service)
            self._channel.queue_declare(queue, durable=True)
            for type_ in sorted(types):
                self._channel.queue_bind(queue, self.names.events, binding_key(type_))

    def publisher(self) -> "EmbeddedPublisher":
        """A publisher for one service's relay."""
        return EmbeddedPublisher(self)

    def subscription(self, service: str) -> "EmbeddedSubscription":
        """A subscription for one service's consumer. Raises BusAway for a service outside the composition."""
        if service not in self._handling:
            raise BusAway("not in this composition")
        return EmbeddedSubscription(self, service)

    def close(self) -> None:
        """Forget the queues of this composition."""
        with suppress(Exception):
            for service in self._handling:
                self._channel.queue_delete(self.names.queue(service))
            self._channel.exchange_delete(self.names.events)
            self._client.release()

    def put(self, message: Outgoing, publisher: "EmbeddedPublisher", tag: int) -> None:
        """Hand a message to the queues; one that is still under way is only waited for by one more tag."""
        type_ = message.routing_key.rpartition(".")[0]
        owed = {service for service, types in self._handling.items() if type_ in types}
        with self._changed:
            if not owed:
                publisher.confirm(tag)
                return
            debt = self._debts.get(message.body)
            if debt is not None:
                debt.tags.append((publisher, tag))
                return
            self._debts[message.body] = _Debt(owed, [(publisher, tag)])
            self.put_raw(message.body, message.routing_key)

    def put_raw(self, body: bytes, routing_key: str) -> None:
        """Put bytes, whatever they are, on the exchange."""
        with self._changed:
            prepared = self._channel.prepare_message(body, content_type=CONTENT_TYPE)
            self._channel.basic_publish(prepared, self.names.events, routing_key)
            self._changed.notify_all()

    def put_back(self, service: str, deliveries: Iterable[Delivery]) -> None:
        """Give messages that were not acknowledged to the next consumer of the service."""
        with self._changed:
            for delivery in deliveries:
                prepared = self._channel.prepare_message(
                    delivery.body, content_type=CONTENT_TYPE, headers={"x-routing-key": delivery.routing_key}
                )
                self._channel.basic_publish(prepared, "", self.names.queue(service))
            self._changed.notify_all()

    def taken(self, service: str, body: bytes) -> None:
        """A consumer has committed a message; when all have, it is confirmed to whoever waits for it."""
        with self._changed:
            debt = self._debts.get(body)
            if debt is None:
                return
            debt.owed.discard(service)
            if not debt.owed:
                del self._debts[body]
                for publisher, tag in debt.tags:
                    publisher.confirm(tag)
                self._changed.notify_all()

    def forget(self, publisher: "EmbeddedPublisher") -> None:
        """A publisher is gone; its messages stay under way, for nothing takes them out of the queues."""
        with self._changed:
            for debt in self._debts.values():
                debt.tags = [(waiting, tag) for waiting, tag in debt.tags if waiting is not publisher]

    @property
    def changed(self) -> threading.Condition:
        """Notified whenever a message was put or taken."""
        return self._changed


class EmbeddedPublisher:
    """A relay's side of the embedded bus."""

    def __init__(self, transport: EmbeddedTransport) -> None:
        self._transport = transport
        self._next_tag = 1
        self._confirmed: list[int] = []

    def send(self, message: Outgoing) -> int:
        """Hand the message over and give its tag."""
        if len(message.body) > LARGEST_MESSAGE:
            raise NotOnThisBus("too-large")
        tag = self._next_tag
        self._next_tag = tag + 1
        self._transport.put(message, self, tag)
        return tag

    def confirm(self, tag: int) -> None:
        """Called by the transport, under its lock."""
        self._confirmed.append(tag)

    def settle(self, timeout: float) -> Settled:
        """Wait until consumers have committed something."""
        until = time.monotonic() + timeout
        with self._transport.changed:
            while not self._confirmed:
                left = until - time.monotonic()
                if left <= 0:
                    raise BusAway("no consumer committed in time")
                self._transport.changed.wait(left)
            settled = Settled(tuple(self._confirmed))
            self._confirmed.clear()
        return settled

    def beat(self) -> None:
        """Memory needs no heartbeat."""

    def close(self) -> None:
        """Leave; what is under way stays so."""
        self._transport.forget(self)


class EmbeddedSubscription:
    """A consumer's side of the embedded bus."""

    def __init__(self, transport: EmbeddedTransport, service: str) -> None:
        self._transport = transport
        self._service = service
        self._queue = transport.names.queue(service)
        self._client = transport.connect()
        self._channel: Any = self._client.channel()
        self._open: dict[object, Delivery] = {}

    def next(self, timeout: float) -> Delivery | None:
        """The next message; sleeps until one is put."""
        until = time.monotonic() + timeout
        with self._transport.changed:
            while (message := self._channel.basic_get(self._queue)) is None:
                left = until - time.monotonic()
                if left <= 0:
                    return None
                self._transport.changed.wait(left)
        return self._delivery(message)

    def _delivery(self, message: Any) -> Delivery:
        body = message.body.encode() if isinstance(message.body, str) else bytes(message.body or b"")
        headers = dict(message.headers or {})
        came_as = headers.pop("x-routing-key", message.delivery_info["routing_key"])
        delivery = Delivery(body, came_as, self._queue, message.delivery_tag, headers)
        self._open[delivery.tag] = delivery
        return delivery

    def ack(self, delivery: Delivery) -> None:
        """The message is kept here now."""
        self._channel.basic_ack(delivery.tag)
        self._open.pop(delivery.tag, None)
        self._transport.taken(self._service, delivery.body)

    def beat(self) -> None:
        """Memory needs no heartbeat."""

    def close(self) -> None:
        """Leave; what was not acknowledged goes back."""
        self._transport.put_back(self._service, self._open.values())
        self._open.clear()
        with suppress(Exception):
            self._client.release()
