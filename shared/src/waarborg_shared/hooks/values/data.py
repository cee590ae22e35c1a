"""What data there are, what they serve, how long they stay, who gets them and who may speak for whom."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waarborg_shared.clocks import Term
from waarborg_shared.hooks.values.text import BadValue, Text, check_code


class Sensitivity(StrEnum):
    """How much care a category of data asks."""

    ORDINARY = "ordinary"
    FINANCIAL = "financial"
    BSN = "bsn"
    HEALTH = "health"
    CRIMINAL = "criminal"
    ETHNIC = "ethnic"

    @property
    def special(self) -> bool:
        """Whether art. 9 or 10 AVG, or the BSN's own law, asks for more than a legal basis alone."""
        return self not in (Sensitivity.ORDINARY, Sensitivity.FINANCIAL)


class LegalBasis(StrEnum):
    """The six legal bases of art. 6(1) AVG (B5)."""

    CONSENT = "consent"
    CONTRACT = "contract"
    LEGAL_DUTY = "legal_duty"
    VITAL_INTEREST = "vital_interest"
    PUBLIC_TASK = "public_task"
    LEGITIMATE_INTEREST = "legitimate_interest"


class SpecialGround(StrEnum):
    """A ground on which special data may be used (art. 9(2) AVG with art. 22 to 30 UAVG; B13)."""

    EXPLICIT_CONSENT = "explicit_consent"
    CARE = "care"
    INSTITUTION = "institution"
    INSURANCE = "insurance"
    ARCHIVE_RESEARCH_STATISTICS = "archive_research_statistics"
    LEGAL_DUTY = "legal_duty"


class PurposeKind(StrEnum):
    """What sort of use a purpose is, where a rule asks (B8, B10, J5)."""

    CARE = "care"
    ADMINISTRATION = "administration"
    SERVICE_MESSAGE = "service_message"
    MARKETING = "marketing"
    CALLING = "calling"
    SURVEY = "survey"
    RESEARCH = "research"
    FRAUD = "fraud"


OBJECTIONS = ("marketing", "calling", "surveys", "statistics", "insurer_offers")
"""What an objection in a request can be about, by its code; who objects to anything else says so in words."""
_OBJECTION_TO = {
    PurposeKind.MARKETING: "marketing",
    PurposeKind.CALLING: "calling",
    PurposeKind.SURVEY: "surveys",
    PurposeKind.RESEARCH: "statistics",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DataCategory:
    """A kind of personal data that the organisation says it uses (J3, B6).

    ``tells_address`` says that somebody's address can be read in it, which he may keep secret (B12).
    """

    code: str
    name: Text
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    retention: str
    tells_address: bool = False

    def __post_init__(self) -> None:
        check_code(self.code, of="data category")
        check_code(self.retention, of=f"data category {self.code}: retention")


@dataclass(frozen=True, slots=True, kw_only=True)
class Purpose:
    """What data are used for, on which legal basis, and with which categories; the list is closed (J2, B4).

    One of ``special_grounds`` is enough for special data (B13), unless ``every_ground_needed`` says all must hold (J4).
    ``objected_as`` is the subject under which people object to it on the form of requests, where that is not the one
    of its kind (`objection`).
    """

    code: str
    name: Text
    explanation: Text
    kind: PurposeKind
    bases: tuple[LegalBasis, ...]
    categories: tuple[str, ...]
    special_grounds: tuple[SpecialGround, ...] = ()
    every_ground_needed: bool = False
    objected_as: str | None = None
    source: str

    def __post_init__(self) -> None:
        check_code(self.code, of="purpose")
        if self.objected_as is not None and self.objected_as not in OBJECTIONS:
            raise BadValue(f"purpose {self.code}: objected_as: {self.objected_as!r} is no subject of an objection")
        if not self.bases:
            raise BadValue(f"purpose {self.code}: bases: at least one legal basis is needed")

    @property
    def rests_on_consent(self) -> bool:
        """Whether consent is the only basis, so that without it the purpose may not be served."""
        return self.bases == (LegalBasis.CONSENT,)

    @property
    def takes_consent(self) -> bool:
        """Whether somebody can be asked to consent to it: as a basis, or as the ground for its special data (J4)."""
        return LegalBasis.CONSENT in self.bases or SpecialGround.EXPLICIT_CONSENT in self.special_grounds

    @property
    def objectable(self) -> bool:
        """Whether an objection stops it (art. 21 AVG: public task, legitimate interest, direct marketing)."""
        weak = {LegalBasis.PUBLIC_TASK, LegalBasis.LEGITIMATE_INTEREST, LegalBasis.CONSENT}
        return self.kind in (PurposeKind.MARKETING, PurposeKind.CALLING) or set(self.bases) <= weak

    @property
    def objection(self) -> str | None:
        """The subject under which people object to it: its own, else that of its kind (B16, art. 21 AVG)."""
        return self.objected_as or _OBJECTION_TO.get(self.kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionRule:
    """How long something is kept, counted from a named event; a promise has a floor and a ceiling in law (J10, B12).

    ``counted_from`` goes with ``start_event`` and says it after the term: *after the last change*. A rule may have
    several versions, each with its dates (both inclusive); which holds is judged on the day on which somebody asks. The
    core fills in ``promised``, and ``promised_from`` where it was another event, when the law does not let it stand.
    """

    code: str
    name: Text
    start_event: str
    counted_from: Text
    keep: Term
    source: str
    valid_from: date | None = None
    valid_until: date | None = None
    promised: Term | None = None
    promised_from: Text | None = None

    def __post_init__(self) -> None:
        check_code(self.code, of="retention rule")
        check_code(self.start_event, of=f"retention rule {self.code}: start_event")

    def holds_on(self, day: date) -> bool:
        """Whether this version is the one to go by on ``day``."""
        return (self.valid_from or date.min) <= day <= (self.valid_until or date.max)


class RecipientKind(StrEnum):
    """In which capacity somebody outside gets data."""

    PROCESSOR = "processor"
    HOLDER = "holder"
    RECIPIENT = "recipient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """Somebody outside who gets or holds data, under which agreement and in which country (J8, B3, B21).

    ``name`` is a proper name, the same in both languages, or words that say who it is. Outside the European Economic
    Area data go only with a ``safeguard`` (art. 46 AVG): the decision refuses a recipient that has none.
    """

    code: str
    name: Text
    kind: RecipientKind
    what_for: Text
    country: str
    agreement: Text | None = None
    inside_eea: bool = True
    safeguard: Text | None = None

    def __post_init__(self) -> None:
        check_code(self.code, of="recipient")
        if self.kind is not RecipientKind.RECIPIENT and self.agreement is None:
            raise BadValue(f"recipient {self.code}: agreement: a {self.kind} works under an agreement (art. 28 AVG)")


class Scope(StrEnum):
    """What a representative may speak on."""

    CARE = "care"
    MONEY = "money"
    DATA = "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class RepresentativeKind:
    """A way to speak for a client, in the order of art. 7:465 BW (lowest ``rank`` first); B1."""

    code: str
    name: Text
    rank: int
    scopes: frozenset[Scope]
    evidence: Text
    source: str

    def __post_init__(self) -> None:
        check_code(self.code, of="representative kind")
