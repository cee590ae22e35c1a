"""The emergency button (noodknop): a look at once, told to the client, and judged by somebody else afterwards."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from waarborg_shared.clocks import AMSTERDAM, ClockRule, Term, Unit
from waarborg_shared.hooks.values import Text

LASTS = timedelta(hours=24)
"""As long as a shift and the next: who still needs it then is in the client's care, or is not to look."""
REVIEW = ClockRule(
    name="emergency_review",
    start_event="emergency-taken",
    term=Term(3, Unit.WORKING_DAYS),
    source="NEN 7510; NEN 7513",
)

TELLING = ClockRule(
    name="emergency_telling",
    start_event="emergency-taken",
    term=Term(5, Unit.WORKING_DAYS),
    source="art. 5(1)(a) AVG",
)
"""Until when the client has been told: a letter lies ready from the start, and is not to be thought of by anybody."""


def called(taken_at: datetime) -> str:
    """Return what staff call one use of the button: its moment on the clock here, such as 28-11-2026 07:59."""
    return f"{taken_at.astimezone(AMSTERDAM):%d-%m-%Y %H:%M}"


class ToldHow(StrEnum):
    """How a client came to know that somebody looked at his data in an emergency."""

    PAGE = "page"
    LETTER = "letter"
    CHANNEL = "channel"


class EmergencyVerdict(StrEnum):
    """What a review found."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


class EmergencyError(Exception):
    """The button cannot be used, or its use not be judged, so."""

    field = "verdict"
    text = Text("Dit kan niet.", "This cannot be done.")


class AlreadyReviewed(EmergencyError):
    """Somebody judged it already."""

    text = Text("Hierover is al geoordeeld.", "This has been judged already.")


class OwnEmergency(EmergencyError):
    """Nobody judges his own use of the button, where there is somebody else who can."""

    text = Text(
        "U gebruikte de noodknop zelf. Iemand anders kijkt of dat terecht was.",
        "You used the emergency button yourself. Somebody else looks whether that was right.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """One use of the button as it stands."""

    staff_ref: str
    until_at: datetime
    verdict: EmergencyVerdict | None = None


def review(taken: Taken, *, reviewer_ref: str, one_person: bool) -> bool:
    """Check that somebody may judge a use of the button; returns whether it was his own.

    An organisation of one person must be able to work (J8): where there is nobody else he judges his own use, and the
    record says so.

    Raises:
        AlreadyReviewed: it was judged already.
        OwnEmergency: it is his own, and there are others.
    """
    if taken.verdict is not None:
        raise AlreadyReviewed
    own = taken.staff_ref == reviewer_ref
    if own and not one_person:
        raise OwnEmergency
    return own
