"""The tree of conditions of a rule, made into one function: whether it holds for a question and what is known."""

from collections.abc import Callable, Mapping
from typing import Any

from waarborg_consent.domain.policy.asked import Asked, Known, property_of
from waarborg_shared.hooks.values import (
    Among,
    AnyOf,
    Attribute,
    Condition,
    Equal,
    Every,
    Literal,
    Not,
    Operand,
    Related,
    Target,
)

Test = Callable[[Asked, Known], bool]
_Reader = Callable[[Asked, Known], Any]


class UnknownCondition(TypeError):
    """A policy holds a condition or an operand of a kind that the engine does not know."""


def made_of(condition: Condition) -> Test:
    """Return the test that a condition is. It raises nothing, whatever stands in the question.

    Raises:
        UnknownCondition: a kind that the engine does not know.
    """
    if isinstance(condition, Equal):
        return _equal(_reader(condition.one), _reader(condition.other))
    if isinstance(condition, Among):
        return _among(condition)
    if isinstance(condition, Related):
        return _related(condition)
    if isinstance(condition, Every):
        parts = tuple(made_of(part) for part in condition.of)
        return lambda asked, known: all(part(asked, known) for part in parts)
    if isinstance(condition, AnyOf):
        parts = tuple(made_of(part) for part in condition.of)
        return lambda asked, known: any(part(asked, known) for part in parts)
    if isinstance(condition, Not):
        inner = made_of(condition.of)
        return lambda asked, known: not inner(asked, known)
    raise UnknownCondition(type(condition).__name__)


def hops_of(condition: Condition | None) -> frozenset[tuple[str, ...]]:
    """Return the chains of relations that a condition asks about, so that no others are read."""
    if isinstance(condition, Related):
        return frozenset({condition.through})
    if isinstance(condition, Every | AnyOf):
        return frozenset(chain for part in condition.of for chain in hops_of(part))
    return hops_of(condition.of) if isinstance(condition, Not) else frozenset()


def _equal(one: _Reader, other: _Reader) -> Test:
    def holds(asked: Asked, known: Known) -> bool:
        return known.same(one(asked, known), other(asked, known))

    return holds


def _among(condition: Among) -> Test:
    one = _reader(condition.one)
    if condition.attribute is None:
        values = frozenset(condition.values)
        return lambda asked, known: _hashed(one(asked, known)) in values
    several = _reader(condition.attribute)

    def holds(asked: Asked, known: Known) -> bool:
        mine, theirs = one(asked, known), several(asked, known)
        return isinstance(theirs, list | tuple) and any(known.same(mine, each) for each in theirs)

    return holds


def _hashed(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _related(condition: Related) -> Test:
    if condition.to is Target.PERSON:
        (relation,) = condition.through
        return lambda _, known: relation in known.with_person
    chain = condition.through
    return lambda _, known: chain in known.related


def _reader(operand: Operand) -> _Reader:
    if isinstance(operand, Literal):
        value = operand.value
        return lambda _, __: value
    if isinstance(operand, Attribute):
        return _attribute(operand.path.split("."))
    raise UnknownCondition(type(operand).__name__)


def _attribute(steps: list[str]) -> _Reader:
    """Return what reads a path of the question. A path is checked where the policy is made."""
    whose, what, *deeper = steps
    if whose == "context":
        return lambda asked, _: _within(asked.context.get(what), deeper)
    if whose == "action":
        if what == "name":
            return lambda asked, _: asked.action
        return lambda asked, _: _within(asked.action_properties.get(deeper[0]), deeper[1:])
    if what in ("type", "id"):
        return lambda asked, _: getattr(getattr(asked, whose), what)
    name, rest = deeper[0], deeper[1:]
    if whose == "subject":
        return lambda asked, known: _within(property_of(asked.subject.properties, known.of_subject, name), rest)
    return lambda asked, known: _within(property_of(asked.resource.properties, known.of_resource, name), rest)


def _within(value: Any, steps: list[str]) -> Any:
    for step in steps:
        value = value.get(step) if isinstance(value, Mapping) else None
    return value
