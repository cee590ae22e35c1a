"""Opens units of work: one transaction each, committed at the end and rolled back on any exception."""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from waarborg_shared.auth import Actor
from waarborg_shared.db import Plumbing, system_session
from waarborg_shared.db.session import seen_by
from waarborg_shared.uow.ports import Chain, Seals
from waarborg_shared.uow.work import Work


def _nobody_waits() -> None:
    """The relay's bell until a relay is there."""


class UnitOfWork:
    """Begins transactions of one service: of an organisation (`begin`, `read`), or the worker's own (`system`).

    `wake`, when set, is called after a commit that left events in the outbox: the relay's bell.
    """

    def __init__(
        self,
        engine: Engine,
        *,
        service: str,
        vault: Seals,
        plumbing: Plumbing,
        chain: Chain,
        worker_engine: Engine | None = None,
    ) -> None:
        self.engine = engine
        self.worker_engine = worker_engine or engine
        self.service = service
        self.vault = vault
        self.plumbing = plumbing
        self.wake: Callable[[], None] = _nobody_waits
        self._chain = chain

    @contextmanager
    def begin(
        self, organisation: str, *, actor: Actor, now: datetime, traceparent: str | None = None
    ) -> Iterator[Work]:
        """One transaction of an organisation. `now` is aware UTC. Raises ValueError if the actor is another's."""
        with self._work(organisation, actor, now, traceparent=traceparent) as work:
            yield work
            work.finish()
            work.commit()
        if work.has_events:
            self.wake()

    @contextmanager
    def read(self, organisation: str, *, actor: Actor, now: datetime) -> Iterator[Work]:
        """One transaction that only reads, and lets others write meanwhile. Raises WallError for a change."""
        with self._work(organisation, actor, now, reading=True) as work:
            yield work
            work.refuse_what_changed()

    @contextmanager
    def system(self) -> Iterator[Session]:
        """One transaction of the worker over outbox, inbox, deadlines and poison of all organisations."""
        with system_session(self.worker_engine) as session:
            _start(session)
            yield session
            session.commit()

    @contextmanager
    def _work(
        self,
        organisation: str,
        actor: Actor,
        now: datetime,
        *,
        reading: bool = False,
        traceparent: str | None = None,
    ) -> Iterator[Work]:
        if actor.organisation != organisation:
            raise ValueError("an actor of another organisation")
        if now.tzinfo is None:
            raise ValueError("a moment without a time zone")
        with _begun(seen_by(self.engine, organisation, reading=reading)) as connection:
            work = Work(
                connection,
                actor=actor,
                now=now,
                reading=reading,
                plumbing=self.plumbing,
                source=self.service,
                vault=self.vault,
                chain=self._chain,
                traceparent=traceparent,
            )
            with closing(work):
                yield work


def _begun(engine: Engine) -> Connection:
    """A connection whose transaction has begun; one that died in the pool (a restarted database) is replaced once:
    nothing is lost yet."""
    try:
        return _begin(engine)
    except DBAPIError as wrong:
        if not wrong.connection_invalidated:
            raise
    return _begin(engine)


def _begin(engine: Engine) -> Connection:
    connection = engine.connect()
    try:
        connection.begin()
    except BaseException:
        connection.close()
        raise
    return connection


def _start(session: Session) -> None:
    """Begin now, with a second try as `_begun` has."""
    try:
        session.connection()
    except DBAPIError as wrong:
        if not wrong.connection_invalidated:
            raise
        session.rollback()
        session.connection()
