"""Many rows by one statement: to PostgreSQL they go as a list for each column, and are found each by its own key.

A statement sent once for every row costs several times what the row does. And of a table that was just filled the
planner knows nothing: asked for five hundred ids of an organisation it goes through all that this organisation has.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    Connection,
    Insert,
    Select,
    String,
    Table,
    Update,
    bindparam,
    column,
    func,
    insert,
    select,
    true,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import TypeEngine

from waarborg_shared.db.ready import ReadyStatement, Sending
from waarborg_shared.db.wall import ORGANISATION, WrongOrganisation

_ORGANISATION = "organisation"
_OF = "of_organisation"
_OTHERS = "each_"


def insert_rows(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, unless_there: bool = False
) -> int:
    """Insert rows of one organisation that have the same columns, in their order; returns how many were inserted where
    those that are there already are left as they are (``unless_there``)."""
    if not rows:
        return 0
    dialect, names = connection.dialect.name, tuple(rows[0])
    ready = ORGANISATION in connection.get_execution_options()  # the key store has no wall that could be asked
    if not _whole(table, names) or (len(rows) > 1 and dialect != "postgresql"):
        given: Any = rows[0] if len(rows) == 1 else list(rows)
        return connection.execute(_insert(table, dialect, unless_there), given).rowcount
    if len(rows) == 1:
        if ready:
            return _insert_one(table, names, dialect, unless_there).send(connection, rows[0])
        return connection.execute(_insert(table, dialect, unless_there), rows[0]).rowcount
    if ready:
        return _insert_lists_ready(table, names, unless_there).send(connection, as_lists(rows))
    return connection.execute(_insert_lists(table, names, unless_there), as_lists(rows)).rowcount


def to_insert(table: Table, rows: Sequence[Mapping[str, Any]], dialect: str) -> Sending:
    """The same, still to be sent, for rows that say all there is to say. Many rows need PostgreSQL."""
    names = tuple(rows[0])
    if len(rows) == 1:
        return Sending(_insert_one(table, names, dialect, False), rows[0])
    return Sending(_insert_lists_ready(table, names, False), as_lists(rows))


def to_update(table: Table, row: Mapping[str, Any], *, found_by: tuple[str, ...]) -> Sending:
    """As `update_rows` for one row, still to be sent."""
    names = tuple(name for name in row if name != _ORGANISATION)
    return Sending(_update_one(table, names, found_by), _renamed(row))


def update_rows(
    connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, found_by: tuple[str, ...]
) -> int:
    """Give rows of one organisation new values, where the columns of ``found_by`` are what is given; returns how many.

    A new value of such a column itself is named ``new_…``.
    """
    if not rows:
        return 0
    names = tuple(name for name in rows[0] if name != _ORGANISATION)
    if len(rows) == 1:
        return to_update(table, rows[0], found_by=found_by).send(connection)
    if connection.dialect.name != "postgresql":
        return connection.execute(_update_each(table, names, found_by), [_renamed(row) for row in rows]).rowcount
    return connection.execute(_update_lists(table, names, found_by), as_lists(rows)).rowcount


def of_each(query: Select[Any], key: Any, names: str, dialect: str) -> Select[Any]:
    """Return ``query`` for the rows whose ``key`` is one of the parameter ``names``, a list.

    On PostgreSQL each is looked for by itself and in the order of the list, which is also the order of locks.
    """
    if dialect != "postgresql":
        return query.where(key.in_(bindparam(names, expanding=True))).order_by(key)
    wanted = func.unnest(bindparam(names, type_=_list_of(key.type))).table_valued("wanted").render_derived()
    # an OFFSET keeps the planner from making one join of both
    found = query.where(key == wanted.c.wanted).offset(0).lateral("found")
    return select(found).select_from(wanted.join(found, true()))


def send_lists_as_they_are(connection: Any, _record: object) -> None:
    """Have a new connection send lists in PostgreSQL's own form: as text, each item is looked through for quotes."""
    from psycopg.types.array import ListBinaryDumper  # noqa: PLC0415 - 10 MB that a process on SQLite never needs

    connection.adapters.register_dumper(list, ListBinaryDumper)


def as_lists(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return rows as a list for each column. Raises WrongOrganisation where they are not of one organisation."""
    organisations = {row[_ORGANISATION] for row in rows}
    if len(organisations) > 1:
        raise WrongOrganisation("rows of several organisations at once")
    lists = {_OTHERS + name: [row[name] for row in rows] for name in rows[0] if name != _ORGANISATION}
    return {_OF: organisations.pop(), **lists}


@lru_cache(maxsize=256)
def _whole(table: Any, names: tuple[str, ...]) -> bool:
    """Whether there is nothing that SQLAlchemy would fill in for each row."""
    return _ORGANISATION in names and all(each.default is None or each.key in names for each in table.columns)


def _renamed(row: Mapping[str, Any]) -> dict[str, Any]:
    return {_OF: row[_ORGANISATION], **{_OTHERS + name: row[name] for name in row if name != _ORGANISATION}}


@lru_cache(maxsize=256)
def _insert(table: Any, dialect: str, unless_there: bool) -> Insert:
    """Made once, so that what SQLAlchemy keeps of a statement is found without work."""
    return _unless_there(table, dialect) if unless_there else insert(table)


@lru_cache(maxsize=512)
def _insert_one(table: Any, names: tuple[str, ...], dialect: str, unless_there: bool) -> ReadyStatement:
    statement = _insert(table, dialect, unless_there).execution_options(preserve_rowcount=True)
    return ReadyStatement(statement, names)


def _unless_there(table: Any, dialect: str) -> Any:
    """SQLAlchemy keeps no count for an INSERT unless asked: psycopg's would read -1 here."""
    kind: Any = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return kind(table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


@lru_cache(maxsize=256)
def _insert_lists(table: Any, names: tuple[str, ...], unless_there: bool) -> Insert:
    statement: Insert = _insert(table, "postgresql", unless_there)
    others = [name for name in names if name != _ORGANISATION]
    given = _unnested(table, others)
    return statement.from_select([_ORGANISATION, *others], select(bindparam(_OF, type_=String()), *given.c))


@lru_cache(maxsize=256)
def _insert_lists_ready(table: Any, names: tuple[str, ...], unless_there: bool) -> ReadyStatement:
    return ReadyStatement(_insert_lists(table, names, unless_there))


@lru_cache(maxsize=256)
def _update_one(table: Any, names: tuple[str, ...], found_by: tuple[str, ...]) -> ReadyStatement:
    return ReadyStatement(_update_each(table, names, found_by))


@lru_cache(maxsize=256)
def _update_each(table: Any, names: tuple[str, ...], found_by: tuple[str, ...]) -> Update:
    return _update(table, names, found_by, {name: bindparam(_OTHERS + name) for name in names})


@lru_cache(maxsize=256)
def _update_lists(table: Any, names: tuple[str, ...], found_by: tuple[str, ...]) -> Update:
    given = _unnested(table, names)
    return _update(table, names, found_by, {name: given.c[name] for name in names})


def _update(table: Any, names: tuple[str, ...], found_by: tuple[str, ...], given: Mapping[str, Any]) -> Update:
    held = (table.c[_ORGANISATION] == bindparam(_OF), *(table.c[name] == given[name] for name in found_by))
    fresh = {name.removeprefix("new_"): given[name] for name in names if name not in found_by}
    return update(table).where(*held).values(fresh)


def _unnested(table: Any, names: Sequence[str]) -> Any:
    """The lists as rows again, with a column for each."""
    types = {name: table.c[name.removeprefix("new_")].type for name in names}
    lists = [bindparam(_OTHERS + name, type_=_list_of(kind)) for name, kind in types.items()]
    columns = [column(name, kind) for name, kind in types.items()]
    return func.unnest(*lists).table_valued(*columns).render_derived()


def _list_of(kind: TypeEngine[Any]) -> ARRAY[Any]:
    """A text without its length: PostgreSQL would cut off what is too long for that, and not refuse it.

    With one dimension: a list that is itself the value of a JSON column would be taken for a second one.
    """
    return ARRAY(String() if isinstance(kind, String) else kind, dimensions=1)
