"""Event contracts: one module per publishing service; standard library only."""

from waarborg_shared.events.base import (
    Envelope,
    Event,
    EventError,
    FutureVersion,
    NotACode,
    Undecodable,
    UnknownType,
    binding_key,
    routing_key,
    service_of,
)
from waarborg_shared.events.catalogue import CATALOGUE, catalogue_of
from waarborg_shared.events.codec import CONTENT_TYPE, decode, encode

__all__ = [
    "CATALOGUE",
    "CONTENT_TYPE",
    "Envelope",
    "Event",
    "EventError",
    "FutureVersion",
    "NotACode",
    "Undecodable",
    "UnknownType",
    "binding_key",
    "catalogue_of",
    "decode",
    "encode",
    "routing_key",
    "service_of",
]
