"""The statements on the inbox: is an event known, does its case wait, and what became of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Connection,
    RowMapping,
    Select,
    Table,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal_column,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.elements import ColumnElement

from waarborg_shared.bus.states import BLOCKING, INBOX_MOVES, OPEN, InboxState
from waarborg_shared.events import Envelope


def written_out(states: Collection[InboxState]) -> Sequence[ColumnElement[str]]:
    """The states as words of the statement and not as its parameters, so that a partial index serves."""
    return [literal_column(f"'{state.value}'") for state in sorted(states)]


_OPEN = written_out(OPEN)
_BLOCKING = tuple(sorted(state.value for state in BLOCKING))


@dataclass(frozen=True)
class Standing:
    """How an event stands to what its consumer already has of the same case."""

    known: bool
    newer_done: bool
    blocked: bool

    def state(self, *, replayed: bool) -> InboxState:
        """What the event becomes; done is for the handler to do. What is replayed is never superseded."""
        if self.blocked:
            return InboxState.WAITING
        return InboxState.SUPERSEDED if self.newer_done and not replayed else InboxState.DONE


class Arrivals:
    """The two statements that every message needs, built once for a table: building costs as much as running."""

    def __init__(self, inbox: Table, consumer: str) -> None:
        self._consumer = consumer
        self._standing = _standing(inbox)
        self._inserts = {
            dialect.dialect.name: dialect.insert(inbox).on_conflict_do_nothing().returning(inbox.c.event_id)
            for dialect in (postgresql, sqlite)
        }

    def standing(self, connection: Connection, envelope: Envelope) -> Standing:
        """How an event stands to what is there."""
        which = {
            "organisation": envelope.organisation,
            "consumer": self._consumer,
            "event_id": envelope.id,
            "source": envelope.source,
            "case_ref": envelope.subject,
            "sequence": envelope.sequence,
        }
        known, newer_done, blocked = connection.execute(self._standing, which).one()
        return Standing(bool(known), bool(newer_done), bool(blocked))

    def insert(self, connection: Connection, row: Mapping[str, Any]) -> bool:
        """Insert a row; False when the event is there already."""
        statement = self._inserts[connection.dialect.name]
        return connection.execute(statement, row).one_or_none() is not None


def _standing(inbox: Table) -> Select[int, int, int]:
    columns = inbox.c
    same = (columns[name] == bindparam(name) for name in ("organisation", "consumer", "source", "case_ref"))
    sequence = bindparam("sequence", type_=BigInteger)
    done = and_(columns.state == InboxState.DONE.value, columns.sequence > sequence)
    blocking = and_(columns.state.in_(_BLOCKING), columns.sequence < sequence)
    return select(_any(columns.event_id == bindparam("event_id")), _any(done), _any(blocking)).where(*same)


def _any(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.max(case((condition, literal_column("1")), else_=literal_column("0"))), 0)


def new_row(consumer: str, envelope: Envelope, *, state: InboxState, at: datetime) -> dict[str, Any]:
    """The columns that every row of an event has."""
    return {
        "organisation": envelope.organisation,
        "consumer": consumer,
        "event_id": envelope.id,
        "source": envelope.source,
        "type": envelope.type,
        "case_ref": envelope.subject,
        "sequence": envelope.sequence,
        "state": state.value,
        "attempts": 0,
        "received_at": at,
    }


def claim(connection: Connection, inbox: Table, key: "Key") -> RowMapping | None:
    """Lock an open row that no other worker holds; None when it is taken, finished, or behind an earlier one."""
    statement = (
        select(inbox)
        .where(key.matches(inbox), inbox.c.state.in_([state.value for state in OPEN]), ~_behind(inbox))
        .with_for_update(skip_locked=True, of=inbox)
    )
    return connection.execute(statement).mappings().one_or_none()


def _behind(inbox: Table) -> ColumnElement[bool]:
    earlier = inbox.alias("earlier")
    same = [earlier.c[name] == inbox.c[name] for name in ("organisation", "consumer", "source", "case_ref")]
    return exists().where(*same, earlier.c.sequence < inbox.c.sequence, earlier.c.state.in_(_BLOCKING))


@dataclass(frozen=True)
class Key:
    """Which row."""

    organisation: str
    consumer: str
    event_id: str

    def matches(self, inbox: Table) -> ColumnElement[bool]:
        """The condition for this row alone."""
        columns = inbox.c
        return and_(
            columns.organisation == self.organisation,
            columns.consumer == self.consumer,
            columns.event_id == self.event_id,
        )


def due(connection: Connection, inbox: Table, consumer: str, *, at: datetime, limit: int = 100) -> Sequence[Key]:
    """Open rows at the head of their case whose time has come, of every organisation."""
    columns = inbox.c
    statement = (
        select(columns.organisation, columns.consumer, columns.event_id)
        .where(
            columns.state.in_(_OPEN),
            columns.next_try_at <= at,
            columns.consumer == consumer,
            ~_behind(inbox),
        )
        .order_by(columns.next_try_at, columns.sequence)
        .limit(limit)
    )
    return [Key(*row) for row in connection.execute(statement)]


def next_of_case(connection: Connection, inbox: Table, row: RowMapping) -> Key | None:
    """The event that waited behind this one."""
    columns = inbox.c
    statement = (
        select(columns.organisation, columns.consumer, columns.event_id)
        .where(
            *(columns[name] == row[name] for name in ("organisation", "consumer", "source", "case_ref")),
            columns.state == InboxState.WAITING.value,
            columns.sequence > row["sequence"],
        )
        .order_by(columns.sequence)
        .limit(1)
    )
    found = connection.execute(statement).one_or_none()
    return None if found is None else Key(*found)


def move(connection: Connection, inbox: Table, key: Key, to: InboxState, **values: Any) -> bool:
    """Move a row to another state, if the table of moves allows it from where it is; False when it does not."""
    allowed = [state.value for state, moves in INBOX_MOVES.items() if to in moves]
    statement = update(inbox).where(key.matches(inbox), inbox.c.state.in_(allowed)).values(state=to.value, **values)
    return connection.execute(statement).rowcount == 1
