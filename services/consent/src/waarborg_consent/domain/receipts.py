"""What a receipt of a consent tells: who may do what with which data, and how that was said (art. 7(1) AVG)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from waarborg_consent.domain.authority import Authority
from waarborg_consent.domain.consents import ConsentError, How
from waarborg_shared.clocks import Term
from waarborg_shared.hooks.values import (
    Address,
    DataCategory,
    LegalBasis,
    PurposeKind,
    Recipient,
    SpecialGround,
    Text,
)


class ReceiptForm(StrEnum):
    """In what a receipt can be written: three for programs and one for people."""

    ISO27560 = "iso27560"
    KANTARA = "kantara"
    FHIR = "fhir"
    PDF = "pdf"


class ReceiptStatus(StrEnum):
    """What a consent can be at a moment: the states of W3C DPV, by the words that a person's events use."""

    UNKNOWN = "unknown"
    REQUESTED = "requested"
    DEFERRED = "deferred"
    REFUSED = "refused"
    GIVEN = "given"
    RENEWED = "renewed"
    WITHDRAWN = "withdrawn"
    REVOKED = "revoked"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"

    @classmethod
    def of(cls, word: str) -> "ReceiptStatus":
        """Return the state that an event's word stands for; a word that a receipt does not know tells nothing."""
        try:
            return cls(word)
        except ValueError:
            return cls.UNKNOWN

    @property
    def allows(self) -> bool:
        """Whether data may be used by it."""
        return self in (ReceiptStatus.GIVEN, ReceiptStatus.RENEWED)


class NoSuchConsent(ConsentError):
    """There is no consent of this person by that reference (or it is somebody else's, which is not told)."""

    field = "consent_id"
    text = Text("Deze toestemming is hier niet bekend.", "This consent is not known here.")


class WhichPurpose(ConsentError):
    """What was withdrawn at once for every purpose is of several consents: of which is the receipt to be?"""

    field = "purpose"
    text = Text(
        "Dit ging over alle doelen tegelijk. Noem het doel waarvan u een bewijs wilt.",
        "This was about every purpose at once. Name the purpose of which you want a receipt.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Controller:
    """The organisation that is responsible, and whom to reach there about data."""

    name: str
    legal_name: str
    contact: Text
    phone: str | None = None
    email: str | None = None
    address: Address | None = None
    url: str
    """The public address of its consent pages; everything else that a receipt names lies under it."""

    @property
    def statement_url(self) -> str:
        """Where its privacy statement stands."""
        return f"{self.url}/statement"

    @property
    def withdraw_url(self) -> str:
        """Where a consent is withdrawn, as easily as it was given (art. 7(3) AVG)."""
        return f"{self.url}/"

    @property
    def keys_url(self) -> str:
        """Where the keys stand that its receipts are checked with."""
        return f"{self.url}/.well-known/jwks.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptPurpose:
    """What the data are used for, and on what that rests."""

    code: str
    name: Text
    explanation: Text
    kind: PurposeKind
    bases: tuple[LegalBasis, ...]
    special_grounds: tuple[SpecialGround, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptCategory:
    """A kind of data that the consent is about, and how long it stays: so long after that happened."""

    category: DataCategory
    keep: Term | None = None
    counted_from: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptState:
    """One thing that happened to the consent: what, when, how, by whom, on which authority.

    Without an ``authority`` the person spoke for himself; ``authority_name`` says in words what it is.
    ``recorded_by`` is the kind of whoever wrote it down.
    """

    event_id: str
    status: ReceiptStatus
    at: datetime
    how: How
    recorded_by: str
    authority: Authority | None = None
    authority_name: Text | None = None
    statement_version: str
    text_digest: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """Everything that a receipt tells, whatever its form: references and codes, and no name of a person.

    ``history`` is in order of time and never empty. ``in_force`` says whether the consent stands at ``issued_at``.
    ``described_by`` is the statement's version whose words describe the purpose here; the text that was shown when
    consent was given is that of the state's own version and digest.
    """

    receipt_id: str
    issued_at: datetime
    organisation: str
    controller: Controller
    subject_ref: str
    consent_id: str
    purpose: ReceiptPurpose
    categories: tuple[ReceiptCategory, ...]
    recipients: tuple[Recipient, ...]
    history: tuple[ReceiptState, ...]
    in_force: bool
    described_by: str
    statement_dated: date
    valid_until: datetime | None = None

    @property
    def opened(self) -> ReceiptState:
        """What the consent goes by: the first yes, or where there was none the first thing said about it."""
        return opening(self.history)

    @property
    def newest(self) -> ReceiptState:
        """What happened last."""
        return self.history[-1]

    @property
    def special(self) -> tuple[DataCategory, ...]:
        """The special data that it is about (art. 9 and 10 AVG)."""
        return tuple(each.category for each in self.categories if each.category.sensitivity.special)


def opening(history: Sequence[ReceiptState]) -> ReceiptState:
    """Return what a consent goes by: the first yes, or where there was none the first thing said about it."""
    return next((state for state in history if state.status.allows), history[0])


def consents_of(states: Sequence[ReceiptState]) -> tuple[tuple[ReceiptState, ...], ...]:
    """Return, of everything that was said about one purpose, the consents that it makes, oldest first.

    A consent begins with being asked for, or with the yes or no itself where nobody asked, and ends before the next
    such beginning: who says yes again after a withdrawal gives another consent. An end of what never began is none.
    """
    consents: list[list[ReceiptState]] = []
    for state in sorted(states, key=lambda each: each.at):
        if not consents or _begins(consents[-1][-1].status, state.status):
            consents.append([])
        consents[-1].append(state)
    return tuple(tuple(consent) for consent in consents if consent[0].status in _BEGINNINGS)


def consent_of(states: Sequence[ReceiptState], event_id: str) -> tuple[ReceiptState, ...]:
    """Return the consent that an event is part of.

    Raises:
        NoSuchConsent: it is part of none.
    """
    for consent in consents_of(states):
        if any(state.event_id == event_id for state in consent):
            return consent
    raise NoSuchConsent(event_id)


_ASKED = (ReceiptStatus.REQUESTED, ReceiptStatus.DEFERRED)
_BEGINNINGS = (ReceiptStatus.REQUESTED, ReceiptStatus.GIVEN, ReceiptStatus.REFUSED)


def _begins(before: ReceiptStatus, now: ReceiptStatus) -> bool:
    return now in _BEGINNINGS and before not in _ASKED
