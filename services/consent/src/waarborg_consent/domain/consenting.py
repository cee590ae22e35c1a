"""What may be said about a consent: which event may follow which state, by whom, and with which proof."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from waarborg_consent.domain.authority import Authority
from waarborg_consent.domain.consent_errors import (
    AlreadyWithdrawn,
    ConsentNotNeeded,
    EndsTooEarly,
    NarrowedWithoutPurpose,
    NoAuthority,
    NotByThem,
    NothingToUndo,
    NotNow,
    ScanWithoutPaper,
    StatementOutOfDate,
    TextOutOfDate,
    TooLateToUndo,
    TooYoungAlone,
    UnknownCategory,
    UnknownPurpose,
    UnknownRecipient,
    WitnessMissing,
)
from waarborg_consent.domain.consent_parts import WHOLE, Part
from waarborg_consent.domain.consents import (
    STANDS,
    ConsentEvent,
    ConsentState,
    Given,
    How,
    Standing,
    live,
    standing,
    without_undone,
)
from waarborg_shared.clocks import end_of_day
from waarborg_shared.hooks.values import Purpose, Scope

UNDO_WITHIN = timedelta(minutes=10)
AGE_OF_CONSENT = 16
"""From this age somebody consents to the use of his own data, and nobody for him (art. 5 UAVG)."""
SHA256 = re.compile(r"[0-9a-f]{64}")


class By(StrEnum):
    """Who says it, whoever writes it down; the date is nobody."""

    PERSON = "person"
    REPRESENTATIVE = "representative"
    COURT = "court"
    ORGANISATION = "organisation"
    DATE = "date"


@dataclass(frozen=True, slots=True)
class Move:
    """After which states something may happen, and by whom."""

    after: frozenset[ConsentState]
    by: frozenset[By]


_ANY = frozenset(ConsentState)
_S = ConsentState
_ANSWERING = frozenset({By.PERSON, By.REPRESENTATIVE})
_OPEN = frozenset({_S.UNKNOWN, _S.REQUESTED, _S.DEFERRED, _S.EXPIRED, _S.INVALIDATED})
MOVES: Mapping[Given, Move] = {
    Given.REQUESTED: Move(_ANY - STANDS, frozenset({By.ORGANISATION})),
    Given.GIVEN: Move(_ANY, _ANSWERING),
    Given.REFUSED: Move(_OPEN, _ANSWERING),
    Given.DEFERRED: Move(frozenset({_S.REQUESTED, _S.DEFERRED}), _ANSWERING),
    Given.RENEWED: Move(STANDS | {_S.EXPIRED}, _ANSWERING),
    Given.WITHDRAWN: Move(STANDS, frozenset({By.PERSON})),
    Given.REVOKED: Move(STANDS, frozenset({By.REPRESENTATIVE, By.COURT, By.ORGANISATION})),
    Given.EXPIRED: Move(STANDS, frozenset({By.DATE})),
    Given.INVALIDATED: Move(STANDS | {_S.EXPIRED}, frozenset({By.COURT, By.ORGANISATION})),
    Given.UNDONE: Move(_ANY, frozenset({By.PERSON})),
}
UNDOABLE = frozenset({Given.GIVEN, Given.RENEWED, Given.REFUSED, Given.DEFERRED, Given.WITHDRAWN})


def check_by(kind: Given, by: By) -> None:
    """Check that what happens is for ``by`` to do. Raises NotByThem."""
    if by not in MOVES[kind].by:
        raise NotByThem(f"{kind} by {by}")


def follow(kind: Given, stands: Standing, *, by: By) -> None:
    """Check that ``kind`` may follow what stands, and is for ``by`` to do. Raises NotByThem, NotNow."""
    check_by(kind, by)
    if stands.state not in MOVES[kind].after:
        raise NotNow(f"{kind} after {stands.state}")


def give(purposes: Mapping[str, Purpose], purpose: str, *, statement_version: str, in_force: str) -> Purpose:
    """Check that consent for ``purpose`` may be recorded, and return the purpose.

    Raises:
        UnknownPurpose: it is not on the organisation's list (J2).
        ConsentNotNeeded: it rests on another basis.
        StatementOutOfDate: the statement shown is not the one in force.
    """
    found = purposes.get(purpose)
    if found is None:
        raise UnknownPurpose(purpose)
    if not found.takes_consent:
        raise ConsentNotNeeded(purpose)
    if statement_version != in_force:
        raise StatementOutOfDate(statement_version)
    return found


def check_text(shown: str | None, *, today: str) -> None:
    """Check that the text that was shown is today's, where that is told. Raises TextOutOfDate."""
    if shown is not None and shown != today:
        raise TextOutOfDate(shown)


def check_part(part: Part, purpose: Purpose | None, recipients: Collection[str]) -> None:
    """Check that a part is one of the purpose. Raises NarrowedWithoutPurpose, UnknownCategory, UnknownRecipient."""
    if part == WHOLE:
        return
    if purpose is None:
        raise NarrowedWithoutPurpose("all")
    if not part.categories <= set(purpose.categories):
        raise UnknownCategory(*sorted(part.categories - set(purpose.categories)))
    if not part.recipients <= set(recipients):
        raise UnknownRecipient(*sorted(part.recipients - set(recipients)))


def check_giver(authority: Authority | None, *, age: int | None) -> By:
    """Return who gives: the person, or who speaks for him.

    ``age`` in years is what the caller knows of the person today; None where he does not, and then whoever records it
    answers for it. The exceptions for a child of art. 7:450(2) BW are about its care, and a consent is about data.

    Raises:
        NoAuthority: it is about money alone, and a consent is about data.
        TooYoungAlone: a child says it, with nobody who may.
    """
    if authority is not None:
        if authority.scope is Scope.MONEY:
            raise NoAuthority(authority.kind)
        return By.REPRESENTATIVE
    if age is not None and age < AGE_OF_CONSENT:
        raise TooYoungAlone("age")
    return By.PERSON


def check_proof(how: How, *, witness: str | None, scan_sha256: str | None) -> None:
    """Check that how it was given can be proved. Raises WitnessMissing, ScanWithoutPaper."""
    if how is How.SPOKEN and not witness:
        raise WitnessMissing(how.value)
    if scan_sha256 is not None and (how is not How.PAPER or not SHA256.fullmatch(scan_sha256)):
        raise ScanWithoutPaper(how.value)


def ends_at(until_on: date | None, *, now: datetime) -> datetime | None:
    """Return the moment on which a consent ends: the last second of its last day. Raises EndsTooEarly."""
    if until_on is None:
        return None
    end = end_of_day(until_on)
    if end <= now:
        raise EndsTooEarly(until_on.isoformat())
    return end


def withdraw(
    events: Iterable[ConsentEvent], purposes: Mapping[str, Purpose], *, purpose: str | None, part: Part = WHOLE
) -> tuple[str, ...]:
    """Return the purposes whose consent ends now: one, or with ``purpose`` None every one that stands (art. 7(3) AVG).

    A yes to a text that has changed since can be withdrawn as well as one that counts.

    Raises:
        UnknownPurpose: it is not on the organisation's list.
        AlreadyWithdrawn: nothing stands that could end.
    """
    if purpose is not None and purpose not in purposes:
        raise UnknownPurpose(purpose)
    known = tuple(events)
    asked = tuple(purposes) if purpose is None else (purpose,)
    ending = tuple(code for code in asked if _would_end(known, code, part))
    if not ending:
        raise AlreadyWithdrawn(purpose or "all")
    return ending


def _would_end(events: Iterable[ConsentEvent], purpose: str, part: Part) -> bool:
    """Whether a yes stands (to today's text or another) that is no wider than ``part``, or that ``part`` cuts into."""
    given = [found for found, event in live(events, purpose).items() if event.state in STANDS or event.outdated]
    if any(found.within(part) for found in given):
        return True
    return any(part.within(found) for found in given) and not _ended(events, purpose, part)


def _ended(events: Iterable[ConsentEvent], purpose: str, part: Part) -> bool:
    """Whether just this part was ended already, while wider consent goes on."""
    found = live(events, purpose).get(part)
    return found is not None and found.kind in (Given.WITHDRAWN, Given.REVOKED)


def undoable(events: Iterable[ConsentEvent], *, own: Collection[str], at: datetime) -> tuple[ConsentEvent, ...]:
    """Return what the person himself may take back at ``at``: his own last choices, of the last minutes.

    ``own`` are the ids of the events that he made himself. Only what nothing was said after about the same can go: what
    came later rests on it.
    """
    known = without_undone(events)
    return tuple(
        event
        for event in sorted(known, key=lambda each: each.sequence, reverse=True)
        if event.id in own and event.kind in UNDOABLE and at - event.at <= UNDO_WITHIN and _last(event, known)
    )


def undo(events: Iterable[ConsentEvent], event_id: str, *, own: Collection[str], at: datetime) -> ConsentEvent:
    """Return the event that is taken back. Raises NothingToUndo, TooLateToUndo."""
    known = without_undone(events)
    found = next((event for event in known if event.id == event_id and event.id in own), None)
    if found is None or found.kind not in UNDOABLE or not _last(found, known):
        raise NothingToUndo(event_id)
    if at - found.at > UNDO_WITHIN:
        raise TooLateToUndo(event_id)
    return found


def _last(event: ConsentEvent, known: Iterable[ConsentEvent]) -> bool:
    later = (each for each in known if each.sequence > event.sequence)
    return not any(None in (each.purpose, event.purpose) or each.purpose == event.purpose for each in later)


def answered(events: Iterable[ConsentEvent], purpose: str, part: Part = WHOLE) -> Standing:
    """Return what stands for just this part of ``purpose``, which an answer about it follows."""
    known = tuple(events)
    if part == WHOLE:
        return standing([event for event in known if event.part == WHOLE], purpose)
    found = live(known, purpose).get(part)
    return Standing(purpose=purpose, state=found.state if found else ConsentState.UNKNOWN)
