"""What identity tells: persons registered, merged and split, sessions ended, partner systems suspended, reviews due."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from waarborg_shared.events.base import Event


@dataclass(frozen=True, kw_only=True)
class PersonRegistered(Event):
    """A person got a reference at an organisation."""

    type: ClassVar[str] = "nl.waarborg.identity.person-registered.v1"

    person_ref: Annotated[str, "the person's random reference at this organisation"]


@dataclass(frozen=True, kw_only=True)
class PersonsMerged(Event):
    """Two references turned out to be of one person: the merged one is another name of the one that stays."""

    type: ClassVar[str] = "nl.waarborg.identity.persons-merged.v1"

    kept_ref: Annotated[str, "the reference that the person goes by from now on"]
    merged_ref: Annotated[str, "the reference that stays valid as another name of the same person"]


@dataclass(frozen=True, kw_only=True)
class PersonsSplit(Event):
    """Two references are of two persons: a merge was undone, or somebody got a reference of his own."""

    type: ClassVar[str] = "nl.waarborg.identity.persons-split.v1"

    kept_ref: Annotated[str, "the reference that both went by"]
    split_ref: Annotated[str, "the reference that is somebody else's: the merged one again, or a new one"]


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


@dataclass(frozen=True, kw_only=True)
class AccessReviewNeared(Event):
    """Most of the time is over in which an organisation looks again at who may do what."""

    type: ClassVar[str] = "nl.waarborg.identity.access-review-neared.v1"

    review_ref: Annotated[str, "reference of the review"]
    due_at: Annotated[datetime, "when the review is due"]


@dataclass(frozen=True, kw_only=True)
class AccessReviewLapsed(Event):
    """A review of who may do what was not completed in time."""

    type: ClassVar[str] = "nl.waarborg.identity.access-review-lapsed.v1"

    review_ref: Annotated[str, "reference of the review"]
    due_at: Annotated[datetime, "when the review was due"]


@dataclass(frozen=True, kw_only=True)
class WebhookDisabled(Event):
    """No more events go to a partner system until an administrator turns that on again."""

    type: ClassVar[str] = "nl.waarborg.identity.webhook-disabled.v1"

    partner_ref: Annotated[str, "reference of the partner system"]
    verdict: Annotated[str, "code of why: gone (it answered 410) or three-days (an event was not taken for that long)"]


@dataclass(frozen=True, kw_only=True)
class IdentityCarriedOut(Event):
    """Identity carried out what was decided on a request, or says why not, or not yet."""

    type: ClassVar[str] = "nl.waarborg.identity.carried-out.v1"

    request_ref: Annotated[str, "reference of the request"]
    step_ref: Annotated[str, "reference of the step that was asked"]
    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    outcome: Annotated[str, "done, refused or not_yet"]
    ground: Annotated[str | None, "code of why it was not done, or why there was nothing to do"] = None
    kept: Annotated[tuple[str, ...], "codes of what stays"] = ()
    kept_by: Annotated[tuple[str, ...], "for each of them the code of the rule that it stays by"] = ()
    kept_until: Annotated[tuple[str, ...], "for each of them the day until which it stays, or no-day"] = ()


EVENTS: tuple[type[Event], ...] = (
    PersonRegistered,
    PersonsMerged,
    PersonsSplit,
    SessionEnded,
    PartnerSuspended,
    AccessReviewNeared,
    AccessReviewLapsed,
    WebhookDisabled,
    IdentityCarriedOut,
)
