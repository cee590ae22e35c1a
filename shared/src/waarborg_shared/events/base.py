"""What every event is made of: the contract's base class, its envelope, and the names of what can be wrong with one."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

TYPE_PATTERN = re.compile(r"nl\.waarborg\.(?P<service>[a-z]+)\.(?P<fact>[a-z]+(?:-[a-z]+)*)\.v(?P<version>[1-9][0-9]*)")
CODE_PATTERN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,99}")
ORGANISATION_PATTERN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
TRACEPARENT_PATTERN = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_LONG_NUMBER = re.compile(r"[0-9]{8,}")


class EventError(Exception):
    """Something is wrong with an event; `code` is safe to store and to log, the message may not be."""

    code = "event-error"


class Undecodable(EventError):
    """The bytes are no CloudEvent of ours."""

    code = "undecodable"


class UnknownType(EventError):
    """A well-formed event of a type that this installation has no contract for."""

    code = "unknown-type"


class FutureVersion(EventError):
    """A fact that is known, told in a version that is not known yet."""

    code = "future-version"


class NotACode(EventError, ValueError):
    """A field holds what is no reference or code: text, a long bare number, an address."""

    code = "not-a-code"


@dataclass(frozen=True, kw_only=True)
class Event:
    """A fact in the past tense, told to the other services: references and codes, never personal data.

    A contract is a frozen dataclass that sets `type`; each field is `Annotated[type, "what it means"]`, where type is
    str (a reference or code), int, bool, datetime (aware), date, a StrEnum, a tuple of str, or one of these or None.
    """

    type: ClassVar[str] = ""


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """An event with what CloudEvents 1.0 says about it.

    `id` is a UUID (version 7); `source` the publishing service; `subject` the reference of the case; `sequence` counts
    the events of that case from 1, without gaps; `time` is aware UTC.
    """

    id: str
    type: str
    source: str
    organisation: str
    subject: str
    sequence: int
    time: datetime
    event: Event
    traceparent: str | None = None


def routing_key(type_: str, organisation: str) -> str:
    """The key that an event is published under: its type and, as the last word, its organisation."""
    return f"{type_}.{organisation}"


def binding_key(type_: str) -> str:
    """The key that a queue is bound with to get an event of every organisation (exactly one word, never `#`)."""
    return f"{type_}.*"


def service_of(type_: str) -> str:
    """The service that publishes a type; raises UnknownType if the type is not shaped as ours are."""
    match = TYPE_PATTERN.fullmatch(type_)
    if match is None:
        raise UnknownType(type_)
    return match["service"]


def check_code(text: str) -> str:
    """Give the text back if it is a reference or code; raises NotACode for free text, addresses and long bare numbers.

    Eight digits and more in a row and nothing else could be a BSN, a telephone or a client number: those stay out.
    """
    if CODE_PATTERN.fullmatch(text) is None or _LONG_NUMBER.fullmatch(text) is not None:
        raise NotACode("not a reference or code")
    return text
