"""What the consent service tells: consents given and withdrawn, marks set and ended, messages that may go no more."""

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


EVENTS: tuple[type[Event], ...] = (
    ConsentGiven,
    ConsentWithdrawn,
    WithdrawalFoundNothing,
    MarkSet,
    MarkEnded,
    ObjectionAnswered,
    MarkRequestFoundNothing,
    MessageAnswerChanged,
)
