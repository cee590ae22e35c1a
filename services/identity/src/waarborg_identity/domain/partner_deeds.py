"""What is counted of a partner system by day, as codes: why it was refused, and what it did here."""

from collections.abc import Mapping
from enum import StrEnum

from waarborg_identity.domain.clients import AuthMethod

NOBODY = "-"
"""Under which refusals are counted of who names no client of the organisation: no client id has this form."""


class Counted(StrEnum):
    """What sort of thing a count is of."""

    REFUSED = "refused"
    RIGHT = "right"
    DEED = "deed"


class Refusal(StrEnum):
    """Why a client got no answer at the protocol's endpoints."""

    SUSPENDED = "suspended"
    NOT_CONFIRMED = "not-confirmed"
    NO_PROOF = "no-proof"
    OTHER_METHOD = "other-method"
    WRONG_SECRET = "wrong-secret"  # noqa: S105 - the name of a reason
    WRONG_KEY = "wrong-key"
    UNREADABLE = "proof-unreadable"
    FOR_ANOTHER = "proof-for-another"
    OUT_OF_TIME = "proof-out-of-time"
    REPLAYED = "proof-replayed"
    KEY_PROOF = "key-proof"
    SCOPE = "scope-not-granted"
    RESOURCE = "no-right-at-resource"
    GRANT_TYPE = "grant-type"
    GRANT = "grant-does-not-count"
    MALFORMED = "malformed"


class Deed(StrEnum):
    """What a client did here, for itself or for a member of staff who signed in at it."""

    PERSON_REGISTERED = "person-registered"
    PERSON_FOUND = "person-found"
    PERSON_NOT_FOUND = "person-not-found"
    PERSON_SHOWN = "person-shown"
    NUMBER_SHOWN = "number-shown"
    NUMBER_SET = "number-set"
    NUMBER_REMOVED = "number-removed"
    PARTNER_CHANGED = "partner-changed"
    WEBHOOK_CHANGED = "webhook-changed"


BY_ERROR: Mapping[str, Refusal] = {
    "invalid_scope": Refusal.SCOPE,
    "invalid_target": Refusal.RESOURCE,
    "invalid_grant": Refusal.GRANT,
    "unsupported_grant_type": Refusal.GRANT_TYPE,
    "unauthorized_client": Refusal.GRANT_TYPE,
    "invalid_dpop_proof": Refusal.KEY_PROOF,
}
"""Which refusal an error of the protocol is of a client that may be the one; any other is of a malformed request."""


def refusal_of_proof(shown: AuthMethod, agreed: AuthMethod) -> Refusal:
    """Return why a client did not prove itself, where nothing more was told: by what it showed, and what is agreed."""
    if shown is AuthMethod.NONE:
        return Refusal.NO_PROOF
    if shown is not agreed:
        return Refusal.OTHER_METHOD
    return Refusal.WRONG_SECRET if shown is AuthMethod.CLIENT_SECRET_BASIC else Refusal.UNREADABLE
