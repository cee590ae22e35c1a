"""Texts of which some were erased, for programs: null in their place, and their names in one list."""

from collections.abc import Iterator, Mapping
from typing import Any

from marshmallow import fields

from waarborg_shared.uow import Erased
from waarborg_shared.web.schemas import Schema


class ErasableSchema(Schema):
    """The base of an answer that holds what people wrote: `erased` names what is gone."""

    erased = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "Which members were erased: the key that they were sealed with was destroyed, "
            "and they are null for good"
        },
    )


def with_erased(texts: Mapping[str, Any]) -> dict[str, Any]:
    """Return texts with null for each that was erased, and under `erased` their names; in a mapping `its.name`."""
    return {**_kept(texts), "erased": sorted(_gone(texts))}


def _kept(texts: Mapping[str, Any]) -> dict[str, Any]:
    kept = {}
    for name, text in texts.items():
        kept[name] = _kept(text) if isinstance(text, Mapping) else None if isinstance(text, Erased) else text
    return kept


def _gone(texts: Mapping[str, Any]) -> Iterator[str]:
    for name, text in texts.items():
        if isinstance(text, Erased):
            yield name
        elif isinstance(text, Mapping):
            yield from (f"{name}.{inner}" for inner in _gone(text))
