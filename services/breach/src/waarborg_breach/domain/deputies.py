"""Who decides and notifies: the responsible person, whom he appointed, or a deputy when the clock presses."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from waarborg_breach.domain.states import BreachError, NotResponsible
from waarborg_shared.hooks.values import BreachProtocol, Text

APPOINTED = "appointed-deputy"
"""What stands on the timeline in the place of a role, where somebody acted by an appointment."""
LONGEST = timedelta(days=366)

WHY_NOT: dict[str, tuple[str, Text]] = {
    "ends-before-it-begins": (
        "until_at",
        Text("Het einde ligt voor het begin.", "The end lies before the beginning."),
    ),
    "over-already": ("until_at", Text("Dit moment is al voorbij.", "This moment has passed already.")),
    "too-long": (
        "until_at",
        Text("Een vervanging duurt hooguit een jaar.", "A deputy is appointed for a year at most."),
    ),
    "himself": ("who", Text("U bent zelf al verantwoordelijk.", "You are responsible yourself already.")),
    "unknown": (
        "who",
        Text(
            "Van deze persoon is niet zeker dat hij met datalekken werkt. Kies iemand uit de lijst.",
            "It is not sure that this person works with data breaches. Choose somebody from the list.",
        ),
    ),
    "ended": ("", Text("Deze vervanging is al voorbij.", "This appointment is over already.")),
}


class NoSuchAppointment(BreachError):
    """A deputy cannot be appointed so; ``field`` names what is wrong."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.field, self.text = WHY_NOT[why]


def check_appointment(*, from_at: datetime, until_at: datetime, now: datetime) -> None:
    """Refuse a time that is none: it ends before it begins, is over, or is longer than a year.

    Raises:
        NoSuchAppointment.
    """
    if until_at <= from_at:
        raise NoSuchAppointment("ends-before-it-begins")
    if until_at <= now:
        raise NoSuchAppointment("over-already")
    if until_at - from_at > LONGEST:
        raise NoSuchAppointment("too-long")


def require_responsible(
    protocol: BreachProtocol, roles: Iterable[str], *, time_presses: bool, appointed: bool = False
) -> str:
    """Let nobody but the responsible person pass, and return the role in which they act (B24 art. 2 and 10.3).

    Whom the responsible person ``appointed`` passes too. A deputy of the protocol's order passes when ``time_presses``:
    the authority's clock has used up most of its term and nobody has notified, so that 72 hours are not lost because
    the responsible person can't be reached.

    Raises:
        NotResponsible: naming the role that may.
    """
    held = set(roles)
    if protocol.responsible_role in held:
        return protocol.responsible_role
    if appointed:
        return APPOINTED
    acting = next((role for role in protocol.deputies if role in held), None) if time_presses else None
    if acting is None:
        raise NotResponsible(protocol.responsible_role)
    return acting
