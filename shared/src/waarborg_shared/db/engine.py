"""Engines for SQLite and PostgreSQL whose every transaction begins by saying whose it is, in one round trip."""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url

from waarborg_shared.config.organisations import ORGANISATION_PATTERN
from waarborg_shared.db.many import send_lists_as_they_are
from waarborg_shared.db.ready import send_text
from waarborg_shared.db.wall import ORGANISATION, READING, install_wall

GUC = "waarborg.organisation"
_BUSY_SECONDS = 30
_PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", f"busy_timeout = {_BUSY_SECONDS * 1000}")


def create_engine_for(url: str, *, pool_size: int = 8, walled: bool = True) -> Engine:
    """An engine whose transactions begin with our own BEGIN; `walled=False` is for migrations only.

    SQLite: write-ahead log, `synchronous=FULL`, `BEGIN IMMEDIATE` (a reader that says so begins plainly).
    PostgreSQL: psycopg 3 in autocommit, so that BEGIN and the organisation travel together and not in two trips.
    """
    sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = _sqlite(url, pool_size) if sqlite else _postgresql(url, pool_size)
    event.listen(engine, "begin", _begin_sqlite if sqlite else _begin_postgresql)
    if walled:
        install_wall(engine)
    return engine


def _sqlite(url: str, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        hide_parameters=True,
        connect_args={"timeout": _BUSY_SECONDS},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; _begin_sqlite does
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _postgresql(url: str, pool_size: int) -> Engine:
    engine = create_engine(
        url,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=10,
        hide_parameters=True,
        use_native_hstore=False,
        connect_args={"autocommit": True, "options": "-c timezone=UTC", "connect_timeout": 5},
    )
    event.listen(engine, "connect", send_lists_as_they_are)
    return engine


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _begin_postgresql(connection: Connection) -> None:
    options = connection.get_execution_options()
    begin = "BEGIN READ ONLY" if options.get(READING, False) else "BEGIN"
    organisation = options.get(ORGANISATION)
    if organisation is not None:
        check_organisation(organisation)  # it goes into the statement's text, and only a plain name may
        begin += f"; SET LOCAL {GUC} TO '{organisation}'"
    send_text(connection, begin)


def check_organisation(organisation: str) -> str:
    """The id back, if it is shaped as an organisation's; raises ValueError otherwise."""
    if ORGANISATION_PATTERN.fullmatch(organisation) is None:
        raise ValueError("not an organisation's id")
    return organisation
