"""The second wall: no compiled statement reaches an organised table unless it is held to the session's organisation."""

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, event
from sqlalchemy.sql.compiler import SQLCompiler

from waarborg_shared.db.statements import Examination, examine
from waarborg_shared.db.tables import SYSTEM_TABLES

ORGANISATION = "waarborg_organisation"
READING = "waarborg_reading"
SYSTEM = "waarborg_system"
WALLED = "waarborg_walled"
NAMES_ITS_ORGANISATION = "waarborg_names_its_organisation"
_KNOWN: WeakKeyDictionary[SQLCompiler, Examination] = WeakKeyDictionary()


class WallError(Exception):
    """A statement or a row would cross from one organisation to another, or belongs to none. Always a defect."""


class WrongOrganisation(WallError):
    """A row or a parameter carries another organisation than the session's."""


def install_wall(engine: Engine) -> None:
    """Check every statement of an engine just before it goes to the database; what was found is kept per statement."""

    def check(
        _connection: Connection, _cursor: object, _sql: str, _parameters: object, context: Any, _many: bool
    ) -> None:
        compiled = context.compiled if context is not None else None
        if isinstance(compiled, SQLCompiler):  # else DDL, our own BEGIN, or what was checked by whoever made it ready
            check_compiled(compiled, context.execution_options, context.compiled_parameters)

    event.listen(engine, "before_cursor_execute", check)


def check_compiled(compiled: SQLCompiler, options: Mapping[str, Any], parameters: Sequence[Mapping[str, Any]]) -> None:
    """Check one execution of a statement, by the options of its connection. Raises WallError, WrongOrganisation."""
    if options.get(READING, False) and (compiled.isinsert or compiled.isupdate or compiled.isdelete):
        raise WallError("what only reads cannot change a row")
    found = _KNOWN.get(compiled)
    if found is None:
        found = _KNOWN[compiled] = examine(compiled)
    if options.get(SYSTEM, False):
        _check_system(found)
    elif found.tables:
        _check_organised(found, options.get(ORGANISATION), parameters, WALLED in options)


def _check_system(found: Examination) -> None:
    outside = sorted(found.tables - SYSTEM_TABLES)
    if outside or found.opaque:
        raise WallError(f"a system session is for {', '.join(sorted(SYSTEM_TABLES))}; not {outside or found.opaque}")


def _check_organised(
    found: Examination, organisation: str | None, parameters: Sequence[Mapping[str, Any]], walled: bool
) -> None:
    tables = ", ".join(sorted(found.tables))
    if organisation is None:
        raise WallError(f"no organisation: {tables} cannot be reached without one")
    if found.refusal is not None:
        raise WallError(found.refusal)
    if found.opaque:
        raise WallError(f"{found.opaque}: the wall cannot see whose rows it would reach")
    if found.relies_on_criteria and not walled:
        raise WallError(f"{tables}: an ORM statement outside the session that holds it to its organisation")
    for names in found.organisation_parameters:
        if any(organisation not in map(given.get, names) for given in parameters):
            raise WrongOrganisation(f"{tables}: a parameter is another organisation's, or none")
