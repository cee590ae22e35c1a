"""Consents as events from which the state follows: the newest wins, a general withdrawal ends all before it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from waarborg_shared.hooks.values import Purpose, Text


class ConsentError(Exception):
    """A consent cannot be recorded; ``field`` names what is wrong in what was sent."""

    field = "purpose"
    text = Text("Deze toestemming kan niet worden vastgelegd.", "This consent cannot be recorded.")


class UnknownPurpose(ConsentError):
    """The organisation's closed list has no such purpose (J2)."""

    text = Text("Dit doel staat niet op de lijst van doelen.", "This purpose is not on the list of purposes.")


class ConsentNotNeeded(ConsentError):
    """The purpose does not rest on consent: asking for it would promise a choice that is not there."""

    text = Text("Voor dit doel is geen toestemming nodig.", "This purpose needs no consent.")


class StatementOutOfDate(ConsentError):
    """The text that was shown is not the one in force (art. 7(1) AVG: informed consent can be proved)."""

    field = "statement_version"
    text = Text(
        "De privacyverklaring is intussen veranderd. Lees de nieuwe en kies opnieuw.",
        "The privacy statement has changed in the meantime. Read the new one and choose again.",
    )


class AlreadyWithdrawn(ConsentError):
    """There is nothing given that a withdrawal could end."""

    text = Text("Er staat geen toestemming om in te trekken.", "There is no consent to withdraw.")


class NotOwn(ConsentError):
    """A person may give and withdraw only what is their own."""

    field = "subject_ref"
    text = Text("Dit zijn de gegevens van iemand anders.", "These are somebody else's data.")


class ConsentState(StrEnum):
    """What stands for one purpose (the states of W3C DPV that this service knows so far)."""

    UNKNOWN = "unknown"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class Given(StrEnum):
    """What happened: the two kinds of event."""

    GIVEN = "given"
    WITHDRAWN = "withdrawn"


class How(StrEnum):
    """How it was given or withdrawn, for proof (art. 7(1) AVG)."""

    PAGE = "page"
    PAPER = "paper"
    SPOKEN = "spoken"
    KITCHEN_TABLE = "kitchen_table"
    PARTNER = "partner"
    REQUEST = "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentEvent:
    """One event of a person's consents. ``purpose`` None means all; ``sequence`` orders the events of one person."""

    id: str
    kind: Given
    purpose: str | None
    at: datetime
    sequence: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What stands for a purpose, since when, and which event says so."""

    purpose: str
    state: ConsentState
    since: datetime | None = None
    event_id: str | None = None


def standing(events: Iterable[ConsentEvent], purpose: str) -> Standing:
    """Return what stands for ``purpose``: the newest event about it, or about everything, decides.

    The order in which events arrive does not matter; ``sequence`` does. A general *giving* does not exist: consent is
    specific (art. 4(11) AVG).
    """
    about = [event for event in events if event.purpose in (purpose, None)]
    if not about:
        return Standing(purpose=purpose, state=ConsentState.UNKNOWN)
    newest = max(about, key=lambda event: event.sequence)
    state = ConsentState.GIVEN if newest.kind is Given.GIVEN else ConsentState.WITHDRAWN
    return Standing(purpose=purpose, state=state, since=newest.at, event_id=newest.id)


def standings(events: Iterable[ConsentEvent], purposes: Mapping[str, Purpose]) -> tuple[Standing, ...]:
    """Return what stands for every purpose that takes consent, in the organisation's own order."""
    known = tuple(events)
    return tuple(standing(known, code) for code, purpose in purposes.items() if purpose.takes_consent)


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


def withdraw(
    events: Iterable[ConsentEvent], purposes: Mapping[str, Purpose], *, purpose: str | None
) -> tuple[str, ...]:
    """Return the purposes whose consent ends now: one, or with ``purpose`` None every one that stands (art. 7(3) AVG).

    Raises:
        UnknownPurpose: it is not on the organisation's list.
        AlreadyWithdrawn: nothing stands that could end.
    """
    if purpose is not None and purpose not in purposes:
        raise UnknownPurpose(purpose)
    known = tuple(events)
    asked = tuple(purposes) if purpose is None else (purpose,)
    ending = tuple(code for code in asked if standing(known, code).state is ConsentState.GIVEN)
    if not ending:
        raise AlreadyWithdrawn(purpose or "all")
    return ending
