"""Describes the services' asynchronous faces, what each tells and hears, as one AsyncAPI 3 document.

`python -m waarborg_shared.events.asyncapi docs/asyncapi.json` writes it for the services that are installed.
"""

import json
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from waarborg_shared.events.base import Event, routing_key, service_of
from waarborg_shared.events.codec import CONTENT_TYPE
from waarborg_shared.events.schema import schema_of

SERVICES = "waarborg.services"
EXCHANGE = "waarborg.events"


@dataclass(frozen=True)
class Face:
    """What a service tells and what it hears."""

    publishes: Collection[type[Event]] = ()
    handles: Collection[type[Event]] = ()


def faces_of_installed() -> dict[str, Face]:
    """The faces of the services that are installed, found by entry point."""
    services = [entry.load() for entry in entry_points(group=SERVICES)]
    return {service.name: Face(tuple(service.publishes), tuple(service.handles)) for service in services}


def publisher_faults(faces: Mapping[str, Face]) -> list[str]:
    """What breaks the rule that a service tells its own facts and that what is heard is told by exactly one."""
    wrong = []
    for name, face in faces.items():
        wrong += [f"{name} tells {each.type}" for each in face.publishes if service_of(each.type) != name]
        for heard in face.handles:
            tellers = sum(heard in other.publishes for other in faces.values())
            if tellers != 1:
                wrong.append(f"{name} hears {heard.type}, which {tellers} services tell")
    return sorted(wrong)


def asyncapi(faces: Mapping[str, Face], *, version: str = "1.0.0") -> dict[str, Any]:
    """The document; the same faces give the same text, whatever their order."""
    contracts = sorted({each for face in faces.values() for each in (*face.publishes, *face.handles)}, key=_type)
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Waarborg events",
            "version": version,
            "description": "Facts between the services: references and codes, never personal data.",
        },
        "defaultContentType": CONTENT_TYPE,
        "channels": {each.type: _channel(each) for each in contracts},
        "operations": _operations(faces),
        "components": {
            "messages": {each.__name__: _message(each) for each in contracts},
            "schemas": {"CloudEvent": _envelope_schema()},
        },
    }


def _type(contract: type[Event]) -> str:
    return contract.type


def _channel(contract: type[Event]) -> dict[str, Any]:
    return {
        "address": routing_key(contract.type, "{organisation}"),
        "parameters": {"organisation": {"description": "the organisation that it is a fact of"}},
        "messages": {contract.__name__: {"$ref": f"#/components/messages/{contract.__name__}"}},
        "bindings": {
            "amqp": {"is": "routingKey", "exchange": {"name": EXCHANGE, "type": "topic", "durable": True}},
        },
    }


def _operations(faces: Mapping[str, Face]) -> dict[str, Any]:
    operations = {}
    for name, face in sorted(faces.items()):
        for action, contracts in (("send", face.publishes), ("receive", face.handles)):
            for each in sorted(contracts, key=_type):
                operations[f"{name}.{action}.{each.__name__}"] = {
                    "action": action,
                    "channel": {"$ref": f"#/channels/{each.type}"},
                    "messages": [{"$ref": f"#/channels/{each.type}/messages/{each.__name__}"}],
                }
    return operations


def _message(contract: type[Event]) -> dict[str, Any]:
    described = schema_of(contract)
    return {
        "name": contract.type,
        "title": contract.__name__,
        "summary": described["description"],
        "contentType": CONTENT_TYPE,
        "payload": {
            "allOf": [
                {"$ref": "#/components/schemas/CloudEvent"},
                {"type": "object", "properties": {"type": {"const": contract.type}, "data": described}},
            ]
        },
    }


def _envelope_schema() -> dict[str, Any]:
    text = {"type": "string"}
    properties = {
        "specversion": {"const": "1.0"},
        "id": {**text, "format": "uuid", "description": "a UUID of version 7"},
        "source": {**text, "description": "the service that tells it"},
        "type": text,
        "subject": {**text, "description": "the reference of the case"},
        "time": {**text, "format": "date-time"},
        "datacontenttype": {"const": "application/json"},
        "organisation": text,
        "sequence": {**text, "pattern": "^[0-9]+$", "description": "counts the events of the case from 1"},
        "traceparent": {**text, "description": "W3C Trace Context; may be missing"},
        "data": {"type": "object"},
    }
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name != "traceparent"],
        "additionalProperties": True,
    }


def document_text(document: Mapping[str, Any]) -> str:
    """A document as it is committed."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(document_text(asyncapi(faces_of_installed())), encoding="utf-8")
