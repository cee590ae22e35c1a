"""The broker's exchanges and queues with every argument written out, and the command that declares them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import amqp

from waarborg_shared.bus.connecting import connect
from waarborg_shared.bus.messages import Bindings, BusAway
from waarborg_shared.events import CATALOGUE, binding_key

AS_GOOD_AS_UNLIMITED = 1_000_000_000
CONNECT_SECONDS = 5
CONFIRM_SECONDS = 30


class TopologyDiffers(Exception):
    """An exchange or queue exists with other arguments; nothing of it was changed. `name` says which."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"{name} exists and differs: {why}. Nothing of it was changed: let it run empty, delete it, declare again."
        )
        self.name = name


@dataclass(frozen=True)
class Names:
    """What everything on the broker is called; the prefix keeps installations (and tests) on one broker apart."""

    prefix: str = "waarborg"

    @property
    def events(self) -> str:
        """The topic exchange that every service publishes to."""
        return f"{self.prefix}.events"

    @property
    def unrouted(self) -> str:
        """The alternate exchange, and its queue, for events that no queue is bound for."""
        return f"{self.prefix}.unrouted"

    @property
    def poison(self) -> str:
        """The dead-letter exchange."""
        return f"{self.prefix}.poison"

    def queue(self, service: str) -> str:
        """The queue of a service."""
        return f"{self.prefix}.{service}"

    def poison_queue(self, service: str) -> str:
        """Where the broker puts what it gave up delivering to a service."""
        return f"{self.prefix}.poison.{service}"


def queue_arguments(names: Names, service: str) -> dict[str, Any]:
    """A service's queue: replicated, one active consumer (order), refusing rather than dropping when it is full."""
    return {
        "x-queue-type": "quorum",
        "x-quorum-initial-group-size": 3,
        "x-single-active-consumer": True,
        "x-delivery-limit": 20,
        "x-dead-letter-exchange": names.poison,
        "x-dead-letter-routing-key": service,
        "x-dead-letter-strategy": "at-least-once",
        "x-overflow": "reject-publish",
        "x-max-length": 1_000_000,
        "x-max-length-bytes": 8 * 1024**3,
    }


def poison_arguments() -> dict[str, Any]:
    """The queue behind the dead-letter exchange: nothing leaves it but into the service's poison table."""
    return {
        "x-queue-type": "quorum",
        "x-quorum-initial-group-size": 3,
        "x-single-active-consumer": True,
        "x-delivery-limit": AS_GOOD_AS_UNLIMITED,  # RabbitMQ 4 would drop after 20
        "x-overflow": "reject-publish",
        "x-max-length": 100_000,
        "x-max-length-bytes": 8 * 1024**3,
    }


def unrouted_arguments() -> dict[str, Any]:
    """Events that nobody is bound for: a look at the newest; the publisher's outbox keeps them all."""
    return {
        "x-queue-type": "quorum",
        "x-quorum-initial-group-size": 3,
        "x-delivery-limit": AS_GOOD_AS_UNLIMITED,
        "x-overflow": "drop-head",
        "x-max-length": 100_000,
        "x-max-length-bytes": 1024**3,
    }


def declare(url: str, services: Bindings, *, names: Names | None = None, known: Iterable[str] = CATALOGUE) -> None:
    """Declare what the services need; again and again gives the same. `services` maps a service to its types.

    A known type that a service no longer handles is unbound. Raises TopologyDiffers and BusAway.
    """
    names = names or Names()
    try:
        with connect(url, connect_timeout=CONNECT_SECONDS) as connection:
            declaring = _Declaring(connection, names)
            declaring.exchanges()
            for service, types in services.items():
                declaring.service(service, frozenset(types), known=frozenset(known))
    except (OSError, amqp.exceptions.ConnectionError) as away:
        raise BusAway(f"the broker can't be reached: {type(away).__name__}") from away


class _Declaring:
    """One run of `declare` over one connection; a refusal by the broker closes a channel, so each step has its own."""

    def __init__(self, connection: Any, names: Names) -> None:
        self._connection = connection
        self._names = names

    def exchanges(self) -> None:
        names = self._names
        self._exchange(names.unrouted, "fanout", {})
        self._queue(names.unrouted, unrouted_arguments())
        self._bind(names.unrouted, names.unrouted, "")
        self._exchange(names.poison, "direct", {})
        self._exchange(names.events, "topic", {"alternate-exchange": names.unrouted})

    def service(self, service: str, types: frozenset[str], *, known: frozenset[str]) -> None:
        names = self._names
        self._queue(names.poison_queue(service), poison_arguments())
        self._bind(names.poison_queue(service), names.poison, service)
        self._queue(names.queue(service), queue_arguments(names, service))
        self._adopt(service, types)
        for type_ in sorted(types):
            self._bind(names.queue(service), names.events, binding_key(type_))
        self._adopt(service, types)
        for type_ in sorted(known - types):
            with self._connection.channel() as channel:
                channel.queue_unbind(names.queue(service), names.events, binding_key(type_))

    def _adopt(self, service: str, types: frozenset[str]) -> None:
        """Give the service what was told before it was bound: older events first, so that none is superseded.

        It goes through an exchange of its own, for a message keeps its routing key only if it is not put in the queue
        directly. The rest stays unrouted: it is not acknowledged, and goes back when the channel closes.
        """
        passage = f"{self._names.prefix}.adopting.{service}"
        with self._connection.channel() as reading, self._connection.channel() as writing:
            writing.exchange_declare(passage, "topic", durable=False, auto_delete=False)
            writing.queue_bind(self._names.queue(service), passage, "#")
            for _ in range(reading.queue_declare(self._names.unrouted, passive=True).message_count):
                message = reading.basic_get(self._names.unrouted)
                if message is None:
                    break
                if message.delivery_info["routing_key"].rpartition(".")[0] in types:
                    _pass_on(message, passage, writing)
                    reading.basic_ack(message.delivery_tag)
            writing.exchange_delete(passage)

    def _exchange(self, name: str, kind: str, arguments: Mapping[str, Any]) -> None:
        with _refusal_named(name), self._connection.channel() as channel:
            channel.exchange_declare(name, kind, durable=True, auto_delete=False, arguments=dict(arguments))

    def _queue(self, name: str, arguments: Mapping[str, Any]) -> None:
        with _refusal_named(name), self._connection.channel() as channel:
            channel.queue_declare(name, durable=True, exclusive=False, auto_delete=False, arguments=dict(arguments))

    def _bind(self, queue: str, exchange: str, key: str) -> None:
        with self._connection.channel() as channel:
            channel.queue_bind(queue, exchange, key)


def _pass_on(message: Any, exchange: str, channel: Any) -> None:
    """Publish a message again under its own key, and wait until the broker has it."""
    again = channel.prepare_message(
        message.body,
        content_type=message.properties.get("content_type"),
        headers=message.properties.get("application_headers"),
        properties={"delivery_mode": 2},
    )
    channel.basic_publish_confirm(
        again, exchange, message.delivery_info["routing_key"], mandatory=True, confirm_timeout=CONFIRM_SECONDS
    )


class _refusal_named:
    """Turns the broker's PRECONDITION_FAILED into TopologyDiffers."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, wrong: BaseException | None, trace: object) -> None:
        if isinstance(wrong, amqp.exceptions.PreconditionFailed):
            raise TopologyDiffers(self._name, str(wrong.reply_text)) from wrong
