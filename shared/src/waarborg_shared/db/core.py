"""Core statements on an organised table, begun with the organisation that they are for."""

from typing import Any

from sqlalchemy import ColumnElement, Delete, FromClause, Select, Table, Update, delete, select, update


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
