"""Register who and what there is, and how they are related: many at once, and the same again changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_consent.domain.registering import Registered, Relation, check_properties, check_relation
from waarborg_consent.models import EntityRow, RelationRow
from waarborg_shared.uow import Work

_ENTITIES: Any = EntityRow.__table__
_RELATIONS: Any = RelationRow.__table__
_OF_TYPE = select(_ENTITIES.c.type, _ENTITIES.c.id, _ENTITIES.c.properties, _ENTITIES.c.gone_at).where(
    _ENTITIES.c.organisation == bindparam("organisation"),
    _ENTITIES.c.type.in_(bindparam("types", expanding=True)),
    _ENTITIES.c.id.in_(bindparam("ids", expanding=True)),
)
_OF_SUBJECTS = select(_RELATIONS).where(
    _RELATIONS.c.organisation == bindparam("organisation"),
    _RELATIONS.c.subject_type.in_(bindparam("types", expanding=True)),
    _RELATIONS.c.subject_id.in_(bindparam("ids", expanding=True)),
    _RELATIONS.c.object_id.in_(bindparam("objects", expanding=True)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many of what was sent was new, was changed, and was there already."""

    added: int
    changed: int
    unchanged: int


def register_entities(work: Work, several: Sequence[Registered]) -> Counted:
    """Register people and things; of one that is sent twice the last counts.

    Raises:
        NoCode: a property is no code.
    """
    for each in several:
        check_properties(each.properties)
    newest = {(each.type, each.id): each for each in several}
    parameters = {
        "organisation": work.organisation,
        "types": sorted({kind for kind, _ in newest}),
        "ids": sorted({name for _, name in newest}),
    }
    known = {(row.type, row.id): row for row in work.execute(_OF_TYPE, parameters)}
    writing = {
        key: each
        for key, each in newest.items()
        if key not in known
        or known[key].properties != dict(each.properties)
        or (known[key].gone_at is not None) != each.gone
    }
    rows = [
        {
            "organisation": work.organisation,
            "type": each.type,
            "id": each.id,
            "properties": dict(each.properties),
            "set_at": work.now,
            "set_by": work.actor.ref,
            "gone_at": work.now if each.gone else None,
        }
        for each in writing.values()
    ]
    _write(work, _ENTITIES, rows)
    return _counted(newest, writing, known)


def register_relations(work: Work, several: Sequence[Relation]) -> Counted:
    """Register relations; one that is sent with an end stops then, and of one that is sent twice the last counts.

    Raises:
        EndsBeforeItBegins: a relation ends before it begins.
    """
    for each in several:
        check_relation(each)
    newest = {each.key: each for each in several}
    parameters = {
        "organisation": work.organisation,
        "types": sorted({key[0] for key in newest}),
        "ids": sorted({key[1] for key in newest}),
        "objects": sorted({key[4] for key in newest}),
    }
    known = {
        (row.subject_type, row.subject_id, row.relation, row.object_type, row.object_id): row
        for row in work.execute(_OF_SUBJECTS, parameters)
    }
    writing = {key: each for key, each in newest.items() if key not in known or not _same(known[key], each)}
    rows = [
        {
            "organisation": work.organisation,
            "subject_type": each.subject_type,
            "subject_id": each.subject_id,
            "relation": each.relation,
            "object_type": each.object_type,
            "object_id": each.object_id,
            "from_at": each.from_at or (known[each.key].from_at if each.key in known else work.now),
            "until_at": each.until_at,
            "set_at": work.now,
            "set_by": work.actor.ref,
        }
        for each in writing.values()
    ]
    _write(work, _RELATIONS, rows)
    return _counted(newest, writing, known)


def _same(row: Any, relation: Relation) -> bool:
    same_beginning = relation.from_at is None or row.from_at == relation.from_at
    return bool(same_beginning and row.until_at == relation.until_at)


def _counted(newest: Mapping[Any, Any], writing: Mapping[Any, Any], known: Mapping[Any, Any]) -> Counted:
    added = sum(key not in known for key in writing)
    return Counted(added=added, changed=len(writing) - added, unchanged=len(newest) - len(writing))


def _write(work: Work, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write rows that are new or changed, also where another writes the same ones at the same moment."""
    if not rows:
        return
    kinds: Mapping[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
    statement = kinds[work.connection.dialect.name](table)
    changing = _changing(table, statement.excluded)
    work.append_by(statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=changing), rows)


def _changing(table: Table, excluded: Any) -> dict[str, Any]:
    keys = {column.name for column in table.primary_key}
    return {name: excluded[name] for name in _names(table.columns) if name not in keys}


def _names(columns: Iterable[Any]) -> list[str]:
    return [column.name for column in columns]
