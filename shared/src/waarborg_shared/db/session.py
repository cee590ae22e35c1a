"""The first wall: a session that is one organisation's, adds that to every query and refuses every other row."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Engine, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session

from waarborg_shared.db.columns import new_id
from waarborg_shared.db.engine import check_organisation
from waarborg_shared.db.many import insert_rows
from waarborg_shared.db.rows import CaseMixin, Organised
from waarborg_shared.db.statements import organisation_criteria
from waarborg_shared.db.wall import (
    NAMES_ITS_ORGANISATION,
    ORGANISATION,
    READING,
    SYSTEM,
    WALLED,
    WallError,
    WrongOrganisation,
)

_criteria = lru_cache(maxsize=4096)(organisation_criteria)
FRESH_CASE: Mapping[str, Any] = {"timeline_number": 0, "timeline_link": b"", "event_sequence": 0}


class WalledSession(Session):
    """A session of one organisation; made by `organisation_session` or a unit of work, never without one."""

    def __init__(
        self, bind: Engine | Connection, organisation: str, *, now: datetime | None = None, reading: bool = False
    ) -> None:
        self.organisation = check_organisation(organisation)
        self.now = now
        self.reading = reading
        self._following: list[tuple[Any, Mapping[str, Any]]] = []
        super().__init__(bind, expire_on_commit=False)

    def follow(self, table: Any, row: Mapping[str, Any]) -> None:
        """Insert a row right after what is new in this session, to which it belongs."""
        self._following.append((table, row))

    def take_following(self) -> Sequence[tuple[Any, Mapping[str, Any]]]:
        """What is to follow, by table and row, once: who takes it inserts it."""
        following, self._following = self._following, []
        return following


class SystemSession(Session):
    """A session of no organisation, for the worker's own tables (outbox, inbox, deadline, poison) and nothing else."""

    def __init__(self, engine: Engine, *, reading: bool = False) -> None:
        super().__init__(_seen_with(engine, {SYSTEM: True, READING: reading}), expire_on_commit=False)


def _seen_with(engine: Engine, options: Mapping[str, Any]) -> Engine:
    """The engine with these options, made once and kept with it: all that SQLAlchemy joins together for a new one (each
    event's listeners) would be done again in every transaction."""
    views: dict[frozenset[tuple[str, Any]], Engine] = engine.__dict__.setdefault("waarborg_views", {})
    key = frozenset(options.items())
    view = views.get(key)
    if view is None:
        view = views[key] = engine.execution_options(**options)
    return view


def seen_by(engine: Engine, organisation: str, *, reading: bool = False) -> Engine:
    """The engine as one organisation sees it: whatever its connections begin and send is held to that organisation.

    Raises ValueError for what is no organisation's id.
    """
    return _seen_with(engine, {ORGANISATION: check_organisation(organisation), READING: reading})


def organisation_session(
    engine: Engine, organisation: str, *, now: datetime | None = None, reading: bool = False
) -> WalledSession:
    """A session that sees one organisation's rows only. Raises ValueError for what is no organisation's id."""
    return WalledSession(seen_by(engine, organisation, reading=reading), organisation, now=now, reading=reading)


def system_session(engine: Engine, *, reading: bool = False) -> SystemSession:
    """A session over all organisations for the worker, on the worker's engine; only the system tables."""
    return SystemSession(engine, reading=reading)


@event.listens_for(WalledSession, "do_orm_execute")
def _hold_to_organisation(state: ORMExecuteState) -> None:
    if not state.is_orm_statement or state.execution_options.get(NAMES_ITS_ORGANISATION, False):
        return  # a Core statement, or one that says it needs no help: the second wall holds it, or refuses it
    session: Any = state.session
    if not state.is_column_load:
        state.statement = state.statement.options(_criteria(session.organisation))
    state.update_execution_options(**{WALLED: True})


@event.listens_for(WalledSession, "transient_to_pending")
def _complete(session: WalledSession, row: Any) -> None:
    if isinstance(row, Organised):
        complete(row, organisation=session.organisation, now=session.now)


def complete(row: Organised, *, organisation: str, now: datetime | None) -> None:
    """Make a new row an organisation's; a new case has its reference at once, and what it begins with."""
    if row.organisation is None:
        row.organisation = organisation
    if isinstance(row, CaseMixin):
        if row.id is None:
            row.id = new_id()
        if row.created_at is None and now is not None:
            row.created_at = now
        for name, value in _beginnings(inspect(row).mapper):
            if getattr(row, name) is None:
                setattr(row, name, value)


@lru_cache(maxsize=256)
def _beginnings(mapper: Any) -> tuple[tuple[str, Any], ...]:
    """Of a case's attributes that have a fixed default: their names and that."""
    found = [(attribute.key, attribute.columns[0].default) for attribute in mapper.column_attrs]
    return tuple((name, default.arg) for name, default in found if default is not None and default.is_scalar)


@event.listens_for(WalledSession, "after_flush")
def _follow(session: WalledSession, _context: object) -> None:
    for table, row in session.take_following():
        insert_rows(session.connection(), table, [row])


@event.listens_for(WalledSession, "before_flush")
def _refuse_others(session: WalledSession, _context: object, _instances: object) -> None:
    if session.reading:
        raise WallError("this session only reads")
    for row in (*session.new, *session.dirty, *session.deleted):
        if not isinstance(row, Organised):
            raise WallError(f"{type(row).__name__} is not Organised")
        if row.organisation is None and row in session.new:
            row.organisation = session.organisation
        moved = inspect(row).attrs.organisation.history.deleted
        if row.organisation != session.organisation or (moved and moved != [session.organisation]):
            raise WrongOrganisation(f"a {type(row).__name__} of another organisation")
