"""An organisation's policy: the cells of its role table as rules, its own rules beside them, and what the law asks."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from waarborg_consent.domain.policy.asked import Asked, Known, property_of
from waarborg_consent.domain.policy.law import NOBODYS, Question
from waarborg_consent.domain.policy.matrix import Matrix, Rule, matrix_of, published_cell, role_of, rule_of
from waarborg_consent.domain.policy.reasons import NamedGround, Reason
from waarborg_shared.hooks import in_force
from waarborg_shared.hooks.values import (
    About,
    AnyOf,
    Attribute,
    Condition,
    DataCategory,
    Equal,
    Grant,
    Literal,
    Policy,
    PolicyRule,
    Purpose,
    Reach,
    Recipient,
    RecordType,
    Related,
    Right,
    Role,
    Target,
    Text,
)

CARE = "care"
"""The relation of whoever cares for a client with that client, as partners register it."""
_OWN = Equal(Attribute("subject.id"), Attribute("resource.properties.person"))
_IN_CARE = AnyOf((Equal(Attribute("context.in_care"), Literal(True)), Related((CARE,), Target.PERSON)))
_TABLE = Text("De rollentabel.", "The role table.")
_RIGHTS = tuple(right.value for right in Right)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPolicy:
    """Everything of an organisation that decides, ready to be asked; made once."""

    matrix: Matrix
    roles: Mapping[str, Role]
    record_types: Mapping[str, RecordType]
    purposes: Mapping[str, Purpose]
    categories: Mapping[str, DataCategory]
    recipients: Mapping[str, Recipient]
    addresses: tuple[str, ...]
    """The categories in which an address can be read, which somebody may keep secret (B12)."""


def policy_of(
    *,
    roles: Mapping[str, Role],
    record_types: Mapping[str, RecordType],
    grants: Mapping[tuple[str, str], Grant],
    policy: Policy,
    purposes: Mapping[str, Purpose],
    categories: Mapping[str, DataCategory],
    recipients: Iterable[Recipient] = (),
) -> OwnPolicy:
    """Make an organisation's policy of its plugin's answers."""
    cells = (
        cell_rule(role, record_type, grants.get((role.code, record_type.code)))
        for role in roles.values()
        for record_type in record_types.values()
    )
    own = (rule_of(each, refusal=Reason.CONDITION_NOT_MET.value) for each in policy.rules)
    return OwnPolicy(
        matrix=matrix_of((*cells, *own), actions=dict.fromkeys(record_types, _RIGHTS)),
        roles=roles,
        record_types=record_types,
        purposes=purposes,
        categories=categories,
        recipients={each.code: each for each in recipients},
        addresses=tuple(code for code, category in categories.items() if category.tells_address),
    )


def cell_rule(role: Role, record_type: RecordType, grant: Grant | None) -> Rule:
    """Return the rule that a cell of the role table is; an empty one too, for it may be corrected."""
    when, refusal = _reach(role, record_type)
    grant = grant or Grant(role=role.code, record_type=record_type.code, rights=frozenset())
    return rule_of(
        PolicyRule(
            code=f"cell.{role.code}.{record_type.code}",
            actions=frozenset(_RIGHTS),
            resource_types=frozenset({record_type.code}),
            roles=frozenset({role.code}),
            when=when,
            because=_TABLE,
            source=grant.source,
        ),
        refusal=refusal.value,
        cell=published_cell(grant, in_force=in_force(grant, record_type)),
    )


def _reach(role: Role, record_type: RecordType) -> tuple[Condition | None, Reason]:
    """*R for a client means his own, for a carer the clients in his care.*

    A record about a member or a supplier is nobody's care: a carer reads his own, and not that of a colleague.
    """
    if record_type.about in NOBODYS or role.reach not in (Reach.OWN, Reach.IN_CARE):
        return None, Reason.CONDITION_NOT_MET
    if role.reach is Reach.IN_CARE and record_type.about is About.CLIENT:
        return _IN_CARE, Reason.NOT_IN_CARE
    return _OWN, Reason.NOT_OWN


def question_of(asked: Asked, known: Known) -> Question:
    """Return what is asked of a person's data, of a question about a record of the role table.

    The shapes are checked where the question comes in; what is missing is empty, and refused by the condition that
    needs it.
    """
    context, said = asked.context, asked.resource.properties
    purpose, *others = _several(context.get("purpose")) or ("",)
    ground = context.get("named_ground")
    return Question(
        role=role_of(asked, known) or "",
        right=asked.action,
        record_type=asked.resource.type,
        purpose=purpose,
        subject_ref=property_of(said, known.of_resource, "person") or "",
        asker_ref=asked.subject.id,
        categories=_several(said.get("categories")),
        in_care=context.get("in_care") is True,
        named_ground=NamedGround(ground) if ground else None,
        given_for=(*others, *_several(context.get("given_for"))),
        recipient=context.get("recipient"),
    )


def _several(value: object) -> tuple[str, ...]:
    """Return one text, or a list of them, as several; the first purpose is what data are wanted for."""
    if isinstance(value, str):
        return (value,)
    return tuple(_texts(value)) if isinstance(value, list | tuple) else ()


def _texts(values: Iterable[object]) -> Iterator[str]:
    return (value for value in values if isinstance(value, str))
