"""Where a report stands, and the one table of where it can go from there."""

from collections.abc import Mapping
from enum import StrEnum

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_shared.hooks.values import Text


class NoSuchMove(DisclosureError):
    """The state it is in does not lead to the state asked for."""

    text = Text(
        "Dit kan niet in de stand waarin deze melding is.", "This cannot be done in the state that this report is in."
    )


class Stale(DisclosureError):
    """Somebody else changed the report since it was read."""

    field = ""
    text = Text(
        "Iemand anders heeft deze melding intussen gewijzigd. Bekijk haar opnieuw en probeer het dan nog eens.",
        "Someone else changed this report in the meantime. Look at it again and then try once more.",
    )


class ReportClosed(DisclosureError):
    """A closed report takes no more messages."""

    field = "text"
    text = Text(
        "Deze melding is gesloten. Is er iets nieuws? Doe dan een nieuwe melding.",
        "This report is closed. Is there something new? Then make a new report.",
    )


class NotClosed(DisclosureError):
    """What is still open takes messages; only a closed report is followed by a new one."""

    field = "text"
    text = Text(
        "Deze melding is nog open. Schrijf een gewoon bericht.", "This report is still open. Write an ordinary message."
    )


class ReportState(StrEnum):
    """Where a report stands. That we wait for the reporter is no state: it lies over whichever it is in."""

    RECEIVED = "received"
    ANSWERED = "answered"
    FIXING = "fixing"
    FIXED = "fixed"
    CLOSED = "closed"
    REOPENED = "reopened"


MOVES: Mapping[ReportState, frozenset[ReportState]] = {
    ReportState.RECEIVED: frozenset({ReportState.ANSWERED}),
    ReportState.ANSWERED: frozenset({ReportState.ANSWERED, ReportState.FIXING, ReportState.FIXED, ReportState.CLOSED}),
    ReportState.FIXING: frozenset({ReportState.ANSWERED, ReportState.FIXED}),
    ReportState.FIXED: frozenset({ReportState.ANSWERED, ReportState.FIXING, ReportState.CLOSED}),
    ReportState.CLOSED: frozenset({ReportState.REOPENED}),
    ReportState.REOPENED: frozenset({ReportState.ANSWERED}),
}
AWAITS_ANSWER = frozenset({ReportState.RECEIVED, ReportState.REOPENED})
"""The states in which a report waits for our answer."""


def check_open(state: ReportState) -> ReportState:
    """Return the state of a report that still takes messages.

    Raises:
        ReportClosed: it does not.
    """
    if state is ReportState.CLOSED:
        raise ReportClosed
    return state


def check_closed(state: ReportState) -> ReportState:
    """Return the state of a report that a new one can follow. Raises NotClosed."""
    if state is not ReportState.CLOSED:
        raise NotClosed
    return state


def possible(state: ReportState) -> frozenset[ReportState]:
    """Return the states to which a report can go from this one."""
    return MOVES[state]


def move(now: ReportState, then: ReportState) -> ReportState:
    """Return ``then`` when the table leads from ``now`` to it.

    Raises:
        NoSuchMove: it does not.
    """
    if then not in MOVES[now]:
        raise NoSuchMove(f"{now.value} -> {then.value}")
    return then
