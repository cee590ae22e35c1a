"""Statements that are sent all the time: made and examined once, and sent as they are from then on.

For every execution SQLAlchemy looks a statement up by all that it is made of, puts its parameters in order and makes
its answer ready, which takes several times what sending it does. On PostgreSQL a ready statement spares that. The wall
is asked about each execution as about any other; on SQLite it goes the ordinary way.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, CursorResult, Dialect, Executable
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

from waarborg_shared.db.wall import check_compiled

if TYPE_CHECKING:
    import psycopg

Processor = Callable[[Any], Any]
_CURSOR = "waarborg_cursor"
_NUMBER = re.compile(r"\$(\d+)")
_PLACE = re.compile(r"%\((\w+)\)s|%%")


class NotReady(TypeError):
    """A statement whose text depends on its parameters, such as one with an IN of any length. Always a defect."""


class ReadyStatement:
    """A statement about tables; ``names`` are the columns that an INSERT gives.

    What PostgreSQL answers comes as the driver reads it: moments in UTC, and JSON as what it holds. ``walled=False`` is
    for the key store alone, whose tables stand behind no wall.
    """

    def __init__(self, statement: Executable, names: Sequence[str] | None = None, *, walled: bool = True) -> None:
        self._statement: Any = statement
        self._names = names
        self._walled = walled
        self._made: WeakKeyDictionary[Dialect, _Made] = WeakKeyDictionary()

    def execute(self, connection: Connection, parameters: Mapping[str, Any]) -> CursorResult[Any]:
        """Execute it. Raises WallError where it is not held to the connection's organisation, and NotReady."""
        made = self.checked(connection, parameters)
        if made is None:
            ordinary: CursorResult[Any] = connection.execute(self._statement, parameters)
            return ordinary
        return connection.exec_driver_sql(made.text, made.sent(parameters))

    def send(self, connection: Connection, parameters: Mapping[str, Any]) -> int:
        """Execute what answers no rows, and return how many it touched (an INSERT on SQLite has to be asked for that).

        On PostgreSQL it goes straight to the driver, which takes half the time of `execute`. Raises as that does.
        """
        made = self.checked(connection, parameters)
        if made is None:
            return connection.execute(self._statement, parameters).rowcount
        if is_watched(connection, walled=self._walled):
            return connection.exec_driver_sql(made.text, made.sent(parameters)).rowcount
        return _driven(connection, made.numbered, made.listed(parameters)).rowcount

    def fetch(
        self, connection: Connection, parameters: Mapping[str, Any], *, binary: bool = False
    ) -> Sequence[Sequence[Any]]:
        """Execute what answers rows, and return all of them; as `send`.

        ``binary``: for long bytes, which PostgreSQL otherwise writes as twice as many digits.
        """
        made = self.checked(connection, parameters)
        if made is None:
            return connection.execute(self._statement, parameters).all()
        if is_watched(connection, walled=self._walled):
            return connection.exec_driver_sql(made.text, made.sent(parameters)).all()
        return _driven(connection, made.numbered, made.listed(parameters), binary=binary).fetchall()

    def checked(self, connection: Connection, parameters: Mapping[str, Any]) -> "_Made | None":
        """What is sent to PostgreSQL, once the wall was asked; None for SQLite, where both go the ordinary way."""
        made = self._made_for(connection.dialect)
        if connection.dialect.name != "postgresql":
            return None
        if self._walled:
            check_compiled(made.compiled, connection.get_execution_options(), (parameters,))
        return made

    def _made_for(self, dialect: Dialect) -> "_Made":
        made = self._made.get(dialect)
        if made is None:
            made = self._made[dialect] = _Made(self._statement.compile(dialect=dialect, column_keys=self._names))
        return made


class _Made:
    """What a statement is for one database: its text, and what has to be done to which parameters."""

    def __init__(self, compiled: SQLCompiler) -> None:
        if compiled.post_compile_params or compiled.literal_execute_params:
            raise NotReady(type(compiled.statement).__name__)
        self.compiled = compiled
        self.text = str(compiled)
        self._fixed = {name: bind.value for bind, name in compiled.bind_names.items() if not bind.required}
        self._processors = dict(_processors(compiled))
        self.numbered, self._order = _numbered(self.text)

    def sent(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters as the driver is to have them."""
        given = {**self._fixed, **parameters}
        for name, processor in self._processors.items():
            given[name] = processor(given[name])
        return given

    def listed(self, parameters: Mapping[str, Any]) -> list[Any]:
        """The same in the order of their numbers."""
        given = self.sent(parameters)
        return [given[name] for name in self._order]


@dataclass(frozen=True)
class Sending:
    """A statement that answers no rows, with its parameters, still to be sent."""

    statement: ReadyStatement
    parameters: Mapping[str, Any]

    def send(self, connection: Connection) -> int:
        """Send it; returns how many rows it touched."""
        return self.statement.send(connection, self.parameters)


def send_together(connection: Connection, sendings: Sequence[Sending]) -> int:
    """Send several, none of which depends on another; returns how many rows the last one touched.

    To PostgreSQL they go as one statement, the last one with the others before it (WITH). What refers to a row of
    another of them may: it is looked at when all is done. Raises as `ReadyStatement.send`.
    """
    if len(sendings) < 2 or connection.dialect.name != "postgresql" or is_watched(connection):
        return [each.send(connection) for each in sendings][-1] if sendings else 0
    made = [each.statement.checked(connection, each.parameters) for each in sendings]
    texts = tuple(each.numbered for each in made if each is not None)
    given = [each.listed(sending.parameters) for each, sending in zip(made, sendings, strict=True) if each is not None]
    text = _joined(texts, tuple(map(len, given)))
    return _driven(connection, text, [value for values in given for value in values]).rowcount


def _counted_on(text: str, *, from_: int) -> str:
    """A text whose parameters come after so many others."""
    return _NUMBER.sub(lambda found: f"${int(found[1]) + from_}", text)


@lru_cache(maxsize=512)
def _joined(texts: tuple[str, ...], counts: tuple[int, ...]) -> str:
    before = [sum(counts[:place]) for place in range(len(texts))]
    *first, last = (_counted_on(text, from_=more) for text, more in zip(texts, before, strict=True))
    return f"WITH {', '.join(f'part{place} AS ({text})' for place, text in enumerate(first))} {last}"


def is_watched(connection: Connection, *, walled: bool = True) -> bool:
    """Whether somebody besides the wall listens to each statement (who counts or traces them): then it is shown all."""
    return len(connection.dispatch.before_cursor_execute) > walled


def send_text(connection: Connection, text: str) -> None:
    """Send a text of our own without parameters to PostgreSQL, straight to the driver.

    Where that fails it is sent as ever: SQLAlchemy knows what to do about a connection, and a pool, that was lost.
    """
    try:
        if not is_watched(connection):
            _cursor_of(connection).execute(text)
            return
    except connection.dialect.loaded_dbapi.Error:
        pass
    connection.exec_driver_sql(text)


def _driven(
    connection: Connection, text: str, parameters: Sequence[Any], *, binary: bool = False
) -> "psycopg.RawCursor[Any]":
    """Execute a text whose parameters are numbered. Raises what SQLAlchemy would raise."""
    cursor = _cursor_of(connection)
    try:
        return cursor.execute(text, parameters, binary=binary)
    except connection.dialect.loaded_dbapi.Error as wrong:
        dialect: Any = connection.dialect
        lost = dialect.is_disconnect(wrong, cursor.connection, cursor)
        if lost:
            connection.invalidate(wrong)
        raise DBAPIError.instance(
            text,
            None,
            wrong,
            dialect.loaded_dbapi.Error,
            hide_parameters=True,
            connection_invalidated=lost,
            dialect=dialect,
        ) from wrong


def _cursor_of(connection: Connection) -> "psycopg.RawCursor[Any]":
    """The one cursor of a connection for what is sent straight, kept with it as long as it lives."""
    cursor: psycopg.RawCursor[Any] | None = connection.info.get(_CURSOR)
    if cursor is None:
        from psycopg import RawCursor  # noqa: PLC0415 - 10 MB that a process on SQLite never needs

        # Not its `driver_connection`: one that was detached from the pool (the relay's) has none by that name.
        driver: Any = connection.dialect.get_driver_connection(connection.connection.dbapi_connection)  # type: ignore[arg-type]
        cursor = connection.info[_CURSOR] = RawCursor(driver)
    return cursor


def _numbered(text: str) -> tuple[str, tuple[str, ...]]:
    """A text of which the parameters are named with numbers in their place, which the driver need not look for."""
    names: dict[str, int] = {}

    def number(place: re.Match[str]) -> str:
        return f"${names.setdefault(place[1], len(names) + 1)}" if place[1] else "%"

    return _PLACE.sub(number, text), tuple(names)


def _processors(compiled: SQLCompiler) -> Sequence[tuple[str, Processor]]:
    dialect = compiled.dialect
    found = ((name, bind.type.dialect_impl(dialect)) for bind, name in compiled.bind_names.items())
    made = ((name, kind.bind_processor(dialect)) for name, kind in found)
    return [(name, processor) for name, processor in made if processor is not None]
