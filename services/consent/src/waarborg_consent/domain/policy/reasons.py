"""Why the answer is yes or no, and the grounds that somebody may name: codes, each with its article or rule."""

from collections.abc import Mapping
from enum import StrEnum


class Reason(StrEnum):
    """Why the answer is yes or no; each has a sentence for people in ``texts.py``."""

    ALLOWED_BY_CONSENT = "allowed-by-consent"
    ALLOWED_BY_BASIS = "allowed-by-basis"
    ALLOWED_BY_RULE = "allowed-by-rule"
    ALLOWED_BY_EMERGENCY = "allowed-by-emergency"
    UNKNOWN_ROLE = "unknown-role"
    UNKNOWN_RECORD_TYPE = "unknown-record-type"
    UNKNOWN_PURPOSE = "unknown-purpose"
    UNKNOWN_PERSON = "unknown-person"
    UNKNOWN_RECIPIENT = "unknown-recipient"
    DENIED_BY_RULE = "denied-by-rule"
    NO_CELL = "no-cell"
    UNCONFIRMED_CELL = "unconfirmed-cell"
    CONDITION_NOT_MET = "condition-not-met"
    NOT_OWN = "not-own"
    NOT_IN_CARE = "not-in-care"
    NO_NAMED_CHECK = "no-named-check"
    SECRECY = "medical-secrecy"
    RESTRICTED = "restricted"
    HIDDEN_ADDRESS = "address-secret"
    OTHER_PURPOSE = "other-purpose"
    COMBINED = "combined-purposes"
    BSN_NEEDS_LEGAL_DUTY = "bsn-needs-legal-duty"
    SPECIAL_NEEDS_GROUND = "special-needs-ground"
    SPECIAL_NEEDS_CONSENT = "special-needs-consent"
    NO_SAFEGUARD = "no-safeguard"
    OBJECTED = "objected"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    CONSENT_MISSING = "consent-missing"
    RECIPIENT_NOT_NAMED = "recipient-not-named"


class NamedGround(StrEnum):
    """A ground on which somebody uses what is otherwise closed to him; it is kept and shown to the client."""

    DESTRUCTION_REQUEST = "destruction_request"
    LEGAL_DUTY = "legal_duty"
    INCIDENT = "incident"
    MATERIAL_CHECK = "material_check"
    LEGAL_CLAIM = "legal_claim"
    OTHERS_RIGHTS = "others_rights"
    PUBLIC_INTEREST = "public_interest"


SECRECY_GROUNDS = frozenset({NamedGround.DESTRUCTION_REQUEST, NamedGround.LEGAL_DUTY, NamedGround.INCIDENT})
RESTRICTION_GROUNDS = frozenset({NamedGround.LEGAL_CLAIM, NamedGround.OTHERS_RIGHTS, NamedGround.PUBLIC_INTEREST})
ADDRESS_GROUNDS = frozenset({NamedGround.LEGAL_DUTY})

SOURCES: Mapping[Reason, str] = {
    Reason.ALLOWED_BY_CONSENT: "art. 6(1)(a), 7 AVG",
    Reason.ALLOWED_BY_BASIS: "art. 6(1) AVG",
    Reason.ALLOWED_BY_EMERGENCY: "art. 6(1)(d), 9(2)(c) AVG",
    Reason.UNKNOWN_PURPOSE: "art. 5(1)(b) AVG",
    Reason.NOT_OWN: "art. 5(1)(f) AVG",
    Reason.NOT_IN_CARE: "art. 7:457 BW",
    Reason.NO_NAMED_CHECK: "art. 7.4 Rzv; art. 87 Zvw",
    Reason.SECRECY: "art. 7:457 BW",
    Reason.RESTRICTED: "art. 18(2) AVG",
    Reason.HIDDEN_ADDRESS: "art. 21 AVG",
    Reason.OTHER_PURPOSE: "art. 5(1)(b), (c) AVG",
    Reason.COMBINED: "art. 5(1)(b), 6(4) AVG",
    Reason.BSN_NEEDS_LEGAL_DUTY: "art. 46 UAVG",
    Reason.SPECIAL_NEEDS_GROUND: "art. 9, 10 AVG; art. 22 UAVG",
    Reason.SPECIAL_NEEDS_CONSENT: "art. 9(2)(a) AVG",
    Reason.UNKNOWN_RECIPIENT: "art. 28, 30(1)(d) AVG",
    Reason.NO_SAFEGUARD: "art. 44, 46 AVG",
    Reason.OBJECTED: "art. 21 AVG",
    Reason.CONSENT_WITHDRAWN: "art. 7(3) AVG",
    Reason.CONSENT_MISSING: "art. 6(1)(a) AVG",
    Reason.RECIPIENT_NOT_NAMED: "art. 4(11), 6(1)(a) AVG",
}
"""The article that a reason rests on; what a rule or a cell decides has a source of its own."""
