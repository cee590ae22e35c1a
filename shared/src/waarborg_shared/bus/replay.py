"""What an operator does with failed and dead events and with poison: list, replay, discard with a reason."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, func, or_, select, update

from waarborg_shared.bus import inbox, outbox, poison
from waarborg_shared.bus.connecting import system_engine
from waarborg_shared.bus.inbox import Key
from waarborg_shared.bus.messages import Delivery
from waarborg_shared.bus.receiver import Outcome, Receiver
from waarborg_shared.bus.states import NOT_DONE, InboxState, OutboxState, PoisonState
from waarborg_shared.db import Plumbing

SHORTEST_REASON = 5
REPLAYABLE = frozenset({InboxState.FAILED, InboxState.DEAD, InboxState.SUPERSEDED})


class NoSuchEvent(Exception):
    """There is no event of that id in a state in which this can be done."""


class NoReason(Exception):
    """Discarding needs a reason that someone can read later."""


@dataclass(frozen=True)
class StuckEvent:
    """An event that is not done at its consumer; codes and references only."""

    organisation: str
    event_id: str
    type: str
    case_ref: str
    sequence: int
    state: InboxState
    attempts: int
    next_try_at: datetime | None
    error: str | None
    received_at: datetime


@dataclass(frozen=True)
class Backlog:
    """What waits in a service's plumbing, for health pages and figures."""

    pending: int
    oldest_pending_at: datetime | None
    failed: int
    waiting: int
    dead: int
    poison: int
    superseded: int


class Desk:
    """An operator's hands on one service's plumbing. `engine` sees every organisation (the worker's role)."""

    def __init__(self, engine: Engine, plumbing: Plumbing, consumer: str) -> None:
        self._engine = system_engine(engine)
        self._reading = system_engine(engine, reading=True)
        self._plumbing = plumbing
        self._consumer = consumer

    def stuck(
        self, *, states: Collection[InboxState] = NOT_DONE, organisation: str | None = None, limit: int = 100
    ) -> Sequence[StuckEvent]:
        """Events in these states, oldest first."""
        columns = self._plumbing.inbox.c
        names = StuckEvent.__dataclass_fields__
        statement = (
            select(*(columns[name] for name in names))
            .where(columns.consumer == self._consumer, columns.state.in_(inbox.written_out(states)))
            .order_by(columns.received_at, columns.sequence)
            .limit(limit)
        )
        if organisation is not None:
            statement = statement.where(columns.organisation == organisation)
        with self._reading.begin() as connection:
            rows = connection.execute(statement).mappings().all()
        return [StuckEvent(**{**row, "state": InboxState(row["state"])}) for row in rows]

    def replay(self, event_id: str, *, now: datetime) -> None:
        """Let the worker try a failed, dead or superseded event again now, with all its tries. Raises NoSuchEvent."""
        self._move(event_id, InboxState.FAILED, attempts=0, next_try_at=now)

    def replay_all(
        self, state: InboxState, *, now: datetime, error: str | None = None, organisation: str | None = None
    ) -> int:
        """Let the worker try all events in a state again, or those with this error; gives how many.

        `error` is as listed, or its class without the code. Raises ValueError for a state that is not REPLAYABLE.
        """
        if state not in REPLAYABLE:
            raise ValueError(state.value)
        table = self._plumbing.inbox
        columns = table.c
        statement = update(table).where(columns.consumer == self._consumer, columns.state == state.value)
        if error is not None:
            statement = statement.where(
                or_(columns.error == error, columns.error.startswith(f"{error}/", autoescape=True))
            )
        if organisation is not None:
            statement = statement.where(columns.organisation == organisation)
        with self._engine.begin() as connection:
            tried = statement.values(state=InboxState.FAILED.value, attempts=0, next_try_at=now)
            return connection.execute(tried).rowcount

    def discard(self, event_id: str, reason: str, *, now: datetime) -> None:
        """Give an event up, for a reason that is kept; what waited behind it goes on. Raises NoSuchEvent, NoReason."""
        self._move(event_id, InboxState.DISCARDED, reason=check_reason(reason), done_at=now, next_try_at=None)

    def _move(self, event_id: str, to: InboxState, **values: object) -> None:
        columns = self._plumbing.inbox.c
        where = select(columns.organisation).where(columns.consumer == self._consumer, columns.event_id == event_id)
        with self._engine.begin() as connection:
            organisation = connection.scalar(where)
            if organisation is None:
                raise NoSuchEvent(event_id)
            key = Key(organisation, self._consumer, event_id)
            if not inbox.move(connection, self._plumbing.inbox, key, to, **values):
                raise NoSuchEvent(event_id)

    def poison(self, *, limit: int = 100) -> Sequence[Mapping[str, object]]:
        """What is held as poison: id, queue, received_at, reason, headers."""
        with self._reading.begin() as connection:
            return poison.held(connection, self._plumbing.poison, limit=limit)

    def held(self, poison_id: str) -> Delivery:
        """A message that is held, as it came in. Raises NoSuchEvent."""
        with self._reading.begin() as connection:
            delivery = poison.fetch(connection, self._plumbing.poison, poison_id)
        if delivery is None:
            raise NoSuchEvent(poison_id)
        return delivery

    def replay_poison(self, poison_id: str, receiver: Receiver, *, now: datetime) -> Outcome:
        """Receive a held message as if it came now; it stays held when it is still poison. Raises NoSuchEvent.

        It has its effect though later events of its case are done; what was done before is not done twice.
        """
        outcome = receiver.receive(self.held(poison_id), replayed=True)
        if outcome is not Outcome.POISON:
            self._resolve(poison_id, PoisonState.REPLAYED, outcome.value, now=now)
        return outcome

    def discard_poison(self, poison_id: str, reason: str, *, now: datetime) -> None:
        """Give a held message up, for a reason that is kept. Raises NoSuchEvent, NoReason."""
        self._resolve(poison_id, PoisonState.DISCARDED, check_reason(reason), now=now)

    def _resolve(self, poison_id: str, state: PoisonState, resolution: str, *, now: datetime) -> None:
        with self._engine.begin() as connection:
            table = self._plumbing.poison
            if not poison.resolve(connection, table, poison_id, state=state, resolution=resolution, at=now):
                raise NoSuchEvent(poison_id)

    def send_again(self, types: Collection[str], *, since: datetime) -> int:
        """Publish events of these types once more, for a consumer that was not there; gives how many.

        One that is older than what a consumer has done of its case is superseded there: listed, and to be replayed.
        """
        with self._engine.begin() as connection:
            return outbox.send_again(connection, self._plumbing.outbox, types=types, since=since)

    def backlog(self) -> Backlog:
        """How much waits, over all organisations."""
        sent, received, held = self._plumbing.outbox.c, self._plumbing.inbox.c, self._plumbing.poison.c
        with self._reading.begin() as connection:
            pending, oldest = connection.execute(
                select(func.count(), func.min(sent.created_at)).where(sent.state == OutboxState.PENDING.value)
            ).one()
            counted = connection.execute(
                select(received.state, func.count().label("many"))
                .where(received.consumer == self._consumer, received.state.in_(inbox.written_out(NOT_DONE)))
                .group_by(received.state)
            )
            states: dict[str, int] = {row.state: row.many for row in counted}
            poisoned = connection.scalar(select(func.count()).where(held.state == PoisonState.HELD.value))
        return Backlog(
            pending=pending,
            oldest_pending_at=oldest,
            poison=poisoned or 0,
            **{state.value: states.get(state.value, 0) for state in NOT_DONE},
        )


def check_reason(reason: str) -> str:
    """A reason, stripped. Raises NoReason when it says nothing."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise NoReason(f"give a reason of {SHORTEST_REASON} characters or more")
    return reason.strip()
