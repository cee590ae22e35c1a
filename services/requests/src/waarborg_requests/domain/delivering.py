"""What a person is told about a request, and when it counts as told: once it was sent, not once it lies ready."""

from datetime import datetime
from enum import StrEnum

from waarborg_requests.domain.states import RequestError
from waarborg_shared.hooks.values import DeliveryState, Text

LETTER = "letter"
"""The channel of what is printed and posted."""


class Told(StrEnum):
    """What a person is told about his request, as the template of the message."""

    RECEIVED = "request-received"
    ANSWERED = "request-answered"
    EXTENDED = "request-extended"
    IDENTIFY = "request-identify"
    CODE = "request-code"
    MESSAGE = "request-message"
    WITHDRAWN = "request-withdrawn"
    READ_CODE = "request-read-code"
    FETCH_CODE = "request-fetch-code"
    NEW_CODE = "request-new-code"
    FEE = "request-fee"


class NoSuchDelivery(RequestError):
    """Nothing of this name was made ready for this request."""

    text = Text("Voor dit verzoek ligt dit bericht niet klaar.", "This request has no such message to deliver.")


def delivered_at(state: DeliveryState, now: datetime, *, to_be_opened: bool = False) -> datetime | None:
    """Return since when a message that a channel just took counts as told; None while somebody still has to do it.

    A letter in the tray to print and a talk that is still to be held are promises, and nobody was told yet. What lies
    on a page is told once the person opened it.
    """
    return now if state is DeliveryState.SENT and not to_be_opened else None
