"""Statements that make a row only once, whichever process comes first."""

from sqlalchemy import Engine, Table
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_shared.keystore.tables import holder_key
from waarborg_shared.keystore.tombstones import Tombstone

AnyInsert = postgresql.Insert | sqlite.Insert


def insert_new(engine: Engine, table: Table) -> AnyInsert:
    """An INSERT that does nothing where the row is there already."""
    return _insert(engine, table).on_conflict_do_nothing().execution_options(preserve_rowcount=True)


def bury(engine: Engine, tombstone: Tombstone) -> AnyInsert:
    """Turn a holder's row into a tombstone, or make one where there is no row; an older tombstone stays as it is.

    A row keeps the key id that it has, so that what was sealed with it is still known for destroyed.
    """
    gone = {"wrapped": None, "organisation_version": None}
    left = {"destroyed_at": tombstone.destroyed_at, "reason": tombstone.reason}
    names = {"organisation": tombstone.organisation, "holder": tombstone.holder, "retention": tombstone.retention}
    statement = _insert(engine, holder_key).values(**names, **gone, **left, key_id=tombstone.key_id)
    return statement.on_conflict_do_update(
        index_elements=list(names), set_={**gone, **left}, where=holder_key.c.destroyed_at.is_(None)
    )


def _insert(engine: Engine, table: Table) -> AnyInsert:
    return sqlite.insert(table) if engine.dialect.name == "sqlite" else postgresql.insert(table)
