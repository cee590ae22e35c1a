"""The clocks of a request: which run from receipt, which one binds, which can be paused and which extended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from waarborg_requests.domain.states import RequestError
from waarborg_shared.clocks import Clock, ClockRule, Term, WorkingCalendar, due_on, start
from waarborg_shared.hooks.values import RequestPolicy, Text

ANSWER = "answer"
LAW = "law"
NOTICE = "notice"
TERMS = (ANSWER, LAW)
CLOCKS = (ANSWER, LAW, NOTICE)
NOT_NEEDED = "not-needed"


class NoExtension(RequestError):
    """The organisation's policy knows no extension for this kind of request."""

    text = Text(
        "De termijn voor dit soort verzoek kan niet worden verlengd.",
        "The term for this kind of request cannot be extended.",
    )


class AlreadyExtended(RequestError):
    """A request is extended once (art. 12(3) AVG)."""

    text = Text("Dit verzoek is al verlengd.", "This request has been extended already.")


class TooLate(RequestError):
    """Every term has run out: there is none left to pause or to extend."""

    text = Text(
        "De termijn is voorbij: pauzeren of verlengen kan niet meer.",
        "The term is over: it can be neither paused nor extended any more.",
    )


@dataclass(frozen=True, slots=True)
class Receipt:
    """What begins when a request is received: its clocks, and the moment by which the answer is due."""

    clocks: tuple[Clock, ...]
    due_at: datetime

    @property
    def due_on(self) -> date:
        """The date in Europe/Amsterdam on which the answer is due."""
        return due_on(self.due_at)


@dataclass(frozen=True, slots=True)
class Prolonging:
    """What an extension does to each clock: by how much those that go on get longer, and which ones it replaces."""

    extend: tuple[tuple[str, Term], ...]
    end: tuple[str, ...]


def clock_rules(policy: RequestPolicy) -> tuple[ClockRule, ...]:
    """Return the rules of a request's clocks under their own names: the promise, the law, the notice.

    The notice is word of a longer term (art. 12(3) AVG): where the term cannot be extended there is none to give.
    """
    notice = policy.notice if policy.extension is not None else None
    named = ((ANSWER, policy.promise), (LAW, policy.law), (NOTICE, notice))
    return tuple(replace(rule, name=name) for name, rule in named if rule is not None)


def receive(policy: RequestPolicy, at: datetime, calendar: WorkingCalendar) -> Receipt:
    """Start the clocks of a request received at ``at`` (aware); the earlier of promise and law binds."""
    clocks = tuple(start(rule, at, calendar) for rule in clock_rules(policy))
    return Receipt(clocks, due_at(clocks))


def binding_clock(clocks: Iterable[Clock]) -> Clock:
    """Return the clock of the answer that binds: the earliest that runs, or, when all have stopped, the earliest."""
    terms = [clock for clock in clocks if clock.name in TERMS]
    return min(terms, key=lambda clock: (clock.stopped_at is not None, clock.due_at))


def due_at(clocks: Iterable[Clock]) -> datetime:
    """Return the moment (UTC) by which the answer is due: the shorter of the promised and the legal term."""
    return binding_clock(clocks).due_at


def late(clocks: Iterable[Clock], now: datetime) -> bool:
    """Return whether the term that binds ran out before the answer (or, without one, before ``now``)."""
    clock = binding_clock(clocks)
    return (clock.stopped_at or clock.paused_at or now) > clock.due_at


def stands_still(clocks: Iterable[Clock]) -> bool:
    """Return whether the term that binds is paused: nobody is late by it while it is."""
    return binding_clock(clocks).paused_at is not None


def to_pause(clocks: Sequence[Clock], now: datetime) -> tuple[str, ...]:
    """Return the clocks that stand still while the person is asked to identify himself (art. 12(6) AVG).

    What has run out already stays late. Raises TooLate where nothing runs any more.
    """
    running = tuple(c.name for c in clocks if c.stopped_at is None and c.paused_at is None and now <= c.due_at)
    if not running:
        raise TooLate("every term has run out")
    return running


def to_resume(clocks: Iterable[Clock]) -> tuple[str, ...]:
    """Return the clocks that go on once the person is known."""
    return tuple(clock.name for clock in clocks if clock.paused_at is not None and clock.stopped_at is None)


def to_stop(clocks: Iterable[Clock]) -> tuple[str, ...]:
    """Return the clocks that an answer stops: all that were not stopped before."""
    return tuple(clock.name for clock in clocks if clock.stopped_at is None)


def why_stopped(name: str) -> str:
    """Return why an answer stops a clock: it was what the clock ran for, or word of an extension is needed no more."""
    return NOT_NEEDED if name == NOTICE else "answered"


def kept(clocks: Iterable[Clock]) -> tuple[Clock, ...]:
    """Return the clocks that have something to say: not one that stopped because what it ran for was not needed."""
    return tuple(clock for clock in clocks if clock.stop_reason != NOT_NEEDED)


def most_urgent(clocks: Iterable[Clock]) -> Clock:
    """Return the one clock for a list: the answer's that binds, or word of an extension that is still to be given."""
    every = tuple(clocks)
    binds = binding_clock(every)
    word = [clock for clock in every if clock.name == NOTICE and clock.stopped_at is None and binds.extended_by]
    return min((binds, *word), key=lambda clock: clock.due_at)


def prolong(clocks: Sequence[Clock], now: datetime, *, policy: RequestPolicy) -> Prolonging:
    """Return what an extension at ``now`` does: it is told within the month of receipt (art. 12(3) AVG, B17).

    A promise that has run out while the law's term has not (from four weeks to a month at BQR) was late until the
    person was told; the extension ends it, and the law's own term binds from there. The law's clock gets the law's own
    extension and no more, whatever was promised. The notice clock goes on until the person was really told.

    Raises:
        NoExtension: the policy has none.
        AlreadyExtended: it was extended before.
        TooLate: the month in which the person must be told is over, or every term is.
    """
    if policy.extension is None:
        raise NoExtension(f"{policy.kind}: there is no extension")
    standing = [clock for clock in clocks if clock.stopped_at is None]
    if any(clock.extended_by for clock in clocks):
        raise AlreadyExtended("extended before")
    lapsed = [clock.name for clock in standing if now > clock.due_at and clock.paused_at is None]
    running = tuple(clock.name for clock in standing if clock.name in TERMS and clock.name not in lapsed)
    if NOTICE in lapsed or not running:
        raise TooLate("the month in which an extension is told is over")
    more = {ANSWER: policy.extension, LAW: policy.law_extension or policy.extension}
    return Prolonging(tuple((name, more[name]) for name in running), tuple(lapsed))
