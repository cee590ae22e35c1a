"""What identity tells; it acts upon nothing that others tell."""

from waarborg_shared.events.identity import PartnerSuspended, PersonRegistered, SessionEnded

PUBLISHES = frozenset({PersonRegistered, SessionEnded, PartnerSuspended})
