"""A report that staff enter: how it came, and since when the promises run (J14, B22: from the receipt)."""

from datetime import datetime
from enum import StrEnum

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_shared.hooks.values import Text


class CameBy(StrEnum):
    """How a report came that somebody entered for the one who made it."""

    EMAIL = "email"
    TELEPHONE = "telephone"
    PAPER = "paper"


class ReceivedInFuture(DisclosureError):
    """Nothing was received at a moment that is still to come."""

    field = "received_at"
    text = Text(
        "Dit moment komt nog. Vul in wanneer de melding binnenkwam.",
        "This moment is still to come. Give the moment at which the report came in.",
    )


class ReceivedByForm(DisclosureError):
    """What came by the form has its own moment, and nobody changes that."""

    field = "received_at"
    text = Text(
        "Deze melding kwam via de website. Het moment daarvan staat vast.",
        "This report came by the website. Its moment is certain.",
    )


class CorrectionReason(DisclosureError):
    """A moment from which promises run is corrected with a reason."""

    field = "why"
    text = Text("Schrijf op waarom u het moment verandert.", "Write down why you change the moment.")


class NothingCorrected(DisclosureError):
    """It is the moment that stood there."""

    field = "received_at"
    text = Text("Dit is het moment dat er al stond.", "This is the moment that stood there already.")


def check_received(received_at: datetime, *, now: datetime) -> datetime:
    """Return the moment at which a report came in. Raises ReceivedInFuture."""
    if received_at > now:
        raise ReceivedInFuture(received_at.isoformat())
    return received_at


def check_correction(came_by: str | None, *, was: datetime, received_at: datetime, why: str, now: datetime) -> None:
    """Check that a moment of receipt can take the place of another.

    Raises:
        ReceivedByForm, CorrectionReason, ReceivedInFuture, NothingCorrected.
    """
    if came_by is None:
        raise ReceivedByForm
    if not why.strip():
        raise CorrectionReason
    if check_received(received_at, now=now) == was:
        raise NothingCorrected
