"""A question as AuthZEN puts it: who wants to do what with what, and what is said beside that."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

NOTHING: Mapping[str, Any] = MappingProxyType({})


def _nothing() -> Mapping[str, Any]:
    return NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Who asks, or what it is about: a type, an id within that type, and whatever is said of it."""

    type: str
    id: str
    properties: Mapping[str, Any] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: subject, action, resource and context, as the asking system sent them."""

    subject: Thing
    action: str
    resource: Thing
    action_properties: Mapping[str, Any] = field(default_factory=_nothing)
    context: Mapping[str, Any] = field(default_factory=_nothing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is registered, as far as the question asks for it.

    ``of_subject`` and ``of_resource`` are registered properties; what the question says itself goes before them.
    ``related`` holds chains of relations from who asks to the resource, ``with_person`` single ones to the person whom
    it is about. ``references`` are all of that person's, or else of who asks, where he goes by several.
    """

    of_subject: Mapping[str, Any] = field(default_factory=_nothing)
    of_resource: Mapping[str, Any] = field(default_factory=_nothing)
    related: frozenset[tuple[str, ...]] = frozenset()
    with_person: frozenset[str] = frozenset()
    references: frozenset[str] = frozenset()

    def same(self, one: object, other: object) -> bool:
        """Whether two values are the same, as two references of one person are."""
        if one is None or type(one) is not type(other):
            return False
        return bool(one == other) or (isinstance(one, str) and {one, other} <= self.references)


NOTHING_KNOWN = Known()
_ABSENT = object()


def property_of(said: Mapping[str, Any], registered: Mapping[str, Any], name: str) -> Any:
    """Return a property: what the question says, else what is registered, else None."""
    found = said.get(name, _ABSENT)
    return registered.get(name) if found is _ABSENT else found
