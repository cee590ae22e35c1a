"""Watches the clocks of a service: claims those that are due, runs their handlers, at least once, each effect once.

A claim is a moment until which no other worker looks (`claimed_until`). Handler, mark and effects are one commit, and
the mark holds only while the claim does: whoever lost it, or whose clock was stopped meanwhile, rolls back. A handler
that fails is tried again with a growing wait and holds up nobody; a worker that died leaves its claim to run out.
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import ColumnElement, Engine, and_, or_, select, tuple_, update

from waarborg_shared import clocks
from waarborg_shared.db import Plumbing, system_session
from waarborg_shared.deadlines.book import Claim, ClaimLost, ClockBook
from waarborg_shared.deadlines.rows import Deadline, Moment

log = structlog.get_logger(__name__)
Handler = Callable[[Any, Deadline, str, Any], None]
ANY_CLOCK = "*"
PERIOD_OVER = "period-over"
_FIRST_WAIT, _LONGEST_WAIT = timedelta(seconds=5), timedelta(minutes=15)


@dataclass(frozen=True)
class Watched:
    """What one look at the clocks came to."""

    reminded: int = 0
    lapsed: int = 0
    ended: int = 0
    failed: int = 0
    lost: int = 0

    def __add__(self, other: "Watched") -> "Watched":
        return Watched(
            self.reminded + other.reminded,
            self.lapsed + other.lapsed,
            self.ended + other.ended,
            self.failed + other.failed,
            self.lost + other.lost,
        )


@dataclass(frozen=True)
class _Claimed:
    organisation: str
    claim: Claim
    attempts: int


_OUTCOMES = {
    Moment.REMINDER: Watched(reminded=1),
    Moment.LAPSED: Watched(lapsed=1),
    Moment.ENDED: Watched(ended=1),
    None: Watched(),
}


@dataclass(frozen=True, kw_only=True)
class DeadlineWatch:
    """The deadlines of one service. `begin` opens a unit of work of an organisation as the system, `rules` gives an
    organisation's rules; `handlers` are by the clock's name, with ANY_CLOCK for all that are not named.

    A clock without a handler is marked and nothing else. A period that is over is stopped (PERIOD_OVER) and nobody is
    told. `now` gives aware UTC.
    """

    service: str
    engine: Engine
    plumbing: Plumbing
    begin: Callable[[str], AbstractContextManager[Any]]
    rules: Callable[[str], Any]
    handlers: Mapping[str, Handler]
    now: Callable[[], datetime]
    lease: timedelta = field(default=timedelta(minutes=2))
    poll: float = 5.0

    def run(self, stop: threading.Event) -> None:
        """Look, and look again after `poll` seconds, until told to stop; a database that is away is waited for."""
        while not stop.is_set():
            try:
                while not stop.is_set() and self.run_due() != Watched():
                    pass
            except Exception as wrong:
                log.error("deadlines_not_reached", service=self.service, error=type(wrong).__name__)
            stop.wait(self.poll)

    def run_due(self, limit: int = 50) -> Watched:
        """Claim up to `limit` clocks that are due and handle each; raises only when the table can't be reached."""
        total = Watched()
        for claimed in self._claim(limit):
            total += self._handle(claimed)
        return total

    def _claim(self, limit: int) -> list[_Claimed]:
        now, table = self.now(), self.plumbing.deadline
        if not self._anything_due(now):
            return []
        key = (table.c.organisation, table.c.case_ref, table.c.name)
        due = select(*key, table.c.attempts).where(self._due(now)).order_by(table.c.next_at).limit(limit)
        until = now + self.lease
        with system_session(self.engine) as session:
            rows = session.execute(due.with_for_update(skip_locked=True)).all()
            if not rows:
                return []
            these = tuple_(*key).in_([tuple(row[:3]) for row in rows])
            session.execute(update(table).where(these).values(claimed_until=until, attempts=table.c.attempts + 1))
            session.commit()
        return [_Claimed(row.organisation, Claim(row.case_ref, row.name, until), row.attempts + 1) for row in rows]

    def _anything_due(self, now: datetime) -> bool:
        """A look that takes no lock: on SQLite a claim keeps every writer waiting."""
        one = select(self.plumbing.deadline.c.name).where(self._due(now)).limit(1)
        with system_session(self.engine, reading=True) as session:
            return session.execute(one).first() is not None

    def _due(self, now: datetime) -> ColumnElement[bool]:
        table = self.plumbing.deadline
        free = or_(table.c.claimed_until.is_(None), table.c.claimed_until <= now)
        return and_(table.c.next_at.is_not(None), table.c.next_at <= now, free)

    def _handle(self, claimed: _Claimed) -> Watched:
        try:
            with self.begin(claimed.organisation) as work:
                return _OUTCOMES[self._once(work, claimed)]
        except ClaimLost:
            return Watched(lost=1)
        except (SystemExit, KeyboardInterrupt, GeneratorExit):
            raise
        except BaseException as wrong:
            self._put_off(claimed, wrong)
            return Watched(failed=1)

    def _once(self, work: Any, claimed: _Claimed) -> Moment | None:
        """Handler and mark, in the unit of work that commits both."""
        book: ClockBook = work.clocks
        book.claim = claim = claimed.claim
        deadline = book.deadline(claim.case_ref, claim.name)
        moment, now = deadline.moment, self.now()
        if moment is None or (deadline.next_at is not None and deadline.next_at > now):
            raise ClaimLost(claim.name)  # it was stopped, paused or extended since
        if moment is Moment.ENDED:
            over = clocks.stop(deadline.clock, deadline.due_at, PERIOD_OVER)
            book.save(replace(deadline, clock=over, attempts=0), release=True)
            return moment
        handler = self.handlers.get(claim.name) or self.handlers.get(ANY_CLOCK)
        if handler is not None:
            handler(work, deadline, moment.value, self.rules(claimed.organisation))
        if (claim.case_ref, claim.name) in book.touched:
            deadline = book.deadline(claim.case_ref, claim.name)
        book.save(_marked(deadline, moment, now), release=True)
        return moment

    def _put_off(self, claimed: _Claimed, wrong: BaseException) -> None:
        wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** min(claimed.attempts - 1, 20))
        table, claim = self.plumbing.deadline, claimed.claim
        log.error(
            "deadline_failed",
            service=self.service,
            organisation=claimed.organisation,
            case=claim.case_ref,
            clock=claim.name,
            attempts=claimed.attempts,
            error=f"{type(wrong).__module__}.{type(wrong).__qualname__}",
        )
        mine = and_(table.c.organisation == claimed.organisation, table.c.case_ref == claim.case_ref)
        mine = and_(mine, table.c.name == claim.name, table.c.claimed_until == claim.until)
        with system_session(self.engine) as session:
            session.execute(update(table).where(mine).values(claimed_until=self.now() + wait))
            session.commit()


def _marked(deadline: Deadline, moment: Moment, now: datetime) -> Deadline:
    """What was done, written down; a reminder whose handler extended the clock leaves room for the next one."""
    if moment is Moment.LAPSED:
        return replace(deadline, lapsed_at=now, attempts=0)
    return replace(deadline, reminded_at=None if deadline.clock.remind_at > now else now, attempts=0)
