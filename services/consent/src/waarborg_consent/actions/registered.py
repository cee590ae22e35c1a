"""Reads what partners registered of who asks and what they ask for: properties, and relations from one to the other."""

import json
from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sqlalchemy import String, bindparam, cast, literal, null, or_, select, union_all

from waarborg_consent.domain import NO_FACTS, Asked, Facts, Known, OwnPolicy, Thing
from waarborg_consent.models import EntityRow, PersonAlias, RelationRow
from waarborg_consent.references import references_of
from waarborg_shared.db import UtcDateTime
from waarborg_shared.uow import Work

_ENTITY, _ONE = EntityRow.__table__.c, RelationRow.__table__.c
_TWO = RelationRow.__table__.alias("second").c
_ALIAS = PersonAlias.__table__.c
_ORGANISATION: Any = bindparam("organisation")
_NOW = bindparam("now", type_=UtcDateTime())
_TEXT: Any = cast(null(), String)
_ENTITIES, _OTHER, _DIRECT, _CHAINED = "entity", "other", "direct", "chained"
Key = tuple[str, str]
_NO_REFERENCES: Mapping[str, Sequence[str]] = MappingProxyType({})


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
_OTHERS = select(literal(_OTHER), _TEXT, _ALIAS.ref, _TEXT, _TEXT, _TEXT, _ALIAS.other_ref).where(
    _ALIAS.organisation == _ORGANISATION, _in(_ALIAS.ref, "ids")
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
_WITHOUT_CHAINS = union_all(_PROPERTIES, _OTHERS, _RELATIONS)
_WITH_CHAINS = union_all(_PROPERTIES, _OTHERS, _RELATIONS, _CHAINS)


def known_of(work: Work, several: Sequence[Asked], *, policy: OwnPolicy) -> list[Known]:
    """Read what is registered for several questions, in one statement; none where every question says all itself.

    What is registered under other references of a person is his too: that is rare, and read after it.
    """
    needing = [asked for asked in several if needs_registered(asked, policy)]
    if not needing:
        return [NO_FACTS.known] * len(several)
    read = _Registered(work.execute(_statement(policy), _parameters(work, needing, policy)))
    if read.others:
        references = {ref: references_of(work, ref)[0] for ref in sorted(read.others)}
        again = [each for asked in needing for each in _under_each(asked, references)]
        read = _Registered(work.execute(_statement(policy), _parameters(work, again, policy)), references)
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
    person = facts.known
    return replace(
        facts, known=replace(known, with_person=person.with_person, references=person.references or known.references)
    )


def _statement(policy: OwnPolicy) -> Any:
    return _WITH_CHAINS if any(len(chain) > 1 for chain in policy.matrix.chains) else _WITHOUT_CHAINS


def _under_each(asked: Asked, references: Mapping[str, Sequence[str]]) -> Iterator[Asked]:
    """Return a question under every reference of who asks and, where it is about a person, of that person."""
    for subject in references.get(asked.subject.id, (asked.subject.id,)):
        for resource in references.get(asked.resource.id, (asked.resource.id,)):
            yield replace(
                asked, subject=replace(asked.subject, id=subject), resource=replace(asked.resource, id=resource)
            )


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

    def __init__(self, rows: Iterable[Any], references: Mapping[str, Sequence[str]] = _NO_REFERENCES) -> None:
        self.others: set[str] = set()
        self._references = references
        self._properties: dict[Key, Mapping[str, Any]] = {}
        self._chains: dict[tuple[Key, Key], set[tuple[str, ...]]] = {}
        for what, subject_type, subject_id, relation, then, object_type, object_id in rows:
            if what == _ENTITIES:
                self._properties[subject_type, subject_id] = json.loads(relation)
            elif what == _OTHER:
                self.others.add(subject_id)
            else:
                ends = (subject_type, subject_id), (object_type, object_id)
                chain = (relation,) if then is None else (relation, then)
                self._chains.setdefault(ends, set()).add(chain)

    def known(self, asked: Asked) -> Known:
        subjects, resources = self._keys(asked.subject), self._keys(asked.resource)
        return Known(
            of_subject=self._properties_of(subjects),
            of_resource=self._properties_of(resources),
            related=frozenset(
                chain for one in subjects for other in resources for chain in self._chains.get((one, other), ())
            ),
            references=frozenset(self._references.get(asked.subject.id, ())),
        )

    def _keys(self, thing: Thing) -> list[Key]:
        """Return under what it is registered: as it is asked about first, and a person under his other references."""
        others = (ref for ref in self._references.get(thing.id, ()) if ref != thing.id)
        return [(thing.type, ref) for ref in (thing.id, *others)]

    def _properties_of(self, keys: Sequence[Key]) -> Mapping[str, Any]:
        return ChainMap(*(dict(self._properties[key]) for key in keys if key in self._properties))
