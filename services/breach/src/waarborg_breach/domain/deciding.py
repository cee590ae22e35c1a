"""The decision, notifying the authority, telling the persons, and closing (B24 art. 9 to 11)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from waarborg_breach.domain.states import (
    AUTHORITY_MOVES,
    CASE_MOVES,
    HANDLED,
    NOTIFIED,
    PERSONS_MOVES,
    TOLD,
    AlreadyNotified,
    AlreadyTold,
    AuthorityState,
    Breach,
    CaseOver,
    CaseState,
    ExceptionNeeded,
    ExceptionTooMuch,
    NoSuchMove,
    NoticeKind,
    NotNotified,
    OpenDuties,
    PersonsException,
    PersonsState,
    ReasonNeeded,
    Unconfirmed,
    move,
    open_duties,
)

SUPPLEMENT = "supplement"
FIRST_NOTICES = frozenset({NoticeKind.PROVISIONAL, NoticeKind.COMPLETE})
"""By which the authority first hears of a breach; a supplement or a withdrawal cannot come too late."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is decided: whether the authority is notified and the persons are told, and if not, why not."""

    notify_authority: bool
    inform_persons: bool
    exception: PersonsException | None = None
    reason: str | None = None

    def check(self) -> None:
        """Refuse what leaves out why somebody is not told. Raises ReasonNeeded, ExceptionNeeded, ExceptionTooMuch."""
        if self.inform_persons and self.exception is not None:
            raise ExceptionTooMuch
        if not self.inform_persons and self.exception is None:
            raise ExceptionNeeded
        if not (self.notify_authority and self.inform_persons):
            check_reason(self.reason, "not-notifying")


def check_reason(reason: str | None, why: str) -> None:
    """Refuse what is done without the written reason that it takes. Raises ReasonNeeded."""
    if not (reason and reason.strip()):
        raise ReasonNeeded(why)


def check_known(missing: Iterable[str], named: Iterable[str]) -> tuple[str, ...]:
    """Return the questions that are decided on without an answer: each was named as not yet known (B24 art. 9.2).

    Raises:
        Unconfirmed: a question has no answer and was not named.
    """
    asked, confirmed = tuple(missing), set(named)
    left = tuple(question for question in asked if question not in confirmed)
    if left:
        raise Unconfirmed(left)
    return asked


def decide(breach: Breach, decision: Decision) -> Breach:
    """Return the breach as decided (B24 art. 9): to notify in principle always; not to do so takes a reason.

    Raises:
        ReasonNeeded, ExceptionNeeded, ExceptionTooMuch: what was decided leaves out why somebody is not told.
        CaseOver, AlreadyNotified, AlreadyTold, NoSuchMove: it cannot be decided any more.
    """
    _require_handled(breach)
    decision.check()
    return Breach(
        case=move(CASE_MOVES, breach.case, CaseState.DECIDED),
        authority=_authority(breach.authority, notify=decision.notify_authority),
        persons=_persons(breach.persons, decision),
    )


def _authority(now: AuthorityState, *, notify: bool) -> AuthorityState:
    if now in NOTIFIED:
        if not notify:
            raise AlreadyNotified(now.value)
        return now
    if now is AuthorityState.WITHDRAWN and not notify:
        return now
    return move(AUTHORITY_MOVES, now, AuthorityState.TO_NOTIFY if notify else AuthorityState.NOT_TO_NOTIFY)


def _persons(now: PersonsState, decision: Decision) -> PersonsState:
    announced = now is PersonsState.ANNOUNCED
    if decision.inform_persons:
        return now if now in TOLD and not announced else move(PERSONS_MOVES, now, PersonsState.TO_INFORM)
    publicly = decision.exception is PersonsException.DISPROPORTIONATE
    if announced and publicly:
        return now
    if now in TOLD and not (publicly and now is PersonsState.IN_PART):
        raise AlreadyTold(now.value)
    return move(PERSONS_MOVES, now, PersonsState.TO_ANNOUNCE if publicly else PersonsState.NOT_TO_INFORM)


def notified(breach: Breach, *, complete: bool = True) -> Breach:
    """Return the breach after the authority was told, provisionally or in full (art. 33(1), 33(4) AVG).

    The product records it and never sends it.

    Raises:
        AlreadyNotified: it was told before.
        CaseOver, NoSuchMove: it was not decided to notify.
    """
    _require_handled(breach)
    if breach.authority in NOTIFIED:
        raise AlreadyNotified(breach.authority.value)
    then = AuthorityState.COMPLETE if complete else AuthorityState.PROVISIONAL
    return replace(breach, authority=move(AUTHORITY_MOVES, breach.authority, then))


def late_notice(kind: str, *, at: datetime, due_at: datetime | None) -> bool:
    """Whether what the authority was told at a moment is a first notification after its term (art. 33(1) AVG)."""
    return kind in FIRST_NOTICES and due_at is not None and at > due_at


def supplemented(breach: Breach, *, complete: bool) -> Breach:
    """Return the breach after the notification was supplemented; what was complete stays so.

    Raises:
        NotNotified, CaseOver.
    """
    _require_handled(breach)
    if breach.authority not in NOTIFIED:
        raise NotNotified(breach.authority.value)
    whole = complete or breach.authority is AuthorityState.COMPLETE
    then = AuthorityState.COMPLETE if whole else AuthorityState.SUPPLEMENTED
    return replace(breach, authority=move(AUTHORITY_MOVES, breach.authority, then))


def withdrawn(breach: Breach, *, reason: str | None) -> Breach:
    """Return the breach after the notification was withdrawn, with the reason.

    Raises:
        NotNotified, ReasonNeeded, CaseOver.
    """
    _require_handled(breach)
    if breach.authority not in NOTIFIED:
        raise NotNotified(breach.authority.value)
    check_reason(reason, "withdrawing")
    return replace(breach, authority=move(AUTHORITY_MOVES, breach.authority, AuthorityState.WITHDRAWN))


def informed(breach: Breach, *, in_part: bool = False) -> Breach:
    """Return the breach after the persons, or some of them, were told (art. 34 AVG).

    Raises:
        CaseOver, NoSuchMove: it was not decided to tell them.
    """
    _require_handled(breach)
    then = PersonsState.IN_PART if in_part else PersonsState.INFORMED
    return replace(breach, persons=move(PERSONS_MOVES, breach.persons, then))


def waiting_again(breach: Breach, *, some_told: bool) -> Breach:
    """Return the breach once it turned out that somebody who counted as told was not, or that there are more people.

    Raises:
        CaseOver, NoSuchMove.
    """
    _require_handled(breach)
    then = PersonsState.IN_PART if some_told else PersonsState.TO_INFORM
    return replace(breach, persons=move(PERSONS_MOVES, breach.persons, then))


def to_announce(breach: Breach) -> Breach:
    """Return the breach once those who were not told yet are told by an announcement (art. 34(3)(c) AVG).

    Raises:
        CaseOver, NoSuchMove.
    """
    _require_handled(breach)
    return replace(breach, persons=move(PERSONS_MOVES, breach.persons, PersonsState.TO_ANNOUNCE))


def announced(breach: Breach) -> Breach:
    """Return the breach after it was announced publicly (art. 34(3)(c) AVG).

    Raises:
        CaseOver, NoSuchMove: it was not decided to announce it.
    """
    _require_handled(breach)
    return replace(breach, persons=move(PERSONS_MOVES, breach.persons, PersonsState.ANNOUNCED))


def close(breach: Breach, *, also: Iterable[str] = ()) -> Breach:
    """Return the breach closed; ``also`` are duties that other parts of the case still have open.

    Raises:
        OpenDuties: something still has to be done, by name.
        CaseOver: it is closed already.
    """
    _require_handled(breach)
    duties = (*open_duties(breach), *(duty for duty in also if duty not in open_duties(breach)))
    if duties:
        raise OpenDuties(duties)
    return replace(breach, case=move(CASE_MOVES, breach.case, CaseState.CLOSED))


def reopened(breach: Breach, *, reason: str | None) -> Breach:
    """Return a closed breach opened again, with the reason: what was decided and told stands, and clocks run on.

    Raises:
        NoSuchMove: it is not closed.
        ReasonNeeded.
    """
    if breach.case is not CaseState.CLOSED:
        raise NoSuchMove(breach.case.value)
    check_reason(reason, "reopening")
    return replace(breach, case=move(CASE_MOVES, breach.case, CaseState.DECIDED))


def stopped_clocks(breach: Breach, names: Iterable[str]) -> frozenset[str]:
    """Return those of the case's clocks, by ``names``, that have nothing left to count for in this state.

    A clock of the organisation's own runs until the case is closed.
    """
    if breach.case not in HANDLED:
        return frozenset(names)
    stopped: set[str] = set()
    if breach.case is not CaseState.REPORTED:
        stopped.add("decision")
    if breach.authority in NOTIFIED | {AuthorityState.NOT_TO_NOTIFY, AuthorityState.WITHDRAWN}:
        stopped.add("authority")
    if breach.authority not in (AuthorityState.PROVISIONAL, AuthorityState.SUPPLEMENTED):
        stopped.add(SUPPLEMENT)
    if breach.persons in (PersonsState.INFORMED, PersonsState.ANNOUNCED, PersonsState.NOT_TO_INFORM):
        stopped.add("persons")
    return frozenset(stopped & set(names))


def _require_handled(breach: Breach) -> None:
    if breach.case not in HANDLED:
        raise CaseOver(breach.case.value)
