"""Puts events in the outbox, so that they are committed with the facts that they tell."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Insert, Select, Table, bindparam, insert, literal_column, select

from waarborg_shared.db.many import insert_rows
from waarborg_shared.db.texts import NEXT_POSITION
from waarborg_shared.events import Envelope, encode, routing_key

_NEXT_POSITION: ColumnElement[int] = literal_column(NEXT_POSITION)


def outbox_row(envelope: Envelope) -> Mapping[str, Any]:
    """The outbox row of one event, without its position. Raises NotACode, ValueError or TypeError (see `encode`)."""
    return {
        "organisation": envelope.organisation,
        "id": envelope.id,
        "case_ref": envelope.subject,
        "sequence": envelope.sequence,
        "type": envelope.type,
        "routing_key": routing_key(envelope.type, envelope.organisation),
        "body": encode(envelope),
        "created_at": envelope.time,
        "state": "pending",
    }


def insert_outbox(connection: Connection, outbox: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows in their order, in one statement; each gets a position after all that are committed.

    PostgreSQL numbers them by the table's identity; SQLite, which writes one transaction at a time, by its highest.
    """
    if rows and connection.dialect.name == "sqlite":
        _insert_numbered(connection, outbox, rows)
    elif rows:
        insert_rows(connection, outbox, rows)


def _insert_numbered(connection: Connection, outbox: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """The highest position is looked for once, for the first row: SQLite goes through the whole table for it."""
    first, *others = rows
    connection.execute(_insert(outbox), first)
    if others:
        names = {"organisation": first["organisation"], "id": first["id"]}
        position: int = connection.execute(_position_of(outbox), names).scalar_one()
        numbered = [{**row, "position": position + further} for further, row in enumerate(others, 1)]
        insert_rows(connection, outbox, numbered)


@lru_cache(maxsize=64)
def _position_of(outbox: Table) -> Select[Any]:
    columns = outbox.c
    return select(columns.position).where(
        columns.organisation == bindparam("organisation"), columns.id == bindparam("id")
    )


@lru_cache(maxsize=64)
def _insert(outbox: Table) -> Insert:
    return insert(outbox).values(position=_NEXT_POSITION)
