"""The bus: outbox to relay to broker to consumer to inbox, so that nothing is lost and nothing works twice."""

from waarborg_shared.bus.backoff import EVENT_RETRIES, BackOff
from waarborg_shared.bus.consumer import Consumer, Retries
from waarborg_shared.bus.embedded import EmbeddedTransport
from waarborg_shared.bus.messages import LARGEST_MESSAGE, BusAway, Delivery, Outgoing, Transport
from waarborg_shared.bus.rabbit import RabbitTransport
from waarborg_shared.bus.receiver import Begin, Consumption, Handler, Outcome, Receiver
from waarborg_shared.bus.relay import NotLeading, Pace, Relay
from waarborg_shared.bus.replay import Backlog, Desk, NoReason, NoSuchEvent, StuckEvent
from waarborg_shared.bus.states import InboxState, OutboxState, PoisonState
from waarborg_shared.bus.topology import Names, TopologyDiffers, declare

__all__ = [
    "EVENT_RETRIES",
    "LARGEST_MESSAGE",
    "BackOff",
    "Backlog",
    "Begin",
    "BusAway",
    "Consumer",
    "Consumption",
    "Delivery",
    "Desk",
    "EmbeddedTransport",
    "Handler",
    "InboxState",
    "Names",
    "NoReason",
    "NoSuchEvent",
    "NotLeading",
    "OutboxState",
    "Outcome",
    "Outgoing",
    "Pace",
    "PoisonState",
    "RabbitTransport",
    "Receiver",
    "Relay",
    "Retries",
    "StuckEvent",
    "TopologyDiffers",
    "Transport",
    "declare",
]
