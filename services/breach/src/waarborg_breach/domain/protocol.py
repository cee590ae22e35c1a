"""What the protocol asks of a report: times that can be, answers to its questions, and which clock runs from when."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from waarborg_breach.domain.states import BreachError
from waarborg_shared.clocks import ClockRule, due_on, in_force
from waarborg_shared.hooks.values import BreachProtocol, BreachStart, Text

AUTHORITY = "authority"


WHY_WRONG: Mapping[str, Text] = {
    "in-the-future": Text("Dit moment moet nog komen.", "This moment is still to come."),
    "before-discovery": Text(
        "Dit ligt voor de ontdekking: dat kan niet.", "This lies before the discovery: that cannot be."
    ),
    "after-discovery": Text(
        "Dit ligt na de ontdekking: dat kan niet.", "This lies after the discovery: that cannot be."
    ),
    "before-notified": Text(
        "Dit ligt voor de melding: dat kan niet.", "This lies before the notification: that cannot be."
    ),
    "before-the-law": Text("Toen gold de meldplicht nog niet.", "There was no duty to notify a breach then."),
}
"""Why a moment cannot be right."""


class WrongTimes(BreachError):
    """The times of a breach contradict one another or lie in the future; ``field`` names which."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__(why)
        self.field = field
        self.text = WHY_WRONG[why]


class UnknownQuestion(BreachError):
    """The protocol asks no such question."""

    field = "answers"
    text = Text("Deze vraag stelt het protocol niet.", "The protocol does not ask this question.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """When it happened (if known), when somebody found out, and when the organisation became aware.

    ``noticed_at`` is what somebody outside says: it is information, and no clock runs from it.
    """

    discovered_at: datetime
    aware_at: datetime
    occurred_at: datetime | None = None
    noticed_at: datetime | None = None


def check_times(times: Times, *, now: datetime) -> Times:
    """Return ``times`` when they can be true: happened, then discovered, then known, and none after ``now``.

    Raises:
        WrongTimes: naming the field.
    """
    if times.noticed_at is not None and times.noticed_at > now:
        raise WrongTimes("noticed_at", "in-the-future")
    if times.discovered_at > now:
        raise WrongTimes("discovered_at", "in-the-future")
    if times.aware_at > now:
        raise WrongTimes("aware_at", "in-the-future")
    if times.aware_at < times.discovered_at:
        raise WrongTimes("aware_at", "before-discovery")
    if times.occurred_at is not None and times.occurred_at > times.discovered_at:
        raise WrongTimes("occurred_at", "after-discovery")
    return times


def starts(protocol: BreachProtocol, times: Times) -> tuple[tuple[ClockRule, datetime], ...]:
    """Return each clock of the protocol with the moment from which it runs, in the version of that moment's day.

    BQR counts from discovery (B24 art. 9 and 10); the law from becoming aware (art. 33(1) AVG).

    Raises:
        WrongTimes: nobody had to be told of a breach on that day yet, so that no clock would run for it.
    """
    found = tuple(
        (rule, at) for event, at in moments(times).items() for rule in running_from(protocol.clocks, event, at)
    )
    running = {rule.name for rule, _ in found}
    for clock in protocol.clocks:
        if clock.name == AUTHORITY and AUTHORITY not in running:
            raise WrongTimes(f"{clock.start_event}_at", "before-the-law")
    return found


def moments(times: Times) -> Mapping[BreachStart, datetime]:
    """Return the moments of a report from which clocks run."""
    return {BreachStart.DISCOVERED: times.discovered_at, BreachStart.AWARE: times.aware_at}


def running_from(clocks: Iterable[ClockRule], event: BreachStart, at: datetime) -> tuple[ClockRule, ...]:
    """Return those of ``clocks`` that run from ``event``, each in the version of the day of ``at``."""
    return in_force((clock for clock in clocks if clock.start_event == event), due_on(at))


def check_answers(protocol: BreachProtocol, answers: Iterable[str]) -> None:
    """Refuse an answer to a question that the protocol does not ask.

    Raises:
        UnknownQuestion: naming it.
    """
    asked = {question.code for question in protocol.questions}
    for code in answers:
        if code not in asked:
            raise UnknownQuestion(code)


def not_yet_known(protocol: BreachProtocol, answers: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the questions without an answer, in the protocol's order (B24 art. 7)."""
    known = set(answers)
    return tuple(question.code for question in protocol.questions if question.code not in known)
