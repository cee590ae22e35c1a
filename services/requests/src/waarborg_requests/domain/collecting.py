"""The rules of collecting: who is asked, by when, what came of it, and when an answer may be given without somebody."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from waarborg_requests.domain.answers import Outcome
from waarborg_requests.domain.states import RequestError
from waarborg_shared.clocks import ClockRule, Term, Unit, WorkingCalendar, due_on
from waarborg_shared.clocks.terms import add_term
from waarborg_shared.hooks.values import GIVES_DATA, Holder, RequestKind, Text

CLOCK = "holder"
"""The clock of what one holder is asked."""
ASKED = "asked"
LINK_LIVES = timedelta(days=14)
MOST_ITEMS = 5_000
"""So many items may one holder hand in for one request."""


class TaskState(StrEnum):
    """How far a holder's task is."""

    ASKED = "asked"
    REMINDED = "reminded"
    CONTRIBUTED = "contributed"
    NOTHING_FOUND = "nothing_found"
    CANNOT = "cannot"
    CANCELLED = "cancelled"


OUTSTANDING = frozenset({TaskState.ASKED, TaskState.REMINDED})
OUTCOMES = (TaskState.CONTRIBUTED, TaskState.NOTHING_FOUND, TaskState.CANNOT)
"""What a holder can say of what he was asked."""


class ItemForm(StrEnum):
    """In what form an item comes."""

    TEXT = "text"
    JSON = "json"
    FILE = "file"


class Hindrance(StrEnum):
    """Why a holder cannot hand in what it was asked."""

    DESTROYED = "destroyed"
    OUT_OF_ORDER = "out_of_order"
    NOT_REACHED = "not_reached"
    ANOTHER_HOLDER = "another_holder"
    OTHER = "other"


HINDRANCES: Mapping[Hindrance, Text] = {
    Hindrance.DESTROYED: Text(
        "De bewaartermijn is voorbij en het is vernietigd", "Its term is over, and it was destroyed"
    ),
    Hindrance.OUT_OF_ORDER: Text("Het systeem werkt niet", "The system is out of order"),
    Hindrance.NOT_REACHED: Text("Wij kregen geen antwoord", "We got no answer"),
    Hindrance.ANOTHER_HOLDER: Text("Een ander is hiervoor verantwoordelijk", "Somebody else is responsible for it"),
    Hindrance.OTHER: Text("Een andere reden", "Another reason"),
}
"""Why something is missing, for staff and in the letter with the answer."""


class NotReminded(StrEnum):
    """Why a holder whose answer is outstanding cannot be reminded now."""

    TODAY = "today"
    BY_CODE = "by_code"
    UNKNOWN = "unknown"


NOT_REMINDED: Mapping[NotReminded, Text] = {
    NotReminded.TODAY: Text("vandaag al herinnerd", "reminded today already"),
    NotReminded.BY_CODE: Text(
        "levert in met een code en ziet hier niets: bel of schrijf zelf",
        "hands in with a code and sees nothing here: call or write yourself",
    ),
    NotReminded.UNKNOWN: Text(
        "staat niet meer in de lijst van plekken: kies bij het verzoek hoe het verder moet",
        "is no longer in the list of places: choose with the request how to go on",
    ),
}
"""Why a place could not be reminded."""


def missed_in_words(name: Text, why: NotReminded) -> Text:
    """Return which place was not reminded, and why."""
    said = NOT_REMINDED[why]
    return Text(f"{name.nl}: {said.nl}", f"{name.en}: {said.en}")


@dataclass(frozen=True, slots=True)
class Progress:
    """How many places were asked, and how many of them have answered."""

    asked: int
    answered: int

    @property
    def waits_for(self) -> int:
        """How many have not answered yet."""
        return self.asked - self.answered


class NoSuchTask(RequestError):
    """Nothing of that reference was asked of this holder."""

    text = Text("Dit is niet aan u gevraagd.", "This was not asked of you.")


class TaskClosed(RequestError):
    """What was asked was answered, or is not needed any more."""

    text = Text(
        "Dit is al beantwoord of niet meer nodig. Er is niets veranderd.",
        "This was answered already or is not needed any more. Nothing was changed.",
    )


class WrongPerson(RequestError):
    """What came is about somebody else than was asked for, or about whom was not said."""

    field = "subject"
    text = Text(
        "Dit gaat niet over de persoon van wie gegevens gevraagd zijn. Er is niets bewaard.",
        "This is not about the person whose data were asked for. Nothing was kept.",
    )


class SubjectFirst(RequestError):
    """A file came before it was said about whom it is."""

    field = "subject"
    text = Text("Zeg eerst over wie het gaat. Er is niets bewaard.", "Say first about whom it is. Nothing was kept.")


class NothingHandedIn(RequestError):
    """Somebody said that he handed something in, and there is nothing."""

    field = "outcome"
    text = Text(
        "Er is nog niets ingeleverd. Lever iets in, of zeg dat er niets gevonden is.",
        "Nothing was handed in yet. Hand something in, or say that nothing was found.",
    )


class SomethingHandedIn(RequestError):
    """Somebody said that there is nothing, and there is something."""

    field = "outcome"
    text = Text(
        "Er is al iets ingeleverd. Haal dat eerst weg, of zeg dat het alles is.",
        "Something was handed in already. Take it away first, or say that it is all.",
    )


class HindranceNeeded(RequestError):
    """Why it cannot be is not said."""

    field = "hindrance"
    text = Text("Kies waarom het niet kan.", "Choose why it cannot be.")


class WordsNeeded(RequestError):
    """A reason of one's own needs words."""

    field = "words"
    text = Text("Leg uit waarom.", "Explain why.")


class TooManyItems(RequestError):
    """More items than one holder may hand in."""

    field = "items"
    text = Text(
        f"Meer dan {MOST_ITEMS} onderdelen kan niet. Voeg onderdelen samen.",
        f"More than {MOST_ITEMS} items cannot be. Put items together.",
    )


class NotLinked(RequestError):
    """Data would be given of nobody in the register of persons, so that no holder was asked (B14, B15)."""

    field = "outcome"
    text = Text(
        "Koppel eerst het verzoek aan de persoon om wie het gaat. Dan vragen wij alle plekken wat zij hebben, en pas "
        "daarna kunt u gegevens geven. Weigeren kan wel.",
        "First link the request to the person whom it is about. Then every place is asked what it has, and only after "
        "that can you give data. Refusing is possible.",
    )


class StillOutstanding(RequestError):
    """An answer would be given while holders have not answered; ``waits_for`` are their names."""

    field = "outcome"

    def __init__(self, waits_for: Iterable[Text]) -> None:
        names = tuple(waits_for)
        super().__init__(len(names))
        self.text = Text(
            f"Nog niet binnen: {_listed(name.nl for name in names)}. Wacht daarop, of zeg bij “Gegevens verzamelen” "
            "waarom het zonder kan.",
            f"Not there yet: {_listed(name.en for name in names)}. Wait for it, or say at “Collecting the data” why it "
            "can do without.",
        )


def asked_for(kind: RequestKind, holders: Iterable[Holder]) -> tuple[Holder, ...]:
    """Return who is asked for a request of this kind: nobody for one that is not answered with data."""
    if kind not in GIVES_DATA:
        return ()
    return tuple(holder for holder in holders if kind in holder.asked_for)


def clock_rule(holder: Holder, now: datetime, *, request_due: datetime, calendar: WorkingCalendar) -> ClockRule:
    """Return the clock of what a holder is asked: its own term, and never past the moment that the answer is due.

    It is counted in hours, for the end may be cut off at any moment.
    """
    end = min(add_term(now, holder.term, calendar), request_due)
    hours = max(0, int((end - now).total_seconds() // 3600))
    return ClockRule(name=CLOCK, start_event=ASKED, term=Term(hours, Unit.HOURS), source=holder.source)


def why_not_reminded(*, known: bool, by_code: bool, reminded_at: datetime | None, now: datetime) -> NotReminded | None:
    """Return why a holder cannot be reminded: the organisation names it no more, who hands in with a code does not sign
    in here and so sees nothing of it, or it was done on this day (in Europe/Amsterdam) already; None where it can."""
    if not known:
        return NotReminded.UNKNOWN
    if by_code:
        return NotReminded.BY_CODE
    if reminded_at is not None and due_on(reminded_at) >= due_on(now):
        return NotReminded.TODAY
    return None


def check_finish(outcome: TaskState, *, items: int, hindrance: Hindrance | None, words: str) -> None:
    """Check that what a holder says hangs together.

    Raises:
        NothingHandedIn, SomethingHandedIn, HindranceNeeded, WordsNeeded
    """
    if outcome is TaskState.CONTRIBUTED and not items:
        raise NothingHandedIn
    if outcome is not TaskState.CONTRIBUTED and items:
        raise SomethingHandedIn
    if outcome is TaskState.CANNOT and hindrance is None:
        raise HindranceNeeded
    if outcome is TaskState.CANNOT and hindrance is Hindrance.OTHER and not words.strip():
        raise WordsNeeded


def must_be_linked(kind: RequestKind, outcome: Outcome, *, linked: bool, asked: bool) -> None:
    """Refuse to give data of somebody who was not linked, or for whom no holder was asked where there are holders for
    it; a refusal needs neither. Raises NotLinked."""
    if kind in GIVES_DATA and outcome is not Outcome.REFUSED and not (linked and asked):
        raise NotLinked


def may_be_answered(kind: RequestKind, outcome: Outcome, waits_for: Collection[Text]) -> None:
    """Refuse to give data while some are not there; a refusal needs none. Raises StillOutstanding."""
    if kind in GIVES_DATA and outcome is not Outcome.REFUSED and waits_for:
        raise StillOutstanding(waits_for)


def back_off(attempts: int) -> timedelta:
    """After how long a service that was away is asked again: from ten seconds, doubled, to an hour at the most."""
    seconds: int = 10 * 2 ** min(attempts, 10)
    return min(timedelta(hours=1), timedelta(seconds=seconds))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)
