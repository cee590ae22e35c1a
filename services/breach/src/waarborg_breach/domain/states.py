"""The states of a breach, in parallel, each with one table of moves; and the duties that keep a case open."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from waarborg_shared.hooks.values import Text


class BreachError(Exception):
    """Something cannot be done with a breach; ``field`` names what is wrong in what was sent."""

    field = "state"
    text = Text("Dit kan nu niet.", "This cannot be done now.")


class NoSuchMove(BreachError):
    """The state it is in does not lead to the state asked for."""

    text = Text("Dat kan niet vanuit de huidige stand.", "That does not follow from the present state.")


class Stale(BreachError):
    """Somebody else did something with the case since the page was opened; nothing was done with what was sent."""

    field = ""
    text = Text(
        "Intussen heeft iemand anders iets met deze zaak gedaan. Wat u invulde staat er nog. Bekijk de zaak en "
        "verstuur het dan opnieuw.",
        "Meanwhile somebody else did something with this case. What you filled in is still here. Look at the case, "
        "then send it again.",
    )


class NotResponsible(BreachError):
    """Only the responsible person, or a deputy in the protocol's order, decides and notifies (B24 art. 10.3)."""

    field = "responsible"
    text = Text(
        "Alleen de verantwoordelijke of een vervanger mag dit.", "Only the responsible person or a deputy may do this."
    )


class ReasonNeeded(BreachError):
    """Not notifying, or not informing, takes a written reason (B24 art. 9.2; art. 33(5), 34(3) AVG)."""

    field = "reason"
    text = Text("Niet melden vraagt een geschreven reden.", "Not telling somebody takes a written reason.")


class OpenDuties(BreachError):
    """The case cannot be closed while a duty is open; ``duties`` names them."""

    text = Text("Er staat nog iets open.", "Something is still to be done.")

    def __init__(self, duties: tuple[str, ...]) -> None:
        super().__init__(", ".join(duties))
        self.duties = duties


class CaseState(StrEnum):
    """Where the case stands."""

    REPORTED = "reported"
    DECIDED = "decided"
    CLOSED = "closed"
    RETRACTED = "retracted"
    MERGED = "merged"


class AuthorityState(StrEnum):
    """Whether the authority is told (art. 33 AVG)."""

    UNDECIDED = "undecided"
    NOT_TO_NOTIFY = "not-to-notify"
    TO_NOTIFY = "to-notify"
    NOTIFIED = "notified"


class PersonsState(StrEnum):
    """Whether the persons are told (art. 34 AVG)."""

    UNDECIDED = "undecided"
    NOT_TO_INFORM = "not-to-inform"
    TO_INFORM = "to-inform"
    INFORMED = "informed"


CASE_MOVES: Mapping[CaseState, frozenset[CaseState]] = {
    CaseState.REPORTED: frozenset({CaseState.DECIDED, CaseState.RETRACTED, CaseState.MERGED}),
    CaseState.DECIDED: frozenset({CaseState.DECIDED, CaseState.CLOSED}),
    CaseState.CLOSED: frozenset(),
    CaseState.RETRACTED: frozenset({CaseState.REPORTED}),
    CaseState.MERGED: frozenset(),
}
OVER = frozenset({CaseState.CLOSED, CaseState.RETRACTED, CaseState.MERGED})
"""In which nothing more is done with a case; whoever was at it has nothing left to do."""
AUTHORITY_MOVES: Mapping[AuthorityState, frozenset[AuthorityState]] = {
    AuthorityState.UNDECIDED: frozenset({AuthorityState.NOT_TO_NOTIFY, AuthorityState.TO_NOTIFY}),
    AuthorityState.NOT_TO_NOTIFY: frozenset({AuthorityState.NOT_TO_NOTIFY, AuthorityState.TO_NOTIFY}),
    AuthorityState.TO_NOTIFY: frozenset(
        {AuthorityState.TO_NOTIFY, AuthorityState.NOT_TO_NOTIFY, AuthorityState.NOTIFIED}
    ),
    AuthorityState.NOTIFIED: frozenset({AuthorityState.NOTIFIED}),
}
PERSONS_MOVES: Mapping[PersonsState, frozenset[PersonsState]] = {
    PersonsState.UNDECIDED: frozenset({PersonsState.NOT_TO_INFORM, PersonsState.TO_INFORM}),
    PersonsState.NOT_TO_INFORM: frozenset({PersonsState.NOT_TO_INFORM, PersonsState.TO_INFORM}),
    PersonsState.TO_INFORM: frozenset({PersonsState.TO_INFORM, PersonsState.NOT_TO_INFORM, PersonsState.INFORMED}),
    PersonsState.INFORMED: frozenset({PersonsState.INFORMED}),
}

S = TypeVar("S", bound=StrEnum)


def move(moves: Mapping[S, frozenset[S]], now: S, then: S) -> S:
    """Return ``then`` when the table leads from ``now`` to it.

    Raises:
        NoSuchMove: it does not.
    """
    if then not in moves[now]:
        raise NoSuchMove(f"{now.value} -> {then.value}")
    return then


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """The states of one breach."""

    case: CaseState = CaseState.REPORTED
    authority: AuthorityState = AuthorityState.UNDECIDED
    persons: PersonsState = PersonsState.UNDECIDED


def open_duties(breach: Breach) -> tuple[str, ...]:
    """Return the codes of what still has to be done before the case may close."""
    duties = {
        "decide": breach.case is CaseState.REPORTED,
        "notify-authority": breach.authority is AuthorityState.TO_NOTIFY,
        "inform-persons": breach.persons is PersonsState.TO_INFORM,
    }
    return tuple(duty for duty, is_open in duties.items() if is_open)
