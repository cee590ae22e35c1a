"""Who is asking: actors, the rights that they need, and how a request's token or session becomes an actor."""

from waarborg_shared.auth.actor import (
    Actor,
    ActorKind,
    Doubt,
    IdentityAway,
    Missing,
    Unauthenticated,
    require_duty,
    require_right,
    require_scope,
    require_somebody,
)
from waarborg_shared.auth.authenticator import Authenticator, authenticator_for, bearer_token
from waarborg_shared.auth.identity import AskIdentity, IdentityQuestions, SessionAnswer
from waarborg_shared.auth.names import CookieName, audience, cookie_name, issuer
from waarborg_shared.auth.tokens import TokenRefused

__all__ = [
    "Actor",
    "ActorKind",
    "AskIdentity",
    "Authenticator",
    "CookieName",
    "Doubt",
    "IdentityAway",
    "IdentityQuestions",
    "Missing",
    "SessionAnswer",
    "TokenRefused",
    "Unauthenticated",
    "audience",
    "authenticator_for",
    "bearer_token",
    "cookie_name",
    "issuer",
    "require_duty",
    "require_right",
    "require_scope",
    "require_somebody",
]
