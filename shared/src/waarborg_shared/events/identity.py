"""What the identity service tells: persons registered, sessions ended, partner systems suspended."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from waarborg_shared.events.base import Event


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    """A person got a reference at an organisation."""

    type: ClassVar[str] = "nl.waarborg.identity.person-registered.v1"

    person_ref: Annotated[str, "the person's random reference at this organisation"]


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Event):
    """A session ended, or was ended; whoever remembers it forgets it."""

    type: ClassVar[str] = "nl.waarborg.identity.session-ended.v1"

    session_hash: Annotated[str, "keyed hash of the session's id, in hex"]


@dataclass(frozen=True, kw_only=True)
class PartnerSuspended(Event):
    """A partner system may do nothing any more until it is let in again."""

    type: ClassVar[str] = "nl.waarborg.identity.partner-suspended.v1"

    partner_ref: Annotated[str, "reference of the partner system"]


EVENTS: tuple[type[Event], ...] = (PersonRegistered, SessionEnded, PartnerSuspended)
