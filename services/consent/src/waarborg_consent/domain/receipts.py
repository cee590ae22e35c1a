"""What a receipt of a consent tells: who may do what with which data, and how that was said (art. 7(1) AVG)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from urllib.parse import quote

from waarborg_consent.domain.authority import Authority
from waarborg_consent.domain.consent_errors import ConsentError
from waarborg_consent.domain.consent_parts import WHOLE, Part
from waarborg_consent.domain.consenting import By
from waarborg_consent.domain.consents import How
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

    def statement_url(self, version: str) -> str:
        """Return where a version of its privacy statement stands, and stays."""
        return f"{self.url}/statement/{quote(version, safe='')}"

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

    ``by`` is who said it, and ``authority`` on which of a representative, as far as that is known; ``authority_name``
    says in words what it is. ``recorded_by`` is the kind of whoever wrote it down. ``part`` is what of the purpose it
    is about, and ``until`` when a yes ends by its date.
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
    by: By = By.PERSON
    part: Part = WHOLE
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptFacts:
    """Everything that a receipt tells, whatever its form: references and codes, and no name of a person.

    ``recipients`` are those whom the yes names, and no others: who works for the organisation under an agreement is in
    its statement (``described_by``), and ``stored_in`` are the countries (ISO 3166) where it and they keep data.
    ``history`` is in order of time and never empty. ``in_force`` says whether the consent stands at ``issued_at``.
    ``described_by`` is the statement's version whose words describe the purpose here, ``statement_dated`` its date as
    far as that is known; the text that was shown when consent was given is that of the state's own version and digest.
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
    statement_dated: date | None
    valid_until: datetime | None = None
    stored_in: tuple[str, ...] = ("NL",)

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


def consents_of(states: Sequence[ReceiptState], *, now: datetime | None = None) -> tuple[tuple[ReceiptState, ...], ...]:
    """Return, of everything that was said about one purpose, the consents that it makes, oldest first.

    A consent begins with being asked for, or with the yes or no itself where nobody asked, and ends before the next
    such beginning: who says yes again after a withdrawal gives another consent. An end of what never began is none.
    What is about a part of the purpose is a consent of its own, which what ends a wider part ends too. At ``now`` a
    consent whose last day is over has expired.
    """
    ordered = sorted(states, key=lambda each: each.at)
    parts = dict.fromkeys(state.part for state in ordered)
    found = [consent for part in parts for consent in _consents_about(part, ordered, now)]
    return tuple(sorted(found, key=lambda consent: consent[0].at))


def _consents_about(
    part: Part, ordered: Sequence[ReceiptState], now: datetime | None
) -> Iterator[tuple[ReceiptState, ...]]:
    about = [each for each in ordered if each.part == part or (each.status in _ENDS and part.within(each.part))]
    consents: list[list[ReceiptState]] = []
    for state in _with_ends(about, now):
        if not consents or _begins(consents[-1][-1].status, state.status):
            consents.append([])
        consents[-1].append(state)
    return (tuple(consent) for consent in consents if consent[0].status in _BEGINNINGS)


def _with_ends(ordered: Sequence[ReceiptState], now: datetime | None) -> Iterator[ReceiptState]:
    """Put the end by its date after each yes that came to it: nothing is recorded on that day."""
    for state, after in zip(ordered, [*ordered[1:], None], strict=True):
        yield state
        end = state.until if state.status.allows else None
        if now is not None and end is not None and end <= now and (after is None or after.at > end):
            yield replace(
                state,
                status=ReceiptStatus.EXPIRED,
                at=end,
                by=By.DATE,
                recorded_by="system",
                authority=None,
                authority_name=None,
            )


def consent_of(
    states: Sequence[ReceiptState], event_id: str, *, now: datetime | None = None
) -> tuple[ReceiptState, ...]:
    """Return the consent that an event is part of; of an end of several the one that is about just the same.

    Raises:
        NoSuchConsent: it is part of none.
    """
    found = [consent for consent in consents_of(states, now=now) if any(each.event_id == event_id for each in consent)]
    if not found:
        raise NoSuchConsent(event_id)
    own = next(state.part for state in found[0] if state.event_id == event_id)
    return next((consent for consent in found if consent[0].part == own), found[0])


_ASKED = (ReceiptStatus.REQUESTED, ReceiptStatus.DEFERRED)
_ENDS = (ReceiptStatus.WITHDRAWN, ReceiptStatus.REVOKED, ReceiptStatus.INVALIDATED)
_BEGINNINGS = (ReceiptStatus.REQUESTED, ReceiptStatus.GIVEN, ReceiptStatus.REFUSED)


def _begins(before: ReceiptStatus, now: ReceiptStatus) -> bool:
    return now in _BEGINNINGS and before not in _ASKED
