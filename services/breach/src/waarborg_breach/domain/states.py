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


REASONS: Mapping[str, Text] = {
    "not-notifying": Text("Niet melden vraagt een geschreven reden.", "Not telling somebody takes a written reason."),
    "late": Text(
        "De termijn was al om. Schrijf op waarom er niet op tijd is gemeld.",
        "The term was over already. Write down why the notification was not made in time.",
    ),
    "withdrawing": Text("Schrijf op waarom de melding wordt ingetrokken.", "Write down why it is withdrawn."),
    "reopening": Text("Schrijf op waarom de zaak weer opengaat.", "Write down why the case is opened again."),
    "appointing": Text("Schrijf op waarom deze vervanger nodig is.", "Write down why this deputy is needed."),
    "announcing": Text(
        "Schrijf op waarom de anderen niet persoonlijk worden ingelicht.",
        "Write down why the others are not told personally.",
    ),
    "switching": Text("Schrijf op waarom.", "Write down why."),
}
"""What is said where a written reason is missing."""


class ReasonNeeded(BreachError):
    """What is off the protocol's usual way takes a written reason (B24 art. 9.2; art. 33(1), 33(5), 34(3) AVG)."""

    field = "reason"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.text = REASONS[why]


class ExceptionNeeded(BreachError):
    """Who is not told, is not told by one of the law's exceptions or for want of a high risk (art. 34(1), (3) AVG)."""

    field = "exception"
    text = Text("Kies waarom de mensen niet worden ingelicht.", "Choose why the people are not told.")


class ExceptionTooMuch(BreachError):
    """An exception is named for people who are told."""

    field = "exception"
    text = Text(
        "Kies dit alleen als de mensen niet worden ingelicht.", "Choose this only where the people are not told."
    )


class Unconfirmed(BreachError):
    """Deciding without an answer takes that whoever decides names it as not yet known; ``questions`` were not named."""

    field = "not_yet_known"
    text = Text(
        "Nog niet alle vragen zijn beantwoord. Bevestig dat u dit weet en nu toch besluit.",
        "Not all questions are answered yet. Confirm that you know this and decide all the same.",
    )

    def __init__(self, questions: tuple[str, ...]) -> None:
        super().__init__(", ".join(questions))
        self.questions = questions


class AlreadyNotified(NoSuchMove):
    """The authority was notified already: what is new is a supplement, and what was wrong is withdrawn."""

    text = Text(
        "Dit lek is al gemeld bij de Autoriteit Persoonsgegevens. Vul die melding aan, of trek haar in.",
        "The authority was notified of this breach already. Supplement that notification, or withdraw it.",
    )


class NotNotified(NoSuchMove):
    """There is no notification to supplement or withdraw."""

    text = Text(
        "Er staat geen melding open bij de Autoriteit Persoonsgegevens.", "There is no notification to the authority."
    )


class NothingLate(NoSuchMove):
    """No notification is late without its reasons."""

    field = "late_why"
    text = Text("Er is geen late melding zonder uitleg.", "No late notification lacks its reasons.")


class AlreadyTold(NoSuchMove):
    """Who was told cannot be untold."""

    text = Text("Wie al is ingelicht, kan niet meer niet ingelicht worden.", "Who was told already cannot be untold.")


class CaseOver(NoSuchMove):
    """The case is closed: it is opened again first."""

    text = Text("Deze zaak is gesloten. Open haar eerst weer.", "This case is closed. Open it again first.")


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
    PROVISIONAL = "provisional"
    SUPPLEMENTED = "supplemented"
    COMPLETE = "complete"
    WITHDRAWN = "withdrawn"


class PersonsState(StrEnum):
    """Whether the persons are told (art. 34 AVG)."""

    UNDECIDED = "undecided"
    NOT_TO_INFORM = "not-to-inform"
    TO_INFORM = "to-inform"
    TO_ANNOUNCE = "to-announce"
    IN_PART = "in-part"
    INFORMED = "informed"
    ANNOUNCED = "announced"


class NoticeKind(StrEnum):
    """What the authority was told."""

    PROVISIONAL = "provisional"
    COMPLETE = "complete"
    SUPPLEMENT = "supplement"
    WITHDRAWAL = "withdrawal"


class PersonsException(StrEnum):
    """Why the persons are not told each: no high risk (34(1)), or one of the three exceptions of art. 34(3) AVG."""

    NO_HIGH_RISK = "no-high-risk"
    UNINTELLIGIBLE = "unintelligible"
    AVERTED = "averted"
    DISPROPORTIONATE = "disproportionate"


CASE_MOVES: Mapping[CaseState, frozenset[CaseState]] = {
    CaseState.REPORTED: frozenset({CaseState.DECIDED, CaseState.RETRACTED, CaseState.MERGED}),
    CaseState.DECIDED: frozenset({CaseState.DECIDED, CaseState.CLOSED}),
    CaseState.CLOSED: frozenset({CaseState.DECIDED}),
    CaseState.RETRACTED: frozenset({CaseState.REPORTED}),
    CaseState.MERGED: frozenset(),
}
"""A closed case is decided again only by being opened again; nothing else is done with it."""
HANDLED = frozenset({CaseState.REPORTED, CaseState.DECIDED})
"""In which something may still be done with a case; of the others nobody who was at it has anything left to do."""
NOTIFIED = frozenset({AuthorityState.PROVISIONAL, AuthorityState.SUPPLEMENTED, AuthorityState.COMPLETE})
"""The authority has a notification of ours."""
TOLD = frozenset({PersonsState.IN_PART, PersonsState.INFORMED, PersonsState.ANNOUNCED})
AUTHORITY_MOVES: Mapping[AuthorityState, frozenset[AuthorityState]] = {
    AuthorityState.UNDECIDED: frozenset({AuthorityState.NOT_TO_NOTIFY, AuthorityState.TO_NOTIFY}),
    AuthorityState.NOT_TO_NOTIFY: frozenset({AuthorityState.NOT_TO_NOTIFY, AuthorityState.TO_NOTIFY}),
    AuthorityState.TO_NOTIFY: frozenset(
        {
            AuthorityState.TO_NOTIFY,
            AuthorityState.NOT_TO_NOTIFY,
            AuthorityState.PROVISIONAL,
            AuthorityState.COMPLETE,
        }
    ),
    AuthorityState.PROVISIONAL: frozenset(
        {AuthorityState.SUPPLEMENTED, AuthorityState.COMPLETE, AuthorityState.WITHDRAWN}
    ),
    AuthorityState.SUPPLEMENTED: frozenset(
        {AuthorityState.SUPPLEMENTED, AuthorityState.COMPLETE, AuthorityState.WITHDRAWN}
    ),
    AuthorityState.COMPLETE: frozenset({AuthorityState.COMPLETE, AuthorityState.WITHDRAWN}),
    AuthorityState.WITHDRAWN: frozenset({AuthorityState.WITHDRAWN, AuthorityState.TO_NOTIFY}),
}
"""Complete to complete is a supplement to a notification that was complete; withdrawn to itself is deciding again."""
PERSONS_MOVES: Mapping[PersonsState, frozenset[PersonsState]] = {
    PersonsState.UNDECIDED: frozenset({PersonsState.NOT_TO_INFORM, PersonsState.TO_INFORM, PersonsState.TO_ANNOUNCE}),
    PersonsState.NOT_TO_INFORM: frozenset(
        {PersonsState.NOT_TO_INFORM, PersonsState.TO_INFORM, PersonsState.TO_ANNOUNCE}
    ),
    PersonsState.TO_INFORM: frozenset(
        {
            PersonsState.TO_INFORM,
            PersonsState.NOT_TO_INFORM,
            PersonsState.TO_ANNOUNCE,
            PersonsState.IN_PART,
            PersonsState.INFORMED,
        }
    ),
    PersonsState.TO_ANNOUNCE: frozenset(
        {PersonsState.TO_ANNOUNCE, PersonsState.NOT_TO_INFORM, PersonsState.TO_INFORM, PersonsState.ANNOUNCED}
    ),
    PersonsState.IN_PART: frozenset(
        {PersonsState.IN_PART, PersonsState.INFORMED, PersonsState.TO_INFORM, PersonsState.TO_ANNOUNCE}
    ),
    PersonsState.INFORMED: frozenset({PersonsState.INFORMED, PersonsState.IN_PART, PersonsState.TO_INFORM}),
    PersonsState.ANNOUNCED: frozenset({PersonsState.ANNOUNCED, PersonsState.TO_INFORM}),
}
"""In part to announce: the others cannot be reached one by one. After it they may be told each after all.

Nothing is announced without the decision to do so, which says on what ground (art. 34(3)(c) AVG).
Informed leads back where it turns out that somebody was not told: a letter came back, or somebody is new on the list.
"""

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
        "complete-notification": breach.authority in (AuthorityState.PROVISIONAL, AuthorityState.SUPPLEMENTED),
        "inform-persons": breach.persons in (PersonsState.TO_INFORM, PersonsState.IN_PART),
        "announce": breach.persons is PersonsState.TO_ANNOUNCE,
    }
    return tuple(duty for duty, is_open in duties.items() if is_open)
