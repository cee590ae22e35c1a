"""Actors and their rights: who acts, what they may do, and the errors when they may not."""

from dataclasses import dataclass, field
from enum import StrEnum

DPOP_ALGORITHM = "ES256"
"""The one algorithm in which somebody who holds a bound token proves its key (RFC 9449)."""


class ActorKind(StrEnum):
    """What sort of somebody acts."""

    STAFF = "staff"
    PERSON = "person"
    PARTNER = "partner"
    ANONYMOUS = "anonymous"
    SYSTEM = "system"


class Doubt(StrEnum):
    """Why a request that showed a session has nobody behind it all the same."""

    NONE = ""
    SESSION_ENDED = "session_ended"
    IDENTITY_AWAY = "identity_away"


class Assurance(StrEnum):
    """How sure identity is of who signed in: by one thing alone (a letter), or by two different ones."""

    LOW = "low"
    HIGH = "high"


class SignedInBy(StrEnum):
    """By what somebody signed in, as identity knows it; of an outside issuer also how sure that one says to be.

    The levels are those of art. 8(2) of the eIDAS regulation. UNKNOWN is a token, or a session of before.
    """

    UNKNOWN = ""
    LETTER = "letter"
    CODE_APP = "code_app"
    PASSKEY = "passkey"
    OUTSIDE_LOW = "outside_low"
    OUTSIDE_SUBSTANTIAL = "outside_substantial"
    OUTSIDE_HIGH = "outside_high"


@dataclass(frozen=True)
class Actor:
    """Who acts, for one organisation and one request.

    ``ref`` is a random reference (account, person or client id). ``subject_ref`` is the person that a PERSON is.
    ``via`` is the client that acts for a member of staff or a person who holds a token; its scopes then limit them.
    ``label`` is a name to show on a page: it is never stored and never logged. ``assurance`` says how sure it is that a
    person or a member of staff with a session is who he is, and ``signed_in_by`` by what he signed in.
    """

    kind: ActorKind
    ref: str
    organisation: str
    roles: frozenset[str] = frozenset()
    duties: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()
    subject_ref: str | None = None
    label: str = field(default="", repr=False, compare=False)
    via: str | None = None
    doubt: Doubt = Doubt.NONE
    assurance: Assurance = Assurance.LOW
    signed_in_by: SignedInBy = SignedInBy.UNKNOWN

    @property
    def signed_in(self) -> bool:
        """Whether there is somebody: a person, a member of staff, a partner or the system."""
        return self.kind is not ActorKind.ANONYMOUS

    @property
    def sole_role(self) -> str:
        """The role in which a member of staff acts, where that is not in doubt: the only one; otherwise empty."""
        return next(iter(self.roles)) if len(self.roles) == 1 else ""

    @classmethod
    def anonymous(cls, organisation: str, doubt: Doubt = Doubt.NONE) -> "Actor":
        """Return the visitor who did not sign in."""
        return cls(ActorKind.ANONYMOUS, "anonymous", organisation, doubt=doubt)

    @classmethod
    def system(cls, service: str, organisation: str) -> "Actor":
        """Return the service itself, as its worker acts on an event or a deadline."""
        return cls(ActorKind.SYSTEM, f"system:{service}", organisation)


class Unauthenticated(Exception):
    """Nobody is signed in, or what was shown does not hold (401). ``reason`` is a code, never what was shown."""

    status = 401

    def __init__(self, reason: str = "no_credentials") -> None:
        super().__init__(reason)
        self.reason = reason

    def challenge(self, realm: str = "waarborg") -> str:
        """Return the WWW-Authenticate value that goes with the refusal (RFC 6750, 3; RFC 9449, 7.1)."""
        if self.reason == "no_credentials":
            return f'Bearer realm="{realm}", DPoP realm="{realm}", algs="{DPOP_ALGORITHM}"'
        return f'Bearer realm="{realm}", error="invalid_token", error_description="{self.reason}"'


class IdentityAway(Exception):
    """Identity could not be asked, so the answer is no (503). ``reason`` says why."""

    status = 503

    def __init__(self, reason: str = "identity_away") -> None:
        super().__init__(reason)
        self.reason = reason


class Missing(Exception):
    """The actor lacks a right (403). ``right`` is the duty or scope that is missing."""

    status = 403

    def __init__(self, right: str) -> None:
        super().__init__(f"missing right: {right}")
        self.right = str(right)


class SecondFactorNeeded(Exception):
    """Who signed in proved it by one thing alone, and more is asked here (403)."""

    status = 403


def require_somebody(actor: Actor) -> None:
    """Pass for whoever is signed in. Raises ``Unauthenticated``, or ``IdentityAway`` when that could not be asked."""
    if actor.signed_in:
        return
    if actor.doubt is Doubt.IDENTITY_AWAY:
        raise IdentityAway
    raise Unauthenticated(actor.doubt.value or "no_credentials")


def require_duty(actor: Actor, duty: str, *, scope: str | None = None) -> None:
    """Pass when one of the actor's roles brings ``duty``, and the actor came himself.

    A client that acts for somebody passes only with ``scope`` besides; where none is named, no client does. Raises
    ``Unauthenticated`` when nobody is signed in, ``IdentityAway`` when that could not be asked, and ``Missing``
    (which names the scope or duty) otherwise.
    """
    require_somebody(actor)
    if actor.via is not None and (scope is None or scope not in actor.scopes):
        raise Missing(scope or duty)
    if duty not in actor.duties:
        raise Missing(duty)


def require_scope(actor: Actor, scope: str) -> None:
    """Pass when the actor's token was granted ``scope``. Raises as ``require_duty``."""
    require_somebody(actor)
    if scope not in actor.scopes:
        raise Missing(scope)


def require_right(actor: Actor, *, duty: str, scope: str) -> None:
    """Pass for staff with ``duty`` or a partner with ``scope``; a client that acts for staff needs both.

    Raises as ``require_duty``.
    """
    if actor.kind is ActorKind.PARTNER:
        require_scope(actor, scope)
    else:
        require_duty(actor, duty, scope=scope)


def require_second_factor(actor: Actor) -> None:
    """Pass for a person or member of staff who proved in two ways who he is; asked before health data is shown.

    Raises ``Unauthenticated`` or ``IdentityAway`` as ``require_somebody``, and ``SecondFactorNeeded`` otherwise. A
    partner system is nobody who reads: what it may do follows from its scopes.
    """
    require_somebody(actor)
    if actor.kind in {ActorKind.STAFF, ActorKind.PERSON} and actor.assurance is not Assurance.HIGH:
        raise SecondFactorNeeded
