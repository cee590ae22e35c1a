"""What is said when a breach is reported, what the discoverer did at once, and reports that were no breach or one."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from waarborg_breach.domain.states import (
    CASE_MOVES,
    HANDLED,
    Breach,
    BreachError,
    CaseState,
    NoSuchMove,
    move,
)
from waarborg_breach.domain.times import WrongTimes
from waarborg_shared.hooks.values import Text

PROCESSOR = "processor"
"""From where a report came: a company that works for the organisation (art. 33(2) AVG)."""


class BreachKind(StrEnum):
    """What kind of thing happened, as far as one can say at once."""

    LOST = "lost"
    STOLEN = "stolen"
    WRONG_PERSON = "wrong-person"
    LOOKED_IN = "looked-in"
    BROKEN_INTO = "broken-into"
    CHANGED = "changed"
    DESTROYED = "destroyed"
    OTHER = "other"


class WipeState(StrEnum):
    """Whether the data were wiped, or put out of reach, from a distance at once (B24 art. 3.2)."""

    DONE = "done"
    FAILED = "failed"
    NOT_POSSIBLE = "not-possible"
    NOT_APPLICABLE = "not-applicable"


TRIED = frozenset({WipeState.DONE, WipeState.FAILED})
"""What has a moment at which it was done or tried."""


class WipeMoment(BreachError):
    """Something was wiped or tried, and not said when; or said when, and nothing was tried."""

    field = "wiped_at"
    text = Text("Vul in wanneer dat was.", "Fill in when that was.")


class WipeNotTried(WipeMoment):
    """A moment was given at which nothing was done."""

    text = Text("Er is niets geprobeerd: laat dit leeg.", "Nothing was tried: leave this empty.")


class NoProcessor(BreachError):
    """Something was said that only a processor has to say, and not which company it is."""

    field = "processor"
    text = Text("Vul in welk bedrijf het is.", "Fill in which company it is.")


class RetractReason(BreachError):
    """To retract a report, or to open it again, takes a reason."""

    field = "why"
    text = Text("Schrijf waarom.", "Write why.")


class NotYours(BreachError):
    """Somebody retracts or opens a report who is neither its discoverer nor the responsible person."""

    field = "responsible"
    text = Text(
        "Dat mag alleen wie het meldde, zolang er niet besloten is, of de verantwoordelijke.",
        "Only who reported it may do that, as long as nothing was decided, or the person responsible.",
    )


class CannotMerge(BreachError):
    """Two reports cannot become one case; ``text`` says why."""

    field = "into"

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.text = WHY_NOT_MERGED[why]


WHY_NOT_MERGED = {
    "unknown": Text("Er is geen datalek met dit nummer.", "There is no breach with this number."),
    "itself": Text("Dit is dezelfde melding.", "This is the same report."),
    "over": Text(
        "Dat datalek is gesloten, ingetrokken of al samengevoegd. Kies een zaak die open is.",
        "That breach is closed, retracted or merged already. Choose a case that is open.",
    ),
    "drill": Text(
        "Een oefening en een echt datalek gaan niet samen.", "An exercise and a real breach cannot become one."
    ),
    "decided": Text(
        "Over deze melding is al besloten. Voeg de andere melding bij deze zaak, niet andersom.",
        "This report was decided on already. Merge the other report into this case, not the other way round.",
    ),
    "sending": Text(
        "Bij dat datalek worden nu mensen ingelicht. Wacht tot dat klaar is: de lijst van deze melding gaat mee.",
        "The people of that breach are being told now. Wait until that is done: the list of this report comes along.",
    ),
    "elsewhere": Text(
        "Deze melding is al met een andere zaak samengevoegd.", "This report was merged into another case already."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wipe:
    """What the discoverer did at once: with which device or account (in words, sealed) and when."""

    state: WipeState
    at: datetime | None = None
    what: str | None = None


def check_wipe(wipe: Wipe, *, began: datetime | None, now: datetime) -> Wipe:
    """Return ``wipe`` when it can be true.

    Raises:
        WipeMoment, WrongTimes: naming the field.
    """
    if wipe.state in TRIED and wipe.at is None:
        raise WipeMoment(wipe.state.value)
    if wipe.state not in TRIED and wipe.at is not None:
        raise WipeNotTried(wipe.state.value)
    if wipe.at is not None and wipe.at > now:
        raise WrongTimes("wiped_at", "in-the-future")
    if wipe.at is not None and began is not None and wipe.at < began:
        raise WrongTimes("wiped_at", "before-it-began")
    return wipe


def retract(breach: Breach, *, own: bool, responsible: bool, why: str | None) -> CaseState:
    """Return the state of a report that was retracted: nothing happened, or it was no breach.

    A discoverer retracts his own, the responsible person any; both only what nobody decided on yet.

    Raises:
        NotYours, NoSuchMove, RetractReason.
    """
    _may(own=own, responsible=responsible)
    state = move(CASE_MOVES, breach.case, CaseState.RETRACTED)
    _reason(why)
    return state


def open_again(breach: Breach, *, own: bool, responsible: bool, why: str | None) -> CaseState:
    """Return the state of a retracted report that turns out to be a breach after all.

    Raises:
        NotYours, NoSuchMove, RetractReason.
    """
    _may(own=own, responsible=responsible)
    if breach.case is not CaseState.RETRACTED:
        raise NoSuchMove(breach.case.value)
    state = move(CASE_MOVES, breach.case, CaseState.REPORTED)
    _reason(why)
    return state


def _may(*, own: bool, responsible: bool) -> None:
    if not (own or responsible):
        raise NotYours("neither")


def _reason(why: str | None) -> None:
    if not why or not why.strip():
        raise RetractReason("empty")


def merge(report: Breach, kept: Breach, *, drills: tuple[bool, bool], itself: bool) -> CaseState:
    """Return the state of a report that goes on under the number of another case, which keeps its own state.

    Raises:
        CannotMerge: naming why not.
    """
    if itself:
        raise CannotMerge("itself")
    if drills[0] is not drills[1]:
        raise CannotMerge("drill")
    if kept.case not in HANDLED:
        raise CannotMerge("over")
    if report.case is CaseState.DECIDED:
        raise CannotMerge("decided")
    return move(CASE_MOVES, report.case, CaseState.MERGED)
