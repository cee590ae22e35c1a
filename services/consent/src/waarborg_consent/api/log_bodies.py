"""Reads what partners send of looks: a list, lines or FHIR; each item by itself, so that a wrong one stops no other."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from flask_babel import gettext
from marshmallow import ValidationError
from werkzeug.exceptions import UnsupportedMediaType

from waarborg_consent.domain.audit_events import FIELDS, BadAuditEvent, own_form
from waarborg_consent.domain.looks import MOST_AT_ONCE, Look
from waarborg_consent.schemas.looks import LookSchema
from waarborg_shared.web.i18n import noted
from waarborg_shared.web.openapi import BrokenJson
from waarborg_shared.web.problems import flat_errors, message_of

JSON, FHIR = "application/json", "application/fhir+json"
LINES = ("application/x-ndjson", "application/fhir+ndjson")
NOT_JSON = noted("This line is not valid JSON.")
NO_OBJECT = noted("This must be an object with fields.")
NOTHING = noted("Send at least one look.")
TOO_MANY = noted("At most %(most)s looks at once: send them in more than one call.")
_FHIR = "AuditEvent"
_BUNDLE = "Bundle"
_NOT_READ = object()


@dataclass(frozen=True)
class Item:
    """One look as it was sent: what it says, or what is wrong with it; ``names`` is what its fields were called."""

    event_id: str | None = None
    look: Look | None = None
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Sent:
    """Everything that one call sent; ``alone`` where it was one object and no list."""

    items: tuple[Item, ...]
    alone: bool = False


def read_body(body: bytes, mimetype: str, *, source: str) -> Sent:
    """Read a body. Raises 415 for another kind, BrokenJson (400), and ValidationError where it holds no look at all."""
    if mimetype in LINES:
        found, alone = _lines(body), False
    elif mimetype in (JSON, FHIR) or not body:
        found, alone = _whole(body, listed=mimetype != FHIR)
    else:
        raise UnsupportedMediaType
    if not found:
        raise ValidationError({"_schema": [NOTHING]})
    if len(found) > MOST_AT_ONCE:
        raise ValidationError({"_schema": [gettext(TOO_MANY, most=MOST_AT_ONCE)]})
    schema = LookSchema()
    return Sent(tuple(_item(each, schema, source) for each in found), alone)


def _whole(body: bytes, *, listed: bool) -> tuple[Sequence[Any], bool]:
    """The items of a body that is one JSON text, and whether that is one item by itself; FHIR has no lists of them."""
    if not body:
        return (), False
    sent = _parsed(body)
    if sent is _NOT_READ:
        raise BrokenJson
    if listed and isinstance(sent, list):
        return sent, False
    if not isinstance(sent, dict):
        raise ValidationError({"_schema": [NO_OBJECT]})
    if sent.get("resourceType") != _BUNDLE:
        return (sent,), True
    entries = sent.get("entry")
    if not isinstance(entries, list):
        raise ValidationError({"entry": [NOTHING]})
    return [each.get("resource") if isinstance(each, dict) else each for each in entries], False


def _lines(body: bytes) -> Sequence[Any]:
    return [_parsed(line) for line in body.splitlines() if line.strip()]


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return _NOT_READ


def _refuse_constant(constant: str) -> None:
    raise ValueError(f"{constant} is not JSON")


def _item(sent: Any, schema: LookSchema, source: str) -> Item:
    if not isinstance(sent, dict):
        return Item(errors={"": [gettext(NOT_JSON if sent is _NOT_READ else NO_OBJECT)]})
    names: Mapping[str, str] = FIELDS if "resourceType" in sent else {}
    event_id = sent.get("id" if names else "event_id")
    event_id = event_id[:64] if isinstance(event_id, str) else None
    try:
        look = schema.load(_own(sent) if names else sent)
    except BadAuditEvent as wrong:
        return Item(event_id, errors={wrong.field: [message_of(wrong)]}, names=names)
    except ValidationError as wrong:
        return Item(event_id, errors=renamed(flat_errors(wrong.messages), names), names=names)
    return Item(event_id, replace(look, source=source), names=names)


def _own(sent: Mapping[str, Any]) -> dict[str, Any]:
    if sent.get("resourceType") != _FHIR:
        raise ValidationError({"resourceType": [gettext("Only an AuditEvent can be taken here.")]})
    return own_form(sent)


def renamed(errors: Mapping[str, list[str]], names: Mapping[str, str]) -> dict[str, list[str]]:
    """The errors under the names that the fields have where they were sent."""
    found: dict[str, list[str]] = {}
    for name, words in errors.items():
        found.setdefault(names.get(name, name), []).extend(words)
    return found
