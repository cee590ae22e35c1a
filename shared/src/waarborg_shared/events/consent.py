"""What the consent service tells: consents given and withdrawn, statements published, data given to third parties."""

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


EVENTS: tuple[type[Event], ...] = (
    ConsentGiven,
    ConsentWithdrawn,
    WithdrawalFoundNothing,
    StatementPublished,
    DisclosureRecorded,
)
