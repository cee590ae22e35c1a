"""Opens kombu connections, and the database connections that see the system's tables of every organisation."""

from typing import Any

from kombu import connection as kombu_connection
from sqlalchemy import Connection, Engine

from waarborg_shared.db.wall import READING, SYSTEM


def connect(url: str, **settings: Any) -> Any:
    """A kombu connection, not opened yet. The library has no types, so neither has what it gives."""
    opening: Any = kombu_connection.Connection
    return opening(url, **settings)


def system_engine(engine: Engine, *, reading: bool = False) -> Engine:
    """The same engine, whose connections reach outbox, inbox, deadlines and poison of all, and nothing else.

    One that only reads lets others write meanwhile on SQLite.
    """
    return engine.execution_options(**{SYSTEM: True, READING: reading})


def to_read(connection: Connection) -> Connection:
    """The connection, whose next transactions only read (on SQLite others then write meanwhile)."""
    return connection.execution_options(**{READING: True})


def to_write(connection: Connection) -> Connection:
    """The connection, whose next transactions may write."""
    return connection.execution_options(**{READING: False})
