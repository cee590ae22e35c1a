"""A case's head (where its log and its events stand): moved by one UPDATE, and read alone where a case is no more than
that."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Protocol, TypeAlias

from sqlalchemy import Connection, Label, Select, Table, bindparam, inspect, select
from sqlalchemy.orm.exc import StaleDataError

from waarborg_shared.db import CaseMixin
from waarborg_shared.db.many import of_each, to_insert, to_update, update_rows
from waarborg_shared.db.ready import ReadyStatement, Sending

HEAD = ("timeline_number", "timeline_link", "event_sequence")
_HEAD = frozenset(HEAD)
_FOUND_BY = ("id", "version")
Beside: TypeAlias = tuple[Label[Any], ...]
"""What else the statement that reads a file tells: columns by their names, about ``:organisation`` and ``:id``."""


class Headed(Protocol):
    """What events and a timeline are told of: a case of the session, or a file."""

    organisation: str
    id: str
    version: int
    timeline_number: int
    timeline_link: bytes
    event_sequence: int


@dataclass(kw_only=True)
class CaseFile:
    """A case of which only the head is read and moved, past the session; made by `Work.file`, which locked its row.

    ``new`` says that its row was not there before this unit of work. ``beside`` is what was asked beside it, by name.
    """

    table: Table
    organisation: str
    id: str
    version: int
    timeline_number: int
    timeline_link: bytes
    event_sequence: int
    new: bool = False
    beside: Mapping[str, Any] = field(default_factory=dict)


def find_file(
    connection: Connection, table: Table, *, organisation: str, case_id: str, lock: bool, beside: Beside = ()
) -> CaseFile | None:
    """Read the head of a case, and lock its row for others that write unless told not to."""
    rows = _head_of(table, lock, beside).fetch(connection, {"organisation": organisation, "id": case_id})
    if not rows:
        return None
    version, number, link, sequence, *others = rows[0]
    return CaseFile(
        table=table,
        organisation=organisation,
        id=case_id,
        version=version,
        timeline_number=number,
        timeline_link=link,
        event_sequence=sequence,
        beside=dict(zip((each.name for each in beside), others, strict=True)),
    )


def find_files(
    connection: Connection, table: Table, *, organisation: str, case_ids: Collection[str], lock: bool
) -> dict[str, CaseFile]:
    """Read the heads of many cases in one statement, in the order of their ids, so that two who lock the same never
    wait for each other in a ring."""
    query = _heads_of(table, lock, connection.dialect.name)
    rows = connection.execute(query, {"organisation": organisation, "ids": sorted(case_ids)})
    return {row.id: CaseFile(table=table, organisation=organisation, **row._mapping) for row in rows}


def move_files(connection: Connection, files: Sequence[CaseFile]) -> None:
    """Write the heads of files of one table. Raises StaleDataError when one was written meanwhile."""
    if not files:
        return
    table = files[0].table
    if update_rows(connection, table, [_moved(file) for file in files], found_by=_FOUND_BY) != len(files):
        raise StaleDataError(f"a row of {table.name} was written by another meanwhile")


def move_of(case: CaseMixin | CaseFile) -> Sending | None:
    """The UPDATE of a head, still to be sent, and right before the commit; None where more of the case changed or it is
    new: flush does that, at as much again as everything else costs in a transaction that only appends. None too where
    a flush wrote the head as it is already.

    It touches no row where the case was written meanwhile.
    """
    if not isinstance(case, CaseFile):
        state: Any = inspect(case)
        unmodified = state.unmodified
        if not state.persistent or not _others(state.mapper) <= unmodified or unmodified >= _HEAD:
            return None
        return to_update(state.mapper.local_table, _moved(case), found_by=_FOUND_BY)
    return to_update(case.table, _moved(case), found_by=_FOUND_BY)


def to_insert_new(cases: Sequence[CaseMixin], dialect: str) -> list[Sending] | None:
    """The INSERTs of new cases with their heads, still to be sent, and right before the commit; None where the flush
    has to do that.

    The flush would do the same and cost several times as much, and a case that was flushed before its log and its
    events were told needs an UPDATE too.
    """
    rows = [(inspect(case).mapper.local_table, _row_of(case)) for case in cases]
    return [to_insert(table, [row], dialect) for table, row in rows if row] if all(row for _, row in rows) else None


def _row_of(case: CaseMixin) -> dict[str, Any] | None:
    """The columns of a new case that say something; None where SQLAlchemy has to fill one in, or to follow what it is
    related to."""
    state: Any = inspect(case)
    given, row = state.dict, {}
    if state.mapper.relationships:
        return None
    for name, column, default in _columns(state.mapper):
        value = given.get(name)
        if value is None and default is not None:
            if not default.is_scalar:
                return None
            value = default.arg
        if value is not None:
            row[column] = value
    return row | {"version": 1}


@lru_cache(maxsize=256)
def _columns(mapper: Any) -> tuple[tuple[str, str, Any], ...]:
    """Of each attribute of a case that is a column: its name, the column's, and the column's default."""
    found = [(attribute.key, attribute.columns[0]) for attribute in mapper.column_attrs]
    return tuple((name, column.key, column.default) for name, column in found)


def _moved(case: Headed) -> dict[str, Any]:
    which = {"organisation": case.organisation, "id": case.id, "version": case.version}
    return {**which, "new_version": case.version + 1, **{name: getattr(case, name) for name in HEAD}}


@lru_cache(maxsize=256)
def _others(mapper: Any) -> frozenset[str]:
    """The mapped attributes of a case that are not its head."""
    return frozenset(mapper.attrs.keys()) - frozenset(HEAD)


@lru_cache(maxsize=256)
def _head_of(table: Any, lock: bool, beside: Beside) -> ReadyStatement:
    columns = table.c
    query = select(columns.version, *(columns[name] for name in HEAD), *beside).where(
        columns.organisation == bindparam("organisation"), columns.id == bindparam("id")
    )
    return ReadyStatement(query.with_for_update() if lock else query)


@lru_cache(maxsize=256)
def _heads_of(table: Any, lock: bool, dialect: str) -> Select[Any]:
    columns = table.c
    query = select(columns.id, columns.version, *(columns[name] for name in HEAD)).where(
        columns.organisation == bindparam("organisation")
    )
    return of_each(query.with_for_update() if lock else query, columns.id, "ids", dialect)
