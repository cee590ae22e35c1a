"""From a request to an actor: a token checked offline (by its bearer or with its key), or a session of identity's."""

import hashlib
import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from waarborg_shared.auth.actor import Actor, Doubt, IdentityAway
from waarborg_shared.auth.dpop import HEADER, ProofRefused, SeenProofs, WrongScheme, read_proof
from waarborg_shared.auth.identity import AskIdentity, IdentityQuestions
from waarborg_shared.auth.names import CookieName, Origin, cookie_name
from waarborg_shared.auth.revocations import Revocations
from waarborg_shared.auth.service_proof import ServiceProofs
from waarborg_shared.auth.tokens import Keys, TokenRefused, TokenVerifier, Verified
from waarborg_shared.client import ServiceClient
from waarborg_shared.config import Settings

SESSION_KEPT_FOR = 5.0
TOKEN_KEPT_FOR = 300.0
PAUSE_WHEN_AWAY = 1.0
"""Seconds for which an identity that did not answer is not asked again, so that waiting for it ties up nobody."""
MOST_KEPT = 10_000
_SESSION_ID = re.compile(r"[A-Za-z0-9_-]{43}")
_TOKEN_SCHEMES = frozenset({"bearer", "dpop"})
_T = TypeVar("_T")


class Credentials(Protocol):
    """What the authenticator reads of a request (a Flask request has all); ``path`` is decoded."""

    @property
    def method(self) -> str: ...

    @property
    def path(self) -> str: ...

    @property
    def headers(self) -> "Headers": ...

    @property
    def cookies(self) -> "Headers": ...


class Headers(Protocol):
    """Something that gives a text by name."""

    def get(self, key: str, default: str = ..., /) -> str: ...


@dataclass(frozen=True)
class _Kept(Generic[_T]):
    value: _T
    since: float


class _Memory(Generic[_T]):
    """Keeps answers by the hash of what was shown, for a short time and never more than a set number of them."""

    def __init__(self, kept_for: float, monotonic: Callable[[], float]) -> None:
        self._kept_for = kept_for
        self._monotonic = monotonic
        self._answers: dict[tuple[str, bytes], _Kept[_T]] = {}
        self._lock = threading.Lock()

    def recall(self, organisation: str, digest: bytes) -> _Kept[_T] | None:
        kept = self._answers.get((organisation, digest))
        if kept is None or self._monotonic() - kept.since >= self._kept_for:
            return None
        return kept

    def keep(self, organisation: str, digest: bytes, kept: _Kept[_T]) -> None:
        with self._lock:
            self._answers.pop((organisation, digest), None)
            self._answers[organisation, digest] = kept
            while len(self._answers) > MOST_KEPT:
                del self._answers[next(iter(self._answers))]

    def forget(self, organisation: str, digest: bytes) -> None:
        with self._lock:
            self._answers.pop((organisation, digest), None)


def access_token(authorization: str) -> tuple[str, str] | None:
    """Return scheme (``bearer`` or ``dpop``) and token of an Authorization header, None when it holds no token.

    RFC 6750, 2.1; RFC 9449, 7.1.
    """
    scheme, _, token = authorization.partition(" ")
    scheme = scheme.lower()
    return (scheme, token.strip()) if scheme in _TOKEN_SCHEMES else None


class Authenticator:
    """Says who makes a request. Neither a token nor a session id is ever logged or kept as it is."""

    def __init__(
        self,
        *,
        service: str,
        origin: Origin,
        identity: IdentityQuestions,
        cookie: CookieName,
        now: Callable[[], datetime],
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.identity = identity
        self.cookie = cookie
        self._now = now
        self._monotonic = monotonic
        keys = Keys(lambda: self.identity, monotonic)
        self._verifier = TokenVerifier(keys, service=service, origin=origin, now=now)
        self._revocations = Revocations(lambda: self.identity, monotonic)
        self._origin = origin
        self._proofs = SeenProofs(monotonic)
        self._tokens: _Memory[Verified] = _Memory(TOKEN_KEPT_FOR, monotonic)
        self._sessions: _Memory[Actor] = _Memory(SESSION_KEPT_FOR, monotonic)
        self._away_until = float("-inf")

    def authenticate(self, request: Credentials, organisation: str) -> Actor:
        """Return who asks, in the organisation whose host was asked.

        No credentials, or a session that has ended, make an anonymous actor; whether that is enough is the view's
        to say. Raises ``TokenRefused`` for a token that does not hold or was ended, ``ProofRefused`` for one whose
        key was not proved, and ``IdentityAway`` when identity's keys or its list of what was ended could not be had.
        """
        shown = access_token(request.headers.get("Authorization", ""))
        if shown is not None:
            scheme, token = shown
            verified = self._by_token(token, organisation)
            self._revocations.check(organisation, verified.names, verified.made_at)
            if scheme == "bearer" and verified.bound_to is None:
                return verified.actor
            return self._with_its_key(request, scheme, token, verified)
        session_id = request.cookies.get(self.cookie.name, "")
        if not session_id:
            return Actor.anonymous(organisation)
        return self._by_session(session_id, organisation)

    def forget_session(self, session_id: str, organisation: str) -> None:
        """Drop what is kept of a session, so that a sign-out counts at once in this process."""
        self._sessions.forget(organisation, _digest(session_id))

    def _by_token(self, token: str, organisation: str) -> Verified:
        digest = _digest(token)
        kept = self._tokens.recall(organisation, digest)
        if kept is not None:
            if self._now().timestamp() < kept.value.expires_at:
                return kept.value
            raise TokenRefused("expired")
        verified = self._verifier.verify(token, organisation)
        self._tokens.keep(organisation, digest, _Kept(verified, self._monotonic()))
        return verified

    def _with_its_key(self, request: Credentials, scheme: str, token: str, verified: Verified) -> Actor:
        """Return the actor of a bound token whose key was proved for this request; a bound token is no bearer's."""
        if verified.bound_to is None:
            raise WrongScheme("token_is_not_bound")
        if scheme == "bearer":
            raise WrongScheme("token_is_bound")
        proof = read_proof(
            request.headers.get(HEADER, ""),
            method=request.method,
            origin=self._origin(verified.actor.organisation),
            path=request.path,
            now=self._now(),
            token=token,
        )
        if proof.jkt != verified.bound_to:
            raise ProofRefused("another_key")
        if not self._proofs.first_use(proof):
            raise ProofRefused("proof_seen_before")
        return verified.actor

    def _by_session(self, session_id: str, organisation: str) -> Actor:
        if not _SESSION_ID.fullmatch(session_id):
            return Actor.anonymous(organisation, Doubt.SESSION_ENDED)
        digest = _digest(session_id)
        kept = self._sessions.recall(organisation, digest)
        if kept is not None:
            return kept.value
        asked_at = self._monotonic()
        if asked_at < self._away_until:
            return Actor.anonymous(organisation, Doubt.IDENTITY_AWAY)
        try:
            answer = self.identity.session(organisation, session_id)
        except IdentityAway:
            self._away_until = self._monotonic() + PAUSE_WHEN_AWAY
            return Actor.anonymous(organisation, Doubt.IDENTITY_AWAY)
        actor = answer.actor(organisation) if answer else Actor.anonymous(organisation, Doubt.SESSION_ENDED)
        self._sessions.keep(organisation, digest, _Kept(actor, asked_at))
        return actor


def _digest(shown: str) -> bytes:
    return hashlib.sha256(shown.encode("utf-8", "surrogateescape")).digest()


def authenticator_for(
    settings: Settings,
    client: ServiceClient,
    *,
    now: Callable[[], datetime],
    monotonic: Callable[[], float] = time.monotonic,
) -> Authenticator:
    """Return the authenticator of the service that ``settings`` are for."""
    proofs = ServiceProofs(settings.service, settings.service_key, origin=settings.origin_of, now=now)
    return Authenticator(
        service=settings.service,
        origin=settings.origin_of,
        identity=AskIdentity(client, proofs),
        cookie=cookie_name(settings.public_origin),
        now=now,
        monotonic=monotonic,
    )
