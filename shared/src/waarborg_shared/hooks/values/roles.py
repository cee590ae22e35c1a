"""Who may do what: duties, roles, record types and the cells of a role table."""

from dataclasses import dataclass, field
from enum import StrEnum

from waarborg_shared.hooks.values.data import Scope
from waarborg_shared.hooks.values.text import BadValue, Text, check_code


class Duty(StrEnum):
    """A right to act in the product; a refusal names the one that is missing."""

    CONSENT_READ = "consent.read"
    CONSENT_RECORD = "consent.record"
    CONSENT_DECIDE = "consent.decide"
    TABLE_CONFIRM = "consent.confirm-table"
    CONSENT_OVERRIDE = "consent.override"
    CONSENT_REVIEW = "consent.review-override"
    STATEMENT_KEEP = "consent.keep-statement"
    DISCLOSE = "consent.disclose"
    OBJECTIONS_ANSWER = "consent.answer-objections"
    LOG_READ = "consent.read-log"
    REQUESTS_READ = "requests.read"
    REQUESTS_ANSWER = "requests.answer"
    REQUESTS_WATCH = "requests.watch-terms"
    COMPLAINTS_ANSWER = "requests.answer-complaints"
    BREACH_READ = "breach.read"
    BREACH_REPORT = "breach.report"
    BREACH_DECIDE = "breach.decide"
    DISCLOSURE_READ = "disclosure.read"
    DISCLOSURE_ASSESS = "disclosure.assess"
    PERSONS_REGISTER = "identity.register-persons"
    STAFF_GRANT = "identity.grant-roles"
    PARTNERS_MANAGE = "identity.manage-partners"
    DESK = "portal.desk"


class RoleKind(StrEnum):
    """Which side of the counter a role stands on."""

    STAFF = "staff"
    PERSON = "person"
    PARTNER = "partner"


class Reach(StrEnum):
    """Whose records a right covers (RULES, role table: *R for a client means his own*)."""

    OWN = "own"
    IN_CARE = "in_care"
    ALL = "all"
    NAMED_CHECK = "named_check"


class Right(StrEnum):
    """The four independent bits of a cell: C does not give R."""

    CREATE = "create"
    READ = "read"
    UPDATE = "update"
    DELETE = "delete"


class Confidence(StrEnum):
    """How sure we are of a published cell's place. Low is not in force until the organisation confirms it."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class About(StrEnum):
    """Whom a record type is about."""

    CLIENT = "client"
    MEMBER = "member"
    SUPPLIER = "supplier"
    EVERYBODY = "everybody"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A role with the duties that it brings in the product and the reach of its rights on records."""

    code: str
    name: Text
    kind: RoleKind
    reach: Reach = Reach.ALL
    duties: frozenset[Duty] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        check_code(self.code, of="role")
        if self.duties and self.kind is not RoleKind.STAFF:
            raise BadValue(f"role {self.code}.duties: duties are for staff, and this role is a {self.kind}'s")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordType:
    """A kind of record that rights are given on; ``health`` brings medical secrecy (art. 7:457 BW) with it.

    ``topic`` is the scope that a representative needs to act on it (none: any scope will do); ``published`` is the
    row of the published table that the cells were read from, in its own order; ``remark`` is what is odd about it, for
    who confirms the reading.
    """

    code: str
    name: Text
    about: About
    health: bool = False
    topic: Scope | None = None
    published: str = ""
    remark: Text | None = None

    def __post_init__(self) -> None:
        check_code(self.code, of="record type")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """One cell of a role table: what a role may do with a record type, and how sure we are that it says so."""

    role: str
    record_type: str
    rights: frozenset[Right]
    confidence: Confidence = Confidence.HIGH
    source: str = ""
