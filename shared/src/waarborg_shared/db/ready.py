"""Statements that are sent all the time: made and examined once, and sent as they are from then on.

For every execution SQLAlchemy looks a statement up by all that it is made of, puts its parameters in order and makes
its answer ready, which takes several times what sending it does. On PostgreSQL a ready statement spares that. The wall
is asked about each execution as about any other; on SQLite it goes the ordinary way.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, CursorResult, Dialect, Executable
from sqlalchemy.sql.compiler import SQLCompiler

from waarborg_shared.db.wall import check_compiled

Processor = Callable[[Any], Any]


class NotReady(TypeError):
    """A statement whose text depends on its parameters, such as one with an IN of any length. Always a defect."""


class ReadyStatement:
    """A statement about tables; ``names`` are the columns that an INSERT gives.

    What PostgreSQL answers comes as the driver reads it: moments in UTC, and JSON as what it holds.
    """

    def __init__(self, statement: Executable, names: Sequence[str] | None = None) -> None:
        self._statement: Any = statement
        self._names = names
        self._made: WeakKeyDictionary[Dialect, _Made] = WeakKeyDictionary()

    def execute(self, connection: Connection, parameters: Mapping[str, Any]) -> CursorResult[Any]:
        """Execute it. Raises WallError where it is not held to the connection's organisation, and NotReady."""
        made = self._made_for(connection.dialect)
        if connection.dialect.name != "postgresql":
            ordinary: CursorResult[Any] = connection.execute(self._statement, parameters)
            return ordinary
        check_compiled(made.compiled, connection.get_execution_options(), (parameters,))
        return connection.exec_driver_sql(made.text, made.sent(parameters))

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

    def sent(self, parameters: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters as the driver is to have them."""
        given = {**self._fixed, **parameters}
        for name, processor in self._processors.items():
            given[name] = processor(given[name])
        return given


def _processors(compiled: SQLCompiler) -> Sequence[tuple[str, Processor]]:
    dialect = compiled.dialect
    found = ((name, bind.type.dialect_impl(dialect)) for bind, name in compiled.bind_names.items())
    made = ((name, kind.bind_processor(dialect)) for name, kind in found)
    return [(name, processor) for name, processor in made if processor is not None]
