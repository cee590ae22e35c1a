"""The clocks of a request: which run from receipt, which one binds, which can be paused and which extended."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from waarborg_requests.domain.states import RequestError
from waarborg_shared.clocks import Clock, ClockRule, Term, WorkingCalendar, due_on, extend, start
from waarborg_shared.hooks.values import RequestPolicy, Text

ANSWER = "answer"
LAW = "law"
NOTICE = "notice"
TERMS = (ANSWER, LAW)
CLOCKS = (ANSWER, LAW, NOTICE)
# While a request waits for the person another clock runs, after which staff are reminded: each wait has its own.
MOST_WAITS = 20
WAITS = tuple(f"waiting-{number}" for number in range(1, MOST_WAITS + 1))
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
    """What an extension does to each clock once it is told: by how much those that go on get longer, and which ones it
    replaces."""

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
    standing = (c for c in clocks if c.name in CLOCKS and c.stopped_at is None and c.paused_at is None)
    running = tuple(clock.name for clock in standing if now <= clock.due_at)
    if not running:
        raise TooLate("every term has run out")
    return running


def to_resume(clocks: Iterable[Clock]) -> tuple[str, ...]:
    """Return the clocks that go on once the person is known."""
    return tuple(clock.name for clock in clocks if clock.paused_at is not None and clock.stopped_at is None)


def to_stop(clocks: Iterable[Clock]) -> tuple[str, ...]:
    """Return the clocks that an answer stops: all that were not stopped before."""
    return tuple(clock.name for clock in clocks if clock.stopped_at is None)


def wait_rule(clocks: Iterable[Clock], term: Term) -> ClockRule | None:
    """Return the rule of the clock that runs while a request waits, under a name of its own; None past the most."""
    used = {clock.name for clock in clocks}
    name = next((each for each in WAITS if each not in used), None)
    return ClockRule(name=name, start_event="asked", term=term, source="art. 12(6) AVG") if name else None


def waits(clocks: Iterable[Clock]) -> tuple[str, ...]:
    """Return the clocks of a wait that still run."""
    return tuple(clock.name for clock in clocks if clock.name in WAITS and clock.stopped_at is None)


def why_stopped(name: str) -> str:
    """Return why an answer stops a clock: it was what the clock ran for, or word of an extension is needed no more."""
    return NOT_NEEDED if name == NOTICE or name in WAITS else "answered"


def kept(clocks: Iterable[Clock]) -> tuple[Clock, ...]:
    """Return the clocks that have something to say: not one that stopped because what it ran for was not needed, and
    not the one that only reminds of a wait."""
    return tuple(clock for clock in clocks if clock.stop_reason != NOT_NEEDED and clock.name not in WAITS)


def most_urgent(clocks: Iterable[Clock]) -> Clock:
    """Return the one clock for a list: the answer's that binds."""
    return binding_clock(clocks)


def side_by_side(clocks: Iterable[Clock]) -> tuple[Clock, ...]:
    """Return the promised and the legal term of the answer, the one that binds first; all, where all have stopped."""
    terms = [clock for clock in clocks if clock.name in TERMS]
    left = [clock for clock in terms if clock.stopped_at is None] or terms
    return tuple(sorted(left, key=lambda clock: clock.due_at))


def prolong(
    clocks: Sequence[Clock], now: datetime, *, policy: RequestPolicy, decided_before: bool = False
) -> Prolonging:
    """Return what an extension that is decided at ``now`` does, once it is told (art. 12(3) AVG, B17).

    Deciding changes no clock: until the person was told the promise runs on, and from four weeks on it counts as late
    (B17). A promise that had run out already when it was decided ends at the telling, and the law's own term binds from
    there. The law's clock gets the law's own extension and no more, whatever was promised.

    Raises:
        NoExtension: the policy has none.
        AlreadyExtended: it was extended before.
        TooLate: the month in which the person must be told is over, or every term is.
    """
    if policy.extension is None:
        raise NoExtension(f"{policy.kind}: there is no extension")
    if decided_before or any(clock.extended_by for clock in clocks):
        raise AlreadyExtended("extended before")
    standing = [clock for clock in clocks if clock.name in CLOCKS and clock.stopped_at is None]
    lapsed = [clock.name for clock in standing if now > clock.due_at and clock.paused_at is None]
    running = tuple(clock.name for clock in standing if clock.name in TERMS and clock.name not in lapsed)
    if NOTICE in lapsed or not running:
        raise TooLate("the month in which an extension is told is over")
    more = {ANSWER: policy.extension, LAW: policy.law_extension or policy.extension}
    return Prolonging(tuple((name, more[name]) for name in running), tuple(name for name in lapsed if name in TERMS))


def waits_to_be_told(clocks: Iterable[Clock], *, decided: bool, told: bool, lapsed: bool) -> bool:
    """Whether a longer term was decided on that the person does not know of yet, so that it does not count yet.

    Before this was kept apart an extension changed the clocks when it was decided: those are seen by their clocks.
    """
    return decided and not told and not lapsed and not any(clock.extended_by for clock in clocks)


def can_be_told(clocks: Iterable[Clock], now: datetime) -> bool:
    """Whether an extension still counts when it is told at ``now``: within the month of receipt, and not after it."""
    return any(
        clock.name == NOTICE and clock.stopped_at is None and (clock.paused_at is not None or now <= clock.due_at)
        for clock in clocks
    )


def counts_from(clock: Clock, decided_at: datetime) -> datetime:
    """Return the moment from which an extension is added to a clock: when it was decided, so that what the letter says
    holds; or the end of the last pause since, for a clock moves forward only."""
    moved = [pause.until or pause.since for pause in clock.pauses]
    return max(decided_at, *moved) if moved else decided_at


def extended(clocks: Sequence[Clock], plan: Prolonging, at: datetime, calendar: WorkingCalendar) -> tuple[Clock, ...]:
    """Return the clocks as an extension decided at ``at`` makes them once it is told."""
    more = dict(plan.extend)
    return tuple(
        extend(each, more[each.name], at=counts_from(each, at), reason="complexity", calendar=calendar)
        if each.name in more
        else each
        for each in clocks
        if each.name not in plan.end
    )
