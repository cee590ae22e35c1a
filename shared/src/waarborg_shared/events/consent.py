"""What the consent service tells: of consents and who speaks for a client, of the role table, emergencies, statements.

Also of data that go to third parties, marks that were set and ended, and messages that may go to somebody no more.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from waarborg_shared.events.base import Event


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    """Someone gave consent for a purpose."""

    type: ClassVar[str] = "nl.waarborg.consent.consent-given.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    purpose: Annotated[str, "code of the purpose, from the organisation's plugin"]
    statement_version: Annotated[str, "version of the privacy statement that was shown"]
    ends_at: Annotated[datetime | None, "when it ends by itself; null: it has no end"] = None


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """A consent was withdrawn; it works from the moment of this event (art. 7(3) GDPR)."""

    type: ClassVar[str] = "nl.waarborg.consent.consent-withdrawn.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    purpose: Annotated[str | None, "code of the purpose; null: for every purpose"] = None
    request_ref: Annotated[str | None, "the request that asked for it; null: withdrawn directly"] = None
    revoker_kind: Annotated[str | None, "who ended it where that was not the person: a code; null: the person"] = None


@dataclass(frozen=True, kw_only=True)
class WithdrawalFoundNothing(Event):
    """A request asked to withdraw a consent, and there was none that stood."""

    type: ClassVar[str] = "nl.waarborg.consent.withdrawal-found-nothing.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    request_ref: Annotated[str, "the request that asked for it"]
    purpose: Annotated[str | None, "code of the purpose; null: for every purpose"] = None


@dataclass(frozen=True, kw_only=True)
class ConsentRequested(Event):
    """Someone was asked for consent and has not answered yet; a portal can show the question."""

    type: ClassVar[str] = "nl.waarborg.consent.consent-requested.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    purpose: Annotated[str, "code of the purpose, from the organisation's plugin"]


@dataclass(frozen=True, kw_only=True)
class ConsentRefused(Event):
    """Someone said no."""

    type: ClassVar[str] = "nl.waarborg.consent.consent-refused.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    purpose: Annotated[str, "code of the purpose, from the organisation's plugin"]


@dataclass(frozen=True, kw_only=True)
class ConsentDeferred(Event):
    """Someone who was asked for consent will answer later."""

    type: ClassVar[str] = "nl.waarborg.consent.consent-deferred.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    purpose: Annotated[str, "code of the purpose, from the organisation's plugin"]


@dataclass(frozen=True, kw_only=True)
class ConsentExpired(Event):
    """A consent ended by its date; decisions went by that from the date on, whenever this was told."""

    type: ClassVar[str] = "nl.waarborg.consent.consent-expired.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    purpose: Annotated[str, "code of the purpose, from the organisation's plugin"]
    categories: Annotated[tuple[str, ...], "codes of the data that it was about; none: all"] = ()
    recipients: Annotated[tuple[str, ...], "codes of those who got them; none: not narrowed to anybody"] = ()


@dataclass(frozen=True, kw_only=True)
class ConsentInvalidated(Event):
    """A consent turned out to have been given on wrong grounds: it never counted."""

    type: ClassVar[str] = "nl.waarborg.consent.consent-invalidated.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    purpose: Annotated[str, "code of the purpose, from the organisation's plugin"]


@dataclass(frozen=True, kw_only=True)
class ConsentUndone(Event):
    """Someone took back a choice of a few minutes ago: what stood before it stands again."""

    type: ClassVar[str] = "nl.waarborg.consent.consent-undone.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    undone_kind: Annotated[str, "what was taken back: given, renewed, refused, deferred or withdrawn"]
    purpose: Annotated[str | None, "code of the purpose; null: for every purpose"] = None


@dataclass(frozen=True, kw_only=True)
class ConsentChangedInPart(Event):
    """Something was said about a part of a purpose; about the rest of it nothing changed."""

    type: ClassVar[str] = "nl.waarborg.consent.consent-changed-in-part.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    purpose: Annotated[str, "code of the purpose, from the organisation's plugin"]
    kind: Annotated[str, "what was said: given, renewed, withdrawn, revoked or undone"]
    categories: Annotated[tuple[str, ...], "codes of the data that it is about; none: all"] = ()
    recipients: Annotated[tuple[str, ...], "codes of those who get them; none: not narrowed to anybody"] = ()


@dataclass(frozen=True, kw_only=True)
class RoleTableDecided(Event):
    """A cell of the role table was confirmed or corrected; decisions go by it from the moment of this event."""

    type: ClassVar[str] = "nl.waarborg.consent.role-table-decided.v1"

    role: Annotated[str, "code of the role, from the organisation's plugin"]
    record_type: Annotated[str, "code of the record type, from the organisation's plugin"]
    verdict: Annotated[str, "confirmed or corrected"]
    rights: Annotated[str, "what the cell gives from now on: letters of CRUD, or none"]
    number: Annotated[int, "version of the cell, counted from 1"]


@dataclass(frozen=True, kw_only=True)
class EmergencyTaken(Event):
    """A member of staff looked at a client's data by the emergency button."""

    type: ClassVar[str] = "nl.waarborg.consent.emergency-taken.v1"

    emergency_ref: Annotated[str, "reference of the emergency"]
    subject_ref: Annotated[str, "reference of the person whose data it is about"]


@dataclass(frozen=True, kw_only=True)
class EmergencyReviewed(Event):
    """Somebody looked afterwards whether a use of the emergency button was right."""

    type: ClassVar[str] = "nl.waarborg.consent.emergency-reviewed.v1"

    emergency_ref: Annotated[str, "reference of the emergency"]
    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    verdict: Annotated[str, "justified or not_justified"]


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


@dataclass(frozen=True, kw_only=True)
class StatementPublished(Event):
    """A version of the privacy statement was published, and is in force from now on."""

    type: ClassVar[str] = "nl.waarborg.consent.statement-published.v1"

    statement_ref: Annotated[str, "reference of the version"]
    statement_version: Annotated[str, "what the version is called"]


@dataclass(frozen=True, kw_only=True)
class DisclosureRecorded(Event):
    """It was decided or recorded whether data of somebody go to a third party (J8, B12)."""

    type: ClassVar[str] = "nl.waarborg.consent.disclosure-recorded.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    disclosure_ref: Annotated[str, "reference of what was recorded"]
    verdict: Annotated[str, "authorised, refused, or given: the data have left"]
    ground: Annotated[str, "code of the ground: consent, agreement, law or court_order"]
    recipient: Annotated[str, "code of the recipient, from the organisation's plugin; other: who is not on its list"]
    categories: Annotated[tuple[str, ...], "codes of the kinds of data, from the organisation's plugin"]
    outside_eea: Annotated[bool, "whether the recipient is outside the European Economic Area"]


@dataclass(frozen=True, kw_only=True)
class MarkSet(Event):
    """An objection, a restriction or address secrecy was set; it works from this moment on (art. 18, 21 GDPR)."""

    type: ClassVar[str] = "nl.waarborg.consent.mark-set.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    mark_ref: Annotated[str, "reference of the mark"]
    kind: Annotated[str, "objection, restriction or address_secrecy"]
    about_purpose: Annotated[str | None, "code of the purpose that an objection is against"] = None
    about_kind: Annotated[str | None, "code of the kind of message objected to; messages: every one"] = None
    request_ref: Annotated[str | None, "the request that asked for it; null: asked for directly"] = None


@dataclass(frozen=True, kw_only=True)
class MarkEnded(Event):
    """A mark works no more from the moment of this event."""

    type: ClassVar[str] = "nl.waarborg.consent.mark-ended.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    mark_ref: Annotated[str, "reference of the mark"]
    kind: Annotated[str, "objection, restriction or address_secrecy"]
    about_purpose: Annotated[str | None, "code of the purpose that the objection was against"] = None
    about_kind: Annotated[str | None, "code of the kind of message objected to; messages: every one"] = None
    request_ref: Annotated[str | None, "the request that asked for it; null: asked for directly"] = None


@dataclass(frozen=True, kw_only=True)
class ObjectionAnswered(Event):
    """The organisation weighed an objection for one purpose (art. 21(1) GDPR)."""

    type: ClassVar[str] = "nl.waarborg.consent.objection-answered.v1"

    subject_ref: Annotated[str, "reference of the person who objected"]
    mark_ref: Annotated[str, "reference of the objection"]
    about_purpose: Annotated[str, "code of the purpose that was weighed"]
    outcome: Annotated[str, "upheld: the objection stands; overruled: compelling grounds weigh more"]


@dataclass(frozen=True, kw_only=True)
class MarkRequestFoundNothing(Event):
    """A request asked to set a mark that stood already, or to end one that was not there."""

    type: ClassVar[str] = "nl.waarborg.consent.mark-request-found-nothing.v1"

    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    request_ref: Annotated[str, "the request that asked for it"]
    kind: Annotated[str, "objection, restriction or address_secrecy"]


@dataclass(frozen=True, kw_only=True)
class MessageAnswerChanged(Event):
    """A kind of message that might be sent to a person may not any more, or may again."""

    type: ClassVar[str] = "nl.waarborg.consent.message-answer-changed.v1"

    subject_ref: Annotated[str, "reference of the person"]
    kind: Annotated[str, "code of the kind of message, from the organisation's plugin"]
    outcome: Annotated[str, "allowed or refused, as asked at the moment of this event"]


@dataclass(frozen=True, kw_only=True)
class ConsentCarriedOut(Event):
    """Consent carried out what was decided on a request, or says why not, or not yet."""

    type: ClassVar[str] = "nl.waarborg.consent.carried-out.v1"

    request_ref: Annotated[str, "reference of the request"]
    step_ref: Annotated[str, "reference of the step that was asked"]
    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    outcome: Annotated[str, "done, refused or not_yet"]
    ground: Annotated[str | None, "code of why it was not done, or why there was nothing to do"] = None
    kept: Annotated[tuple[str, ...], "codes of what stays"] = ()
    kept_by: Annotated[tuple[str, ...], "for each of them the code of the rule that it stays by"] = ()
    kept_until: Annotated[tuple[str, ...], "for each of them the day until which it stays, or no-day"] = ()
    recipients: Annotated[tuple[str, ...], "codes of third parties that got these data and have to be told"] = ()


EVENTS: tuple[type[Event], ...] = (
    ConsentGiven,
    ConsentWithdrawn,
    WithdrawalFoundNothing,
    ConsentRequested,
    ConsentRefused,
    ConsentDeferred,
    ConsentExpired,
    ConsentInvalidated,
    ConsentUndone,
    ConsentChangedInPart,
    RoleTableDecided,
    EmergencyTaken,
    EmergencyReviewed,
    RepresentationRegistered,
    RepresentationEnded,
    ConsentUpForReview,
    StatementPublished,
    DisclosureRecorded,
    MarkSet,
    MarkEnded,
    ObjectionAnswered,
    MarkRequestFoundNothing,
    MessageAnswerChanged,
    ConsentCarriedOut,
)
