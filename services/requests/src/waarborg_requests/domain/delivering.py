"""What a person is told about a request, and when it counts as told: once it was sent, not once it lies ready."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum

from waarborg_requests.domain.states import RequestError
from waarborg_requests.domain.terms import NOTICE
from waarborg_shared.clocks import Clock
from waarborg_shared.hooks.values import DeliveryState, Text


class Told(StrEnum):
    """What a person is told about his request, as the template of the message."""

    ANSWERED = "request-answered"
    EXTENDED = "request-extended"
    WITHDRAWN = "request-withdrawn"


class NoSuchDelivery(RequestError):
    """Nothing of this name was made ready for this request."""

    text = Text("Voor dit verzoek ligt dit bericht niet klaar.", "This request has no such message to deliver.")


def delivered_at(state: DeliveryState, now: datetime) -> datetime | None:
    """Return since when a message that a channel just took counts as told; None while somebody still has to do it.

    A letter in the tray to print and a talk that is still to be held are promises, and nobody was told yet.
    """
    return now if state is DeliveryState.SENT else None


def to_stop_once_told(told: Told, clocks: Iterable[Clock]) -> tuple[str, ...]:
    """Return the clocks that run until the person was told: that of an extension (art. 12(3) AVG, B17)."""
    if told is not Told.EXTENDED:
        return ()
    return tuple(clock.name for clock in clocks if clock.name == NOTICE and clock.stopped_at is None)
