"""A policy in plain values: who may do what with what, under which conditions. Nothing of care is in it."""

import re
from dataclasses import dataclass
from enum import StrEnum

from waarborg_shared.hooks.values.text import BadValue, Text, check_code

_PATH = re.compile(
    r"(?:subject|resource)\.(?:type|id|properties(?:\.[A-Za-z0-9_-]{1,64}){1,4})"
    r"|action\.(?:name|properties(?:\.[A-Za-z0-9_-]{1,64}){1,4})"
    r"|context(?:\.[A-Za-z0-9_-]{1,64}){1,4}"
)
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{0,63}")
MOST_HOPS = 2
DEEPEST = 12


class Effect(StrEnum):
    """What a rule that fits does. A refusal wins from any permission, and what no rule permits is refused."""

    PERMIT = "permit"
    DENY = "deny"


class Target(StrEnum):
    """What somebody is related to: the resource itself, or the person whom it is about."""

    RESOURCE = "resource"
    PERSON = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """One side of a comparison: an :class:`Attribute` of the question or a :class:`Literal`."""


@dataclass(frozen=True, slots=True)
class Attribute(Operand):
    """What stands in the question, or is registered of who asks and of the resource: ``subject.properties.department``.

    What is not there is equal to nothing, not even to what else is not there.
    """

    path: str

    def __post_init__(self) -> None:
        if not isinstance(self.path, str) or not _PATH.fullmatch(self.path):
            raise BadValue(f"policy: {self.path!r} is no path to an attribute, such as subject.properties.department")


@dataclass(frozen=True, slots=True)
class Literal(Operand):
    """A value that is written in the policy itself."""

    value: object

    def __post_init__(self) -> None:
        if not isinstance(self.value, str | int | bool):
            raise BadValue(f"policy: {self.value!r} is no text, whole number or truth")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """A node of the tree of conditions."""


@dataclass(frozen=True, slots=True)
class Equal(Condition):
    """Whether two operands are the same, in kind as well as in value."""

    one: Operand
    other: Operand


@dataclass(frozen=True, slots=True)
class Among(Condition):
    """Whether an operand is one of several: of a list that is an attribute, or of ``values``."""

    one: Operand
    values: tuple[str, ...] = ()
    attribute: Attribute | None = None

    def __post_init__(self) -> None:
        if bool(self.values) == (self.attribute is not None):
            raise BadValue("policy: among: give either values or an attribute")


@dataclass(frozen=True, slots=True)
class Related(Condition):
    """Whether a registered relation leads from who asks to the resource (or the person whom it is about).

    ``through`` holds one relation, or two that are followed one after the other: ``("member", "viewer")`` is somebody
    who is a member of what is a viewer of the resource.
    """

    through: tuple[str, ...]
    to: Target = Target.RESOURCE

    def __post_init__(self) -> None:
        if not 1 <= len(self.through) <= MOST_HOPS or not all(_NAME.fullmatch(step) for step in self.through):
            raise BadValue(f"policy: related: {self.through!r} is not one relation or two")
        if self.to is Target.PERSON and len(self.through) > 1:
            raise BadValue("policy: related: to a person leads one relation")


@dataclass(frozen=True, slots=True)
class Every(Condition):
    """Whether all of them hold."""

    of: tuple[Condition, ...]

    def __post_init__(self) -> None:
        _check_depth(self)


@dataclass(frozen=True, slots=True)
class AnyOf(Condition):
    """Whether one of them holds."""

    of: tuple[Condition, ...]

    def __post_init__(self) -> None:
        _check_depth(self)


@dataclass(frozen=True, slots=True)
class Not(Condition):
    """Whether it does not hold."""

    of: Condition

    def __post_init__(self) -> None:
        _check_depth(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyRule:
    """One rule. Empty ``roles`` or ``subject_types`` are anybody's; ``when`` None is always.

    A role is what ``subject.properties.role`` says, or is registered of who asks. ``because`` is the sentence that
    people see where the rule decides, or where its condition is not met.
    """

    code: str
    actions: frozenset[str]
    resource_types: frozenset[str]
    because: Text
    source: str
    effect: Effect = Effect.PERMIT
    subject_types: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    when: Condition | None = None

    def __post_init__(self) -> None:
        check_code(self.code, of="policy rule")
        for field in ("actions", "resource_types"):
            if not getattr(self, field):
                raise BadValue(f"policy rule {self.code}.{field}: name at least one")
        for name in (*self.actions, *self.resource_types, *self.subject_types, *self.roles):
            if not isinstance(name, str) or not _NAME.fullmatch(name):
                raise BadValue(f"policy rule {self.code}: {name!r} is no name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """The rules of an organisation beside its role table; none of them lifts a condition of the law."""

    rules: tuple[PolicyRule, ...] = ()


def _check_depth(condition: Condition) -> None:
    """Refuse a tree so deep that nobody could read it, or the evaluation of it run into the sand."""
    if _depth(condition) > DEEPEST:
        raise BadValue(f"policy: conditions are nested deeper than {DEEPEST}")


def _depth(condition: Condition) -> int:
    if isinstance(condition, Every | AnyOf):
        return 1 + max((_depth(part) for part in condition.of), default=0)
    return 1 + _depth(condition.of) if isinstance(condition, Not) else 1
