"""The rules of an organisation by what they are about: the cells of its role table, and its own rules beside them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from waarborg_consent.domain.policy.asked import Asked, Known, property_of
from waarborg_consent.domain.policy.conditions import Test, hops_of, made_of
from waarborg_shared.hooks.values import Effect, Grant, PolicyRule


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a role may do with a kind of record, as it stands: published and read, or confirmed or corrected since.

    ``number`` is the version of a cell that somebody decided on, and 0 where nobody did.
    """

    role: str
    record_type: str
    rights: frozenset[str]
    in_force: bool
    number: int = 0
    confidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule, ready to be evaluated. ``cell`` is set where it stands for a cell of the role table."""

    written: PolicyRule
    holds: Test | None
    refusal: str
    cell: Cell | None = None

    def fits(self, asked: Asked, role: str | None) -> bool:
        """Whether it is about who asks."""
        of = self.written
        return (not of.roles or role in of.roles) and (not of.subject_types or asked.subject.type in of.subject_types)


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """All rules, by resource type and action; ``actions`` are those that there are, by resource type."""

    rules: Mapping[tuple[str, str], tuple[Rule, ...]]
    cells: Mapping[tuple[str, str], Rule]
    actions: Mapping[str, tuple[str, ...]]
    chains: frozenset[tuple[str, ...]] = field(default_factory=frozenset)


def matrix_of(rules: Iterable[Rule], *, actions: Mapping[str, Iterable[str]]) -> Matrix:
    """Return rules by what they are about; ``actions`` are those of record types, which no rule needs to name."""
    found: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    cells: dict[tuple[str, str], Rule] = {}
    named: dict[str, set[str]] = {resource_type: set(several) for resource_type, several in actions.items()}
    chains: set[tuple[str, ...]] = set()
    for rule in rules:
        chains |= hops_of(rule.written.when)
        for resource_type in rule.written.resource_types:
            if rule.cell is not None:
                cells[rule.cell.role, resource_type] = rule
                continue
            for action in rule.written.actions:
                found[resource_type, action].append(rule)
                named.setdefault(resource_type, set()).add(action)
    return Matrix(
        rules={key: tuple(several) for key, several in found.items()},
        cells=cells,
        actions={resource_type: tuple(sorted(several)) for resource_type, several in named.items()},
        chains=frozenset(chains),
    )


def rule_of(written: PolicyRule, *, refusal: str, cell: Cell | None = None) -> Rule:
    """Return a rule that is ready to be evaluated."""
    return Rule(
        written=written,
        holds=made_of(written.when) if written.when is not None else None,
        refusal=refusal,
        cell=cell,
    )


def role_of(asked: Asked, known: Known) -> str | None:
    """Return in which role somebody asks."""
    role = property_of(asked.subject.properties, known.of_subject, "role")
    return role if isinstance(role, str) else None


def published_cell(grant: Grant, *, in_force: bool) -> Cell:
    """Return a cell as it was published and read."""
    return Cell(
        role=grant.role,
        record_type=grant.record_type,
        rights=frozenset(right.value for right in grant.rights),
        in_force=in_force,
        confidence=grant.confidence.value,
    )


def permits(rule: Rule) -> bool:
    """Whether a rule gives anything, rather than takes it away."""
    return rule.written.effect is Effect.PERMIT
