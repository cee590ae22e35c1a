"""What a transport carries, and what it promises to the relay and to the consumer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

LARGEST_MESSAGE = 16 * 1024 * 1024  # bytes; RabbitMQ's own `max_message_size` is set to the same


class BusAway(Exception):
    """The broker can't be reached, went away, or was too slow; whoever meets this starts anew after a while."""


class NotOnThisBus(Exception):
    """A message that this bus will not take at all, such as one over the size limit; the text is a code."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One row of an outbox on its way out; `id` is the event's, `position` orders the rows."""

    id: str
    organisation: str
    case_ref: str
    position: int
    routing_key: str
    body: bytes

    @property
    def case(self) -> tuple[str, str]:
        """Whose order is kept: the case, within its organisation."""
        return (self.organisation, self.case_ref)


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message as it came in; nothing in it can be trusted yet. `tag` is the transport's own."""

    body: bytes
    routing_key: str
    queue: str
    tag: object
    headers: Mapping[str, object] = field(default_factory=dict)
    given_up: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """Tags that the bus took responsibility for, and those that it refused, each with a code of why."""

    confirmed: Sequence[int] = ()
    refused: Sequence[tuple[int, str]] = ()


class Publisher(Protocol):
    """Sends messages and tells afterwards, by tag, what became of them. Used by one thread."""

    def send(self, message: Outgoing) -> int:
        """Send (perhaps later) and give the tag. Raises BusAway, NotOnThisBus."""

    def settle(self, timeout: float) -> Settled:
        """Wait until something is known about a tag. Raises BusAway after `timeout` seconds without an answer."""

    def beat(self) -> None:
        """Keep an idle connection alive; to be called about once a second. Raises BusAway."""

    def close(self) -> None:
        """Say goodbye; never raises."""


class Subscription(Protocol):
    """Receives the messages of one service, one after another. Used by one thread."""

    def next(self, timeout: float) -> Delivery | None:
        """The next message, or None after `timeout` seconds. Raises BusAway."""

    def ack(self, delivery: Delivery) -> None:
        """Tell the bus that the message is kept here now. Raises BusAway."""

    def beat(self) -> None:
        """Keep the connection alive while a message takes long. Raises BusAway."""

    def close(self) -> None:
        """Say goodbye; what was not acknowledged comes again; never raises."""


class Transport(Protocol):
    """A way to carry events; either kind passes the same contract suite."""

    def publisher(self) -> Publisher:
        """A new connection to publish on. Raises BusAway."""

    def subscription(self, service: str) -> Subscription:
        """A new connection that receives what the service is bound to. Raises BusAway."""


Bindings = Mapping[str, Iterable[str]]  # service → the types that it handles
