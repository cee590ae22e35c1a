"""Core statements on an organised table, begun with the organisation that they are for."""

from typing import Any

from sqlalchemy import ColumnElement, Delete, FromClause, Select, Table, Update, bindparam, delete, select, update

from waarborg_shared.db.wall import NAMES_ITS_ORGANISATION


def organised(table: FromClause, organisation: str) -> ColumnElement[bool]:
    """The condition that holds a table (or an alias of one) to an organisation, for a WHERE or an ON."""
    condition: ColumnElement[bool] = table.c.organisation == organisation
    return condition


def select_for(table: Table, organisation: str, *columns: Any) -> Select[Any]:
    """`SELECT columns FROM table` (all columns if none are named) of one organisation's rows."""
    return select(*(columns or (table,))).select_from(table).where(organised(table, organisation))


def update_for(table: Table, organisation: str) -> Update:
    """`UPDATE table` of one organisation's rows."""
    return update(table).where(organised(table, organisation))


def delete_for(table: Table, organisation: str) -> Delete:
    """`DELETE FROM table` of one organisation's rows."""
    return delete(table).where(organised(table, organisation))


def made_once(model: Any, *columns: Any) -> Select[Any]:
    """`SELECT` rows (or columns) of a mapped class, made once for all organisations and asked by `Work.found`.

    To put a query together and to look it up takes several times what sending it does. The organisation is a parameter,
    about which the second wall asks each time; the first, which would write it into the query, has nothing to add.
    """
    query = select(*(columns or (model,))).where(model.organisation == bindparam("organisation"))
    return query.execution_options(**{NAMES_ITS_ORGANISATION: True})
