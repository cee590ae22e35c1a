"""The key store's own tables; they are never in a service's database, and are backed up by themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    make_url,
)

from waarborg_shared.db.columns import NAMING, ORGANISATION_LENGTH, UtcDateTime
from waarborg_shared.db.many import send_lists_as_they_are

SCHEMA_VERSION = 1
BUSY_MS = 30_000  # how long SQLite waits for another's lock
_SCHEMA_LOCK = 0x57414152  # an advisory lock of PostgreSQL, so that two starting processes do not both create
_HOLDER = 200
_CODE = 100

metadata = MetaData(naming_convention=NAMING)

key_schema = Table("key_schema", metadata, Column("version", Integer, primary_key=True, autoincrement=False))

master_key = Table(
    "master_key",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("fingerprint", LargeBinary, nullable=False, unique=True),
)

organisation_key = Table(
    "organisation_key",
    metadata,
    Column("organisation", String(ORGANISATION_LENGTH), primary_key=True),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("master_version", Integer, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    ForeignKeyConstraint(["master_version"], ["master_key.version"]),
)

search_key = Table(
    "search_key",
    metadata,
    Column("organisation", String(ORGANISATION_LENGTH), primary_key=True),
    Column("master_version", Integer, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
    ForeignKeyConstraint(["master_version"], ["master_key.version"]),
)

# One row per holder and retention class for ever: destroying empties `wrapped` and leaves the row as the tombstone, so
# that creating and destroying the same key meet in one row and cannot pass each other by.
holder_key = Table(
    "holder_key",
    metadata,
    Column("organisation", String(ORGANISATION_LENGTH), primary_key=True),
    Column("holder", String(_HOLDER), primary_key=True),
    Column("retention", String(_CODE), primary_key=True),
    Column("key_id", LargeBinary, nullable=False),
    Column("organisation_version", Integer),
    Column("wrapped", LargeBinary),
    Column("destroyed_at", UtcDateTime),
    Column("reason", String(_CODE)),
    # An organisation's key cannot go while a holder's is wrapped under it, nor one be wrapped under a key that went.
    ForeignKeyConstraint(
        ["organisation", "organisation_version"], ["organisation_key.organisation", "organisation_key.version"]
    ),
)
Index("ix_holder_key_key_id", holder_key.c.organisation, holder_key.c.key_id)
Index("ix_holder_key_version", holder_key.c.organisation, holder_key.c.organisation_version)


def engine_for(url: str, pool_size: int) -> Engine:
    """An engine in autocommit: most of what happens here is one statement; `transaction` is for the rest."""
    engine = create_engine(
        url, pool_size=pool_size, max_overflow=pool_size, isolation_level="AUTOCOMMIT", hide_parameters=True
    )
    sqlite = make_url(url).get_backend_name() == "sqlite"
    event.listen(engine, "connect", _prepare_sqlite if sqlite else send_lists_as_they_are)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    """Full syncs; and secure_delete, so that a destroyed key is overwritten in the file and not just unlinked."""
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_MS}")
    cursor.close()


@contextmanager
def transaction(engine: Engine) -> Iterator[Connection]:
    """Several statements as one; on SQLite the write lock is taken at the beginning."""
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if engine.dialect.name == "sqlite" else "BEGIN")
        try:
            yield connection
        except BaseException:
            connection.exec_driver_sql("ROLLBACK")
            raise
        connection.exec_driver_sql("COMMIT")


def create_tables(engine: Engine) -> None:
    """Create what is missing; a command calls this, never a web process. Two at once are fine."""
    with transaction(engine) as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SCHEMA_LOCK})")
        metadata.create_all(connection)
        if connection.execute(key_schema.select()).first() is None:
            connection.execute(key_schema.insert().values(version=SCHEMA_VERSION))
