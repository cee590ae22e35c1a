"""What identity tells; it acts upon nothing that others tell."""

from waarborg_shared.events import Event
from waarborg_shared.events.identity import (
    AccessReviewLapsed,
    AccessReviewNeared,
    PartnerSuspended,
    PersonRegistered,
    SessionEnded,
)

PUBLISHES: frozenset[type[Event]] = frozenset(
    (PersonRegistered, SessionEnded, PartnerSuspended, AccessReviewNeared, AccessReviewLapsed)
)
