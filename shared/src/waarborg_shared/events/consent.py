"""What the consent service tells: consents given and withdrawn, and who speaks for a client."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from waarborg_shared.events.base import Event


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    """Someone gave consent for a purpose."""

    type: ClassVar[str] = "nl.waarborg.consent.consent-given.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    purpose: Annotated[str, "code of the purpose, from the organisation's plugin"]
    statement_version: Annotated[str, "version of the privacy statement that was shown"]


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """A consent was withdrawn; it works from the moment of this event (art. 7(3) GDPR)."""

    type: ClassVar[str] = "nl.waarborg.consent.consent-withdrawn.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    purpose: Annotated[str | None, "code of the purpose; null: for every purpose"] = None
    request_ref: Annotated[str | None, "the request that asked for it; null: withdrawn directly"] = None


@dataclass(frozen=True, kw_only=True)
class WithdrawalFoundNothing(Event):
    """A request asked to withdraw a consent, and there was none that stood."""

    type: ClassVar[str] = "nl.waarborg.consent.withdrawal-found-nothing.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    request_ref: Annotated[str, "the request that asked for it"]
    purpose: Annotated[str | None, "code of the purpose; null: for every purpose"] = None


@dataclass(frozen=True, kw_only=True)
class RepresentationRegistered(Event):
    """Somebody was registered as a representative of a client; who may decide, and on what, is to be asked."""

    type: ClassVar[str] = "nl.waarborg.consent.representation-registered.v1"

    subject_ref: Annotated[str, "reference of the client"]
    representation_ref: Annotated[str, "the representation"]
    representative_ref: Annotated[str, "reference of the person who speaks for the client"]


@dataclass(frozen=True, kw_only=True)
class RepresentationEnded(Event):
    """A representation was ended; from which day on is to be asked."""

    type: ClassVar[str] = "nl.waarborg.consent.representation-ended.v1"

    subject_ref: Annotated[str, "reference of the client"]
    representation_ref: Annotated[str, "the representation"]


@dataclass(frozen=True, kw_only=True)
class ConsentUpForReview(Event):
    """A client reached an age at which another decides; a consent that was given before is to be looked at again."""

    type: ClassVar[str] = "nl.waarborg.consent.consent-up-for-review.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    purpose: Annotated[str, "code of the purpose of the consent"]
    clock: Annotated[str, "which clock ran out: turns-12, turns-16 or turns-18"]


EVENTS: tuple[type[Event], ...] = (
    ConsentGiven,
    ConsentWithdrawn,
    WithdrawalFoundNothing,
    RepresentationRegistered,
    RepresentationEnded,
    ConsentUpForReview,
)
