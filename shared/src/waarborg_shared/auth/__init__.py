"""Who is asking: actors, the rights that they need, and how a request's token or session becomes an actor."""

from waarborg_shared.auth.actor import (
    Actor,
    ActorKind,
    Assurance,
    Doubt,
    IdentityAway,
    Missing,
    SecondFactorNeeded,
    SignedInBy,
    Unauthenticated,
    require_duty,
    require_right,
    require_scope,
    require_second_factor,
    require_somebody,
)
from waarborg_shared.auth.authenticator import Authenticator, access_token, authenticator_for
from waarborg_shared.auth.dpop import ProofRefused
from waarborg_shared.auth.identity import (
    AskIdentity,
    IdentityQuestions,
    KnownHolder,
    KnownPersons,
    RevokedTokens,
    SessionAnswer,
)
from waarborg_shared.auth.names import CookieName, audience, cookie_name, issuer
from waarborg_shared.auth.service_proof import ServiceKeys, ServiceProofs
from waarborg_shared.auth.tokens import TokenRefused

__all__ = [
    "Actor",
    "ActorKind",
    "AskIdentity",
    "Assurance",
    "Authenticator",
    "CookieName",
    "Doubt",
    "IdentityAway",
    "IdentityQuestions",
    "KnownHolder",
    "KnownPersons",
    "Missing",
    "ProofRefused",
    "RevokedTokens",
    "SecondFactorNeeded",
    "ServiceKeys",
    "ServiceProofs",
    "SessionAnswer",
    "SignedInBy",
    "TokenRefused",
    "Unauthenticated",
    "access_token",
    "audience",
    "authenticator_for",
    "cookie_name",
    "issuer",
    "require_duty",
    "require_right",
    "require_scope",
    "require_second_factor",
    "require_somebody",
]
