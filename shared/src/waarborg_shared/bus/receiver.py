"""What a consumer does with one message: keep it as an event once, or as poison; run its handler in the same commit."""

from collections.abc import Callable, Container, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import structlog
from sqlalchemy import Connection, Engine, RowMapping
from sqlalchemy.orm import Session

from waarborg_shared.bus import inbox, poison
from waarborg_shared.bus.backoff import EVENT_RETRIES, BackOff
from waarborg_shared.bus.connecting import system_engine
from waarborg_shared.bus.errors import name_of, place_of
from waarborg_shared.bus.inbox import Arrivals, Key
from waarborg_shared.bus.messages import LARGEST_MESSAGE, Delivery
from waarborg_shared.bus.states import InboxState
from waarborg_shared.db import Plumbing
from waarborg_shared.events import CATALOGUE, Envelope, Event, EventError, decode, routing_key

log = structlog.get_logger(__name__)
GIVEN_UP = "given-up-by-the-broker"
Handler = Callable[[Any, Any, Envelope, Any], None]
"""`handler(work, event, envelope, rules)`; it adds rows to `work` and never commits."""
Begin = Callable[[str], AbstractContextManager[Any]]
"""Begins a unit of work of an organisation, as the system: `begin(organisation)` gives a Work with `.session`."""


class Outcome(StrEnum):
    """What became of a message; after any of them it is acknowledged."""

    DONE = "done"
    DUPLICATE = "duplicate"
    SUPERSEDED = "superseded"
    WAITING = "waiting"
    FAILED = "failed"
    DEAD = "dead"
    POISON = "poison"


class Distrusted(Exception):
    """A message that is poison; `reason` is a code."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, kw_only=True)
class Consumption:
    """All that a service's consumer needs. `engine` reaches the poison table and every organisation's inbox."""

    service: str
    handles: Mapping[type[Event], Handler]
    plumbing: Plumbing
    engine: Engine
    begin: Begin
    rules: Callable[[str], Any]
    organisations: Container[str]
    now: Callable[[], datetime]
    retries: BackOff = EVENT_RETRIES
    known: Mapping[str, type[Event]] = field(default_factory=lambda: CATALOGUE)
    largest: int = LARGEST_MESSAGE


class Receiver:
    """Takes messages and retries of one service. Raises only when its own tables can't be reached, or to stop."""

    def __init__(self, consumption: Consumption) -> None:
        self._use = consumption
        self._engine = system_engine(consumption.engine)
        self._reading = system_engine(consumption.engine, reading=True)
        self._inbox = consumption.plumbing.inbox
        self._arrivals = Arrivals(self._inbox, consumption.service)
        self._handlers = {contract.type: handler for contract, handler in consumption.handles.items()}

    @property
    def service(self) -> str:
        """Whose messages these are: the consumer in the inbox's key."""
        return self._use.service

    def receive(self, delivery: Delivery, *, replayed: bool = False) -> Outcome:
        """Keep a message; when this returns, it may be acknowledged.

        One that an operator replays has its effect though later events of its case are done.
        """
        try:
            envelope = self.trusted(delivery)
        except Distrusted as distrusted:
            self._poison(delivery, distrusted.reason)
            return Outcome.POISON
        if delivery.given_up:
            return self._keep_dead(envelope, delivery.body)
        return self.accept(envelope, delivery.body, replayed=replayed)

    def trusted(self, delivery: Delivery) -> Envelope:
        """The event in a message. Raises Distrusted."""
        if len(delivery.body) > self._use.largest:
            raise Distrusted("too-large")
        try:
            envelope = decode(delivery.body, self._use.known)
        except EventError as wrong:
            raise Distrusted(wrong.code) from None
        if envelope.organisation not in self._use.organisations:
            raise Distrusted("unknown-organisation")
        if delivery.routing_key != routing_key(envelope.type, envelope.organisation):
            raise Distrusted("routing-key-differs")
        if envelope.type not in self._handlers:
            raise Distrusted("not-handled")
        return envelope

    def _poison(self, delivery: Delivery, reason: str) -> None:
        kept = poison.keep(self._engine, self._use.plumbing.poison, delivery, reason=reason, at=self._use.now())
        log.error("poison_kept", service=self.service, poison=kept, reason=reason, size=len(delivery.body))

    def _keep_dead(self, envelope: Envelope, raw: bytes) -> Outcome:
        """Keep an event that the broker gave up: this worker may have died of it, so an operator has the word."""
        row = inbox.new_row(self.service, envelope, state=InboxState.DEAD, at=self._use.now())
        with self._use.begin(envelope.organisation) as work:
            if not self._arrivals.insert(connection_of(work), {**row, "raw": raw, "error": GIVEN_UP}):
                return Outcome.DUPLICATE
        log.error(
            "event_given_up_by_the_broker",
            service=self.service,
            organisation=envelope.organisation,
            event_id=envelope.id,
        )
        return Outcome.DEAD

    def accept(self, envelope: Envelope, raw: bytes, *, replayed: bool = False) -> Outcome:
        """Insert the event and run its handler in one commit; record what can't be done now."""
        try:
            with self._use.begin(envelope.organisation) as work:
                return self._once(work, envelope, raw, replayed=replayed)
        except (SystemExit, KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as wrong:
            return self._record_first_failure(envelope, raw, wrong)

    def _once(self, work: Any, envelope: Envelope, raw: bytes, *, replayed: bool) -> Outcome:
        connection = connection_of(work)
        standing = self._arrivals.standing(connection, envelope)
        if standing.known:
            return Outcome.DUPLICATE
        now = self._use.now()
        state = standing.state(replayed=replayed)
        row = inbox.new_row(self.service, envelope, state=state, at=now)
        if state is InboxState.DONE:
            row.update(done_at=now)
        else:
            row.update(raw=raw, next_try_at=now if state is InboxState.WAITING else None)
        if not self._arrivals.insert(connection, row):
            return Outcome.DUPLICATE
        if state is InboxState.DONE:
            self._handle(work, envelope)
        elif state is InboxState.SUPERSEDED:
            self._log_superseded(envelope)
        return Outcome(state.value)

    def _log_superseded(self, envelope: Envelope) -> None:
        log.warning(
            "event_superseded",
            service=self.service,
            organisation=envelope.organisation,
            event_id=envelope.id,
            sequence=envelope.sequence,
        )

    def _handle(self, work: Any, envelope: Envelope) -> None:
        rules = self._use.rules(envelope.organisation)
        self._handlers[envelope.type](work, envelope.event, envelope, rules)

    def _record_first_failure(self, envelope: Envelope, raw: bytes, wrong: BaseException) -> Outcome:
        self._log_failure(envelope.id, envelope.organisation, wrong, attempts=1)
        with self._use.begin(envelope.organisation) as work:
            now = self._use.now()
            row = inbox.new_row(self.service, envelope, state=InboxState.FAILED, at=now)
            row.update(raw=raw, **self._after_failure(1, wrong))
            if not self._arrivals.insert(connection_of(work), row):
                return Outcome.DUPLICATE
        return Outcome(row["state"])

    def _after_failure(self, attempts: int, wrong: BaseException) -> dict[str, Any]:
        retries = self._use.retries
        dead = retries.exhausted(attempts)
        return {
            "state": (InboxState.DEAD if dead else InboxState.FAILED).value,
            "attempts": attempts,
            "next_try_at": None if dead else self._use.now() + retries.wait(attempts),
            "error": name_of(wrong),
        }

    def _log_failure(self, event_id: str, organisation: str, wrong: BaseException, *, attempts: int) -> None:
        log.error(
            "event_failed",
            service=self.service,
            organisation=organisation,
            event_id=event_id,
            error=name_of(wrong),
            where=place_of(wrong),
            attempts=attempts,
        )

    def due(self) -> list[Key]:
        """The events to try again now."""
        with self._reading.begin() as connection:
            return list(inbox.due(connection, self._inbox, self.service, at=self._use.now()))

    def retry(self, key: Key) -> Outcome | None:
        """Try an open event again, and then those that waited behind it; None when there is nothing to do."""
        outcome = None
        following: Key | None = key
        while following is not None:
            result, following = self._retry_one(following)
            outcome = outcome or result
        return outcome

    def _retry_one(self, key: Key) -> tuple[Outcome | None, Key | None]:
        row: RowMapping | None = None
        try:
            with self._use.begin(key.organisation) as work:
                connection = connection_of(work)
                row = inbox.claim(connection, self._inbox, key)
                if row is None:
                    return None, None
                outcome = self._again(work, connection, key, row)
                following = inbox.next_of_case(connection, self._inbox, row)
        except (SystemExit, KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as wrong:
            if row is None:
                raise
            return self._record_failure(key, row, wrong), None
        return outcome, following

    def _again(self, work: Any, connection: Connection, key: Key, row: RowMapping) -> Outcome:
        """Run the handler: what is open came in its order, or an operator wants it out of order."""
        envelope = decode(bytes(row["raw"]), self._use.known)
        inbox.move(connection, self._inbox, key, InboxState.DONE, done_at=self._use.now(), next_try_at=None)
        self._handle(work, envelope)
        return Outcome.DONE

    def _record_failure(self, key: Key, row: RowMapping, wrong: BaseException) -> Outcome:
        attempts = row["attempts"] + 1
        self._log_failure(key.event_id, key.organisation, wrong, attempts=attempts)
        after = self._after_failure(attempts, wrong)
        state = InboxState(after.pop("state"))
        with self._use.begin(key.organisation) as work:
            inbox.move(connection_of(work), self._inbox, key, state, **after)
        return Outcome(state.value)


def connection_of(work: Any) -> Connection:
    """The connection of a unit of work, in its transaction."""
    session: Session = work.session
    return session.connection()
