"""Reads what partners registered of who asks and what they ask for: properties, and relations from one to the other."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import String, bindparam, cast, literal, null, or_, select, union_all

from waarborg_consent.domain import NO_FACTS, Asked, Facts, Known, OwnPolicy
from waarborg_consent.models import EntityRow, RelationRow
from waarborg_shared.db import UtcDateTime
from waarborg_shared.uow import Work

_ENTITY, _ONE = EntityRow.__table__.c, RelationRow.__table__.c
_TWO = RelationRow.__table__.alias("second").c
_ORGANISATION: Any = bindparam("organisation")
_NOW = bindparam("now", type_=UtcDateTime())
_TEXT: Any = cast(null(), String)
_ENTITIES, _DIRECT, _CHAINED = "entity", "direct", "chained"
Key = tuple[str, str]


def _in(column: Any, name: str) -> Any:
    return column.in_(bindparam(name, expanding=True))


def _stands(relation: Any) -> tuple[Any, ...]:
    return relation.from_at <= _NOW, or_(relation.until_at.is_(None), relation.until_at > _NOW)


_PROPERTIES = select(
    literal(_ENTITIES).label("what"),
    _ENTITY.type.label("subject_type"),
    _ENTITY.id.label("subject_id"),
    cast(_ENTITY.properties, String).label("relation"),
    _TEXT.label("then"),
    _TEXT.label("object_type"),
    _TEXT.label("object_id"),
).where(
    _ENTITY.organisation == _ORGANISATION,
    _in(_ENTITY.type, "types"),
    _in(_ENTITY.id, "ids"),
    _ENTITY.gone_at.is_(None),
)
_RELATIONS = select(
    literal(_DIRECT),
    _ONE.subject_type,
    _ONE.subject_id,
    _ONE.relation,
    _TEXT,
    _ONE.object_type,
    _ONE.object_id,
).where(
    _ONE.organisation == _ORGANISATION,
    _in(_ONE.subject_type, "subject_types"),
    _in(_ONE.subject_id, "subject_ids"),
    _in(_ONE.relation, "relations"),
    _in(_ONE.object_type, "object_types"),
    _in(_ONE.object_id, "object_ids"),
    *_stands(_ONE),
)
_CHAINS = select(
    literal(_CHAINED),
    _ONE.subject_type,
    _ONE.subject_id,
    _ONE.relation,
    _TWO.relation,
    _TWO.object_type,
    _TWO.object_id,
).where(
    _ONE.organisation == _ORGANISATION,
    _TWO.organisation == _ORGANISATION,
    _in(_ONE.subject_type, "subject_types"),
    _in(_ONE.subject_id, "subject_ids"),
    _in(_ONE.relation, "relations"),
    _TWO.subject_type == _ONE.object_type,
    _TWO.subject_id == _ONE.object_id,
    _in(_TWO.relation, "relations"),
    _in(_TWO.object_type, "object_types"),
    _in(_TWO.object_id, "object_ids"),
    *_stands(_ONE),
    *_stands(_TWO),
)
_WITHOUT_CHAINS = union_all(_PROPERTIES, _RELATIONS)
_WITH_CHAINS = union_all(_PROPERTIES, _RELATIONS, _CHAINS)


def known_of(work: Work, several: Sequence[Asked], *, policy: OwnPolicy) -> list[Known]:
    """Read what is registered for several questions, in one statement; none where every question says all itself."""
    needing = [asked for asked in several if needs_registered(asked, policy)]
    if not needing:
        return [NO_FACTS.known] * len(several)
    read = _Registered(work.execute(_statement(policy), _parameters(work, needing, policy)))
    return [read.known(asked) if needs_registered(asked, policy) else NO_FACTS.known for asked in several]


def needs_registered(asked: Asked, policy: OwnPolicy) -> bool:
    """A question on a record of the role table that says in which role and about whom is complete as it is."""
    if asked.resource.type not in policy.record_types:
        return asked.resource.type in policy.matrix.actions
    said = "role" in asked.subject.properties and "person" in asked.resource.properties
    rules = policy.matrix.rules.get((asked.resource.type, asked.action), ())
    return not said or any(rule.holds is not None for rule in rules)


def complete(facts: Facts, known: Known) -> Facts:
    """Add what is registered of who asks and of the record to what is known about the person."""
    return replace(facts, known=replace(known, with_person=facts.known.with_person))


def _statement(policy: OwnPolicy) -> Any:
    return _WITH_CHAINS if any(len(chain) > 1 for chain in policy.matrix.chains) else _WITHOUT_CHAINS


def _parameters(work: Work, several: Iterable[Asked], policy: OwnPolicy) -> Mapping[str, Any]:
    subjects = {(asked.subject.type, asked.subject.id) for asked in several}
    objects = {(asked.resource.type, asked.resource.id) for asked in several}
    both = subjects | objects
    return {
        "organisation": work.organisation,
        "now": work.now,
        "types": sorted({kind for kind, _ in both}),
        "ids": sorted({name for _, name in both}),
        "subject_types": sorted({kind for kind, _ in subjects}),
        "subject_ids": sorted({name for _, name in subjects}),
        "object_types": sorted({kind for kind, _ in objects}),
        "object_ids": sorted({name for _, name in objects}),
        "relations": sorted({step for chain in policy.matrix.chains for step in chain}),
    }


class _Registered:
    """What one statement gave: properties by type and id, and chains of relations by both ends."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._properties: dict[Key, Mapping[str, Any]] = {}
        self._chains: dict[tuple[Key, Key], set[tuple[str, ...]]] = {}
        for what, subject_type, subject_id, relation, then, object_type, object_id in rows:
            if what == _ENTITIES:
                self._properties[subject_type, subject_id] = json.loads(relation)
            else:
                ends = (subject_type, subject_id), (object_type, object_id)
                chain = (relation,) if then is None else (relation, then)
                self._chains.setdefault(ends, set()).add(chain)

    def known(self, asked: Asked) -> Known:
        subject, resource = (asked.subject.type, asked.subject.id), (asked.resource.type, asked.resource.id)
        return Known(
            of_subject=self._properties.get(subject, {}),
            of_resource=self._properties.get(resource, {}),
            related=frozenset(self._chains.get((subject, resource), ())),
        )
