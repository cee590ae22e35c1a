"""JSON Schema of every contract, the committed snapshots, and what may not change in them.

`python -m waarborg_shared.events.schema` writes the snapshots anew; it refuses a change that is not additive.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from waarborg_shared.events.base import Event
from waarborg_shared.events.catalogue import CATALOGUE
from waarborg_shared.events.contract import Field, plan

SNAPSHOTS = Path(__file__).with_name("schemas")
Schema = Mapping[str, Any]


class NotAdditive(Exception):
    """A contract changed in a way that a reader of the old one would notice: make a new version beside it."""


def schema_of(contract: type[Event]) -> dict[str, Any]:
    """JSON Schema (2020-12) of a contract's data. Unknown fields are allowed, for readers ignore them."""
    described = plan(contract)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:waarborg:event:{contract.type}",
        "title": contract.__name__,
        "description": (contract.__doc__ or "").strip(),
        "type": "object",
        "properties": {field.name: _property(field) for field in described},
        "required": [field.name for field in described if field.required],
        "additionalProperties": True,
    }


def _property(field: Field) -> dict[str, Any]:
    described: dict[str, Any] = {"description": field.meaning, **field.kind.schema}
    if field.optional:
        described["type"] = [described["type"], "null"]
        if "enum" in described:
            described["enum"] = [*described["enum"], None]
    return described


def breaking_changes(old: Schema, new: Schema) -> list[str]:
    """What in `new` a reader or writer of `old` would stumble over; empty when the change is additive."""
    wrong = [] if old["$id"] == new["$id"] else ["the type changed"]
    for name, before in old["properties"].items():
        after = new["properties"].get(name)
        if after is None:
            wrong.append(f"{name} is gone")
        elif _shape(before) != _shape(after):
            wrong.append(f"{name} is of another shape")
    wrong += [f"{name} became required" for name in new["required"] if name not in old["required"]]
    wrong += [f"{name} may be missing now" for name in old["required"] if name not in new["required"]]
    return wrong


def _shape(described: Schema) -> dict[str, Any]:
    return {key: value for key, value in described.items() if key != "description"}


def snapshot_path(contract: type[Event], folder: Path = SNAPSHOTS) -> Path:
    """Where the snapshot of a contract lies."""
    return folder / f"{contract.type}.json"


def snapshot_text(schema: Schema) -> str:
    """A schema as it is committed."""
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"


def write_snapshots(contracts: Iterable[type[Event]], folder: Path = SNAPSHOTS) -> list[Path]:
    """Write the snapshots that changed; raises NotAdditive, before anything is written, if one may not change so."""
    changed: dict[Path, str] = {}
    for contract in contracts:
        path, schema = snapshot_path(contract, folder), schema_of(contract)
        text = snapshot_text(schema)
        if path.exists():
            before = path.read_text(encoding="utf-8")
            wrong = breaking_changes(json.loads(before), schema)
            if wrong:
                raise NotAdditive(f"{contract.type}: {'; '.join(wrong)}")
            if before == text:
                continue
        changed[path] = text
    for path, text in changed.items():
        path.write_text(text, encoding="utf-8")
    return sorted(changed)


if __name__ == "__main__":
    for written in write_snapshots(CATALOGUE.values()):
        sys.stdout.write(f"{written.name}\n")
