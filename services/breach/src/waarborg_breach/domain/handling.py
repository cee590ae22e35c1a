"""What is done about a breach beside telling: stop, find out, weigh, measures, aftercare (B24 art. 4-6, 11).

Each runs in parallel with the others and has one table of moves.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from waarborg_breach.domain.states import BreachError, PersonsState, move
from waarborg_shared.hooks.values import BreachStep, Text


class ContainmentState(StrEnum):
    """Whether the breach was stopped (B24 art. 5)."""

    OPEN = "open"
    UNDER_WAY = "under-way"
    CONTAINED = "contained"
    NOT_POSSIBLE = "not-possible"


class InvestigationState(StrEnum):
    """Whether the three questions of article 4 are answered."""

    OPEN = "open"
    ANSWERED = "answered"


class ConsequencesState(StrEnum):
    """Whether it is established what the breach may do to people (B24 art. 6)."""

    OPEN = "open"
    ESTABLISHED = "established"


class MeasuresState(StrEnum):
    """What is done against a repetition (B24 art. 11)."""

    OPEN = "open"
    PLANNED = "planned"
    TAKEN = "taken"
    NONE = "none"


class AftercareState(StrEnum):
    """What those concerned are offered afterwards (B24 art. 11)."""

    UNDECIDED = "undecided"
    NOT_NEEDED = "not-needed"
    OFFERED = "offered"
    DONE = "done"


class LostOrOpen(StrEnum):
    """Whether data were lost or lie open to misuse: the first question of article 4."""

    LOST = "lost"
    OPEN = "open"
    BOTH = "both"
    NEITHER = "neither"
    UNKNOWN = "unknown"


class Involved(StrEnum):
    """Whether a processor is involved: the third question of article 4."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class MeasureKind(StrEnum):
    """The two kinds of measures that the register keeps (B24 art. 12)."""

    TECHNICAL = "technical"
    ORGANISATIONAL = "organisational"


CONTAINMENT_MOVES: Mapping[ContainmentState, frozenset[ContainmentState]] = {
    ContainmentState.OPEN: frozenset(
        {ContainmentState.UNDER_WAY, ContainmentState.CONTAINED, ContainmentState.NOT_POSSIBLE}
    ),
    ContainmentState.UNDER_WAY: frozenset({ContainmentState.CONTAINED, ContainmentState.NOT_POSSIBLE}),
    ContainmentState.CONTAINED: frozenset({ContainmentState.UNDER_WAY}),
    ContainmentState.NOT_POSSIBLE: frozenset({ContainmentState.UNDER_WAY, ContainmentState.CONTAINED}),
}
"""What was contained may turn out to go on."""

AFTERCARE_MOVES: Mapping[AftercareState, frozenset[AftercareState]] = {
    AftercareState.UNDECIDED: frozenset({AftercareState.NOT_NEEDED, AftercareState.OFFERED}),
    AftercareState.NOT_NEEDED: frozenset({AftercareState.OFFERED}),
    AftercareState.OFFERED: frozenset({AftercareState.OFFERED, AftercareState.DONE, AftercareState.NOT_NEEDED}),
    AftercareState.DONE: frozenset({AftercareState.OFFERED}),
}


class NoSuchMeasure(BreachError):
    """The measure is not one of this case that is still to be taken; ``field`` is where it was chosen."""

    text = Text("Deze maatregel staat niet meer open.", "This measure is not to be taken any more.")

    def __init__(self, measure_id: str, field: str) -> None:
        super().__init__(measure_id)
        self.field = field


class MeasuresStand(BreachError):
    """That nothing is needed cannot be said while measures stand."""

    field = "no_measures_why"
    text = Text(
        "Er staan maatregelen. Die zijn genomen of vervallen voordat u zegt dat er niets nodig is.",
        "There are measures. They are taken or dropped before you say that nothing is needed.",
    )


class NoSuchHelper(BreachError):
    """Nobody who stays available is known by that."""

    field = "helper"
    text = Text("Deze persoon staat hier niet meer.", "This person does not stand here any more.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handling:
    """How far the handling of one breach is; ``planned`` counts measures to be taken, ``taken`` those that were.

    ``overdue`` counts those to be taken whose day has passed.
    """

    containment: ContainmentState = ContainmentState.OPEN
    investigation: InvestigationState = InvestigationState.OPEN
    consequences: ConsequencesState = ConsequencesState.OPEN
    aftercare: AftercareState = AftercareState.UNDECIDED
    planned: int = 0
    taken: int = 0
    overdue: int = 0
    none_needed: bool = False

    @property
    def measures(self) -> MeasuresState:
        """Return how the measures stand: it follows from each of them."""
        if self.planned:
            return MeasuresState.PLANNED
        if self.taken:
            return MeasuresState.TAKEN
        return MeasuresState.NONE if self.none_needed else MeasuresState.OPEN


def contain(now: ContainmentState, then: ContainmentState) -> ContainmentState:
    """Return the state asked for. Raises NoSuchMove."""
    return move(CONTAINMENT_MOVES, now, then)


def care_after(now: AftercareState, then: AftercareState) -> AftercareState:
    """Return the state asked for. Raises NoSuchMove."""
    return move(AFTERCARE_MOVES, now, then)


def investigated(lost_or_open: LostOrOpen, departments: str, processor: Involved) -> InvestigationState:
    """Return how the investigation stands: answered once none of the three questions of article 4 is open.

    ``departments``: who and which departments are involved, in words.
    """
    known = lost_or_open is not LostOrOpen.UNKNOWN and processor is not Involved.UNKNOWN and bool(departments.strip())
    return InvestigationState.ANSWERED if known else InvestigationState.OPEN


def handling_duties(handling: Handling, required: frozenset[BreachStep], *, persons: PersonsState) -> tuple[str, ...]:
    """Return the codes of what the organisation's protocol requires and was not done, in the order of the work.

    Aftercare is decided once the people concerned were told, or are to be (B24 art. 11).
    """
    told = persons not in (PersonsState.UNDECIDED, PersonsState.NOT_TO_INFORM)
    waiting = {
        "contain": (BreachStep.CONTAIN, handling.containment in (ContainmentState.OPEN, ContainmentState.UNDER_WAY)),
        "investigate": (BreachStep.INVESTIGATE, handling.investigation is InvestigationState.OPEN),
        "establish-consequences": (BreachStep.CONSEQUENCES, handling.consequences is ConsequencesState.OPEN),
        "plan-measures": (BreachStep.MEASURES, handling.measures is MeasuresState.OPEN),
        "take-overdue-measures": (BreachStep.MEASURES, handling.overdue > 0),
        "take-measures": (BreachStep.MEASURES, handling.planned > handling.overdue),
        "decide-aftercare": (BreachStep.AFTERCARE, told and handling.aftercare is AftercareState.UNDECIDED),
        "give-aftercare": (BreachStep.AFTERCARE, handling.aftercare is AftercareState.OFFERED),
    }
    return tuple(duty for duty, (step, open_now) in waiting.items() if open_now and step in required)


class GrievanceOutcome(StrEnum):
    """What came of a grievance."""

    UPHELD = "upheld"
    IN_PART = "in-part"
    NOT_UPHELD = "not-upheld"


class GrievanceAbout(StrEnum):
    """What somebody disagrees with (B24 art. 10)."""

    AUTHORITY = "authority"
    PERSONS = "persons"
    HANDLING = "handling"


class NoSuchGrievance(BreachError):
    """The grievance is not one of this case that waits for an outcome."""

    field = "grievance"
    text = Text("Dit bezwaar staat niet meer open.", "This grievance does not wait for an outcome any more.")


class NothingDecided(BreachError):
    """There is no decision yet to disagree with."""

    field = "grievance_about"
    text = Text("Er is nog niets besloten. Kies iets anders.", "Nothing was decided yet. Choose something else.")


class AlreadyGrieved(BreachError):
    """The same person disagrees with the same thing already, and waits for what comes of it."""

    field = "grievance_about"
    text = Text(
        "Uw bezwaar hierover wacht al op een beoordeling.", "Your grievance about this waits for a review already."
    )


class AnotherReviews(BreachError):
    """Who took the decision, or filed the grievance, does not review it: a colleague without a part in it does."""

    field = "grievance_who"
    text = Text(
        "Wie besliste of het bezwaar maakte, beoordeelt het niet. Kies eerst een andere collega.",
        "Who decided or filed the grievance does not review it. First choose another colleague.",
    )


class NotTheReviewer(BreachError):
    """A colleague was named to review it, and he alone says what comes of it."""

    field = "grievance"
    text = Text(
        "Alleen wie is gekozen om dit bezwaar te beoordelen, legt vast wat ervan komt.",
        "Only the colleague who was chosen to review this grievance records what comes of it.",
    )


RECONSIDER = "reconsider"
"""The duty to decide again, since a grievance was right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grieved:
    """What came of a grievance and when; None while it waits."""

    outcome: GrievanceOutcome | None = None
    decided_at: datetime | None = None


def check_reviewer(who: str, *, parties: Collection[str | None]) -> None:
    """Let nobody review a grievance who has a part in it: ``parties`` are who decided and who filed it (B24 art. 10).

    Raises:
        AnotherReviews
    """
    if who in parties:
        raise AnotherReviews(who)


def check_review(who: str, *, reviewer: str | None, parties: Collection[str | None], outsider: bool = False) -> None:
    """Let the colleague who was named say what comes of it, and nobody in his place; else anybody without a part.

    ``outsider``: in an organisation of one person somebody from outside looks at it, and that person writes down what
    he found.

    Raises:
        AnotherReviews, NotTheReviewer.
    """
    if outsider:
        return
    check_reviewer(who, parties=parties)
    if reviewer is not None and who != reviewer:
        raise NotTheReviewer(who)


def grievance_duties(grievances: Sequence[Grieved], *, decided_at: datetime | None) -> tuple[str, ...]:
    """Return what grievances leave to be done: say what comes of one, and decide again where one was upheld."""
    upheld = [
        each.decided_at
        for each in grievances
        if each.decided_at is not None and each.outcome in (GrievanceOutcome.UPHELD, GrievanceOutcome.IN_PART)
    ]
    waits = any(each.outcome is None for each in grievances)
    again = any(decided_at is None or decided_at <= at for at in upheld)
    return (*(("answer-grievance",) if waits else ()), *((RECONSIDER,) if again else ()))
