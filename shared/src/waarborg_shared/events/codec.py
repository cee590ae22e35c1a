"""Writes an envelope as a CloudEvents 1.0 JSON document, and reads one back with suspicion."""

import json
from collections.abc import Mapping
from typing import NoReturn
from uuid import UUID

from waarborg_shared.events.base import (
    CODE_PATTERN,
    ORGANISATION_PATTERN,
    TRACEPARENT_PATTERN,
    TYPE_PATTERN,
    Envelope,
    Event,
    FutureVersion,
    Undecodable,
    UnknownType,
    service_of,
)
from waarborg_shared.events.catalogue import CATALOGUE
from waarborg_shared.events.contract import read_fields, read_moment, utc_text, write_fields

CONTENT_TYPE = "application/cloudevents+json"
_SEQUENCE_DIGITS = 10  # CloudEvents' sequence extension is a string that sorts as text


def encode(envelope: Envelope) -> bytes:
    """The bytes that go over the bus (UTF-8 JSON, no spaces). Raises NotACode, ValueError or TypeError."""
    document: dict[str, object] = {
        "specversion": "1.0",
        "id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "subject": envelope.subject,
        "time": utc_text(envelope.time),
        "datacontenttype": "application/json",
        "organisation": envelope.organisation,
        "sequence": f"{envelope.sequence:0{_SEQUENCE_DIGITS}d}",
    }
    if envelope.traceparent is not None:
        document["traceparent"] = envelope.traceparent
    document["data"] = write_fields(envelope.event)
    return json.dumps(document, separators=(",", ":"), allow_nan=False).encode()


def decode(raw: bytes, known: Mapping[str, type[Event]] = CATALOGUE) -> Envelope:
    """Read what came over the bus, ignoring attributes and fields that are not known.

    Raises Undecodable (no CloudEvent of ours), UnknownType (no contract) or FutureVersion (a later version of a
    contract that is known).
    """
    document = _document(raw)
    contract = _contract(document, known)
    fields = document.get("data")
    if not isinstance(fields, dict):
        raise Undecodable("no data")
    try:
        event = read_fields(contract, fields)
    except (KeyError, ValueError, TypeError, OverflowError) as wrong:
        raise Undecodable(f"data: {type(wrong).__name__}") from None
    return _envelope(document, event)


def _document(raw: bytes) -> dict[str, object]:
    try:
        document = json.loads(bytes(raw).decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise Undecodable("no JSON") from None
    if not isinstance(document, dict):
        raise Undecodable("no JSON object")
    version = document.get("specversion")
    if not isinstance(version, str):
        raise Undecodable("no specversion")
    if not version.startswith("1."):
        raise FutureVersion("specversion")
    return document


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _contract(document: Mapping[str, object], known: Mapping[str, type[Event]]) -> type[Event]:
    type_ = document.get("type")
    if not isinstance(type_, str):
        raise Undecodable("no type")
    if type_ in known:
        return known[type_]
    shape = TYPE_PATTERN.fullmatch(type_)
    if shape is None:
        raise UnknownType("not a type of ours")
    stem = type_.rpartition(".v")[0]
    versions = [int(name.rpartition(".v")[2]) for name in known if name.rpartition(".v")[0] == stem]
    if versions and int(shape["version"]) > max(versions):
        raise FutureVersion(type_)
    raise UnknownType(type_)


def _envelope(document: Mapping[str, object], event: Event) -> Envelope:
    try:
        return Envelope(
            id=str(UUID(_text(document, "id"))),
            type=event.type,
            source=_source(document, event.type),
            organisation=_organisation(document),
            subject=_code(document, "subject"),
            sequence=_sequence(document.get("sequence")),
            time=read_moment(document.get("time")),
            traceparent=_traceparent(document.get("traceparent")),
            event=event,
        )
    except (ValueError, OverflowError) as wrong:
        raise Undecodable(f"attributes: {wrong}"[:200]) from None


def _text(document: Mapping[str, object], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value:
        raise ValueError(f"no {name}")
    return value


def _code(document: Mapping[str, object], name: str) -> str:
    value = _text(document, name)
    if CODE_PATTERN.fullmatch(value) is None:
        raise ValueError(f"{name} is no code")
    return value


def _source(document: Mapping[str, object], type_: str) -> str:
    """Only the service in a type's name tells it: another's word would count in a sequence that is not its own."""
    value = _text(document, "source")
    if value != service_of(type_):
        raise ValueError("source is not the type's service")
    return value


def _organisation(document: Mapping[str, object]) -> str:
    value = _text(document, "organisation")
    if ORGANISATION_PATTERN.fullmatch(value) is None:
        raise ValueError("organisation is no name of one")
    return value


def _sequence(value: object) -> int:
    digits = str(value) if type(value) is int else value
    if (
        not isinstance(digits, str)
        or not (digits.isascii() and digits.isdigit())
        or len(digits) > 18
        or int(digits) < 1
    ):
        raise ValueError("sequence counts from 1")
    return int(digits)


def _traceparent(value: object) -> str | None:
    """A trace that can't be read is no reason to refuse the fact: it is left out (W3C Trace Context, 3.2)."""
    return value if isinstance(value, str) and TRACEPARENT_PATTERN.fullmatch(value) else None
