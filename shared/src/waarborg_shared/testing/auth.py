"""For tests of any service: an identity that answers as the real one would, sessions and tokens without a network."""

import base64
import hashlib
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from flask.testing import FlaskClient
from joserfc import jwk, jwt

from waarborg_shared.auth import (
    ActorKind,
    Assurance,
    Authenticator,
    IdentityAway,
    KnownHolder,
    KnownPersons,
    RevokedTokens,
    SessionAnswer,
    SignedInBy,
    audience,
    issuer,
)
from waarborg_shared.config import make_service_key, public_service_key

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TOKEN_SECONDS = 300


@dataclass
class FakeClock:
    """A wall clock and a monotonic one that a test turns by hand; both go together."""

    moment: datetime = START
    since_boot: float = 1000.0

    def now(self) -> datetime:
        """Return the time of day, aware."""
        return self.moment

    def monotonic(self) -> float:
        """Return seconds since some moment."""
        return self.since_boot

    def forward(self, seconds: float) -> None:
        """Let ``seconds`` pass."""
        self.moment += timedelta(seconds=seconds)
        self.since_boot += seconds


def new_key(kid: str) -> jwk.ECKey:
    """Return a new ES256 key of that name."""
    return jwk.ECKey.generate_key("P-256", {"kid": kid})


@dataclass
class ServiceKeyring:
    """A key for every service that is named, made when it is first asked for."""

    made: dict[str, str] = field(default_factory=dict)

    def private(self, service: str) -> str:
        """Return that service's own key, as its settings hold it."""
        if service not in self.made:
            self.made[service] = make_service_key()
        return self.made[service]

    def public(self, *services: str) -> list[Mapping[str, Any]]:
        """Return what identity's settings hold of them."""
        return [public_service_key(self.private(each), each) for each in services]


SERVICE_KEYS = ServiceKeyring()
"""The keys of one run of the tests."""


@dataclass
class FakeIdentity:
    """Answers a service's questions as identity would; counts them, and can be away.

    ``origin`` gives an organisation's public origin (``settings.origin_of``). ``knows_any_reference`` is for tests that
    are about something else than who is registered.
    """

    origin: Callable[[str], str]
    now: Callable[[], datetime] = lambda: START
    signing: dict[str, list[jwk.ECKey]] = field(default_factory=dict)
    sessions: dict[tuple[str, str], SessionAnswer] = field(default_factory=dict)
    revoked: dict[tuple[str, str], int] = field(default_factory=dict)
    registered: dict[tuple[str, str], str] = field(default_factory=dict)
    knows_any_reference: bool = False
    holders: dict[tuple[str, str], str] = field(default_factory=dict)
    own_numbers: dict[tuple[str, str, str], str] = field(default_factory=dict)
    away: bool = False
    asked: list[str] = field(default_factory=list)

    def keys(self, organisation: str) -> Sequence[Mapping[str, Any]]:
        """Return the public keys, as ``IdentityQuestions`` asks."""
        self.asked.append("keys")
        if self.away:
            raise IdentityAway
        return [key.as_dict(private=False) for key in self.signing_keys(organisation)]

    def session(self, organisation: str, session_id: str) -> SessionAnswer | None:
        """Return whose session it is, as ``IdentityQuestions`` asks."""
        self.asked.append("session")
        if self.away:
            raise IdentityAway
        return self.sessions.get((organisation, session_id))

    def revocations(self, organisation: str) -> RevokedTokens:
        """Return which tokens are void, as ``IdentityQuestions`` asks."""
        self.asked.append("revocations")
        if self.away:
            raise IdentityAway
        return RevokedTokens({name: until for (of, name), until in self.revoked.items() if of == organisation})

    def persons(self, organisation: str, numbers: Collection[str], refs: Collection[str]) -> KnownPersons:
        """Return who is in ``registered``, by organisation and client number, as ``IdentityQuestions`` asks."""
        self.asked.append("persons")
        if self.away:
            raise IdentityAway
        known = {number: ref for (of, number), ref in self.registered.items() if of == organisation}
        return KnownPersons(
            {number: known[number] for number in numbers if number in known},
            {ref: ref for ref in refs if self.knows_any_reference or ref in known.values()},
        )

    def holder(self, organisation: str, client_id: str, number: str | None) -> KnownHolder:
        """Return what is in ``holders`` by organisation and client, and in ``own_numbers`` by number besides."""
        self.asked.append("holder")
        if self.away:
            raise IdentityAway
        person_ref = self.own_numbers.get((organisation, client_id, number)) if number else None
        return KnownHolder(self.holders.get((organisation, client_id)), person_ref)

    def revoke(self, organisation: str, name: str) -> None:
        """End the tokens made until now that name an account, person, client, session or grant."""
        self.revoked[organisation, name] = int(self.now().timestamp())

    def signing_keys(self, organisation: str) -> list[jwk.ECKey]:
        """Return the organisation's keys, the newest last."""
        return self.signing.setdefault(organisation, [new_key(f"{organisation}-1")])

    def sign_in(
        self,
        organisation: str,
        *,
        duties: Iterable[str] = (),
        roles: Iterable[str] = (),
        kind: ActorKind = ActorKind.STAFF,
        ref: str = "account-1",
        subject_ref: str | None = None,
        label: str = "Femke Voorbeeld",
        assurance: Assurance = Assurance.HIGH,
        signed_in_by: SignedInBy = SignedInBy.UNKNOWN,
    ) -> str:
        """Return the id of a new session of somebody with these duties."""
        session_id = secrets.token_urlsafe(32)
        self.sessions[organisation, session_id] = SessionAnswer(
            kind=kind,
            ref=ref,
            roles=frozenset(roles),
            duties=frozenset(map(str, duties)),
            subject_ref=subject_ref,
            label=label,
            assurance=assurance,
            signed_in_by=signed_in_by,
        )
        return session_id

    def claims(self, organisation: str, service: str, *scopes: str, **other: Any) -> dict[str, Any]:
        """Return the claims of a good token; ``other`` replaces them, and None leaves one out."""
        origin, at = self.origin(organisation), int(self.now().timestamp())
        good = {
            "iss": issuer(origin),
            "aud": audience(origin, service),
            "sub": "ecd",
            "client_id": "ecd",
            "kind": "partner",
            "org": organisation,
            "scope": " ".join(scopes),
            "iat": at,
            "nbf": at,
            "exp": at + TOKEN_SECONDS,
            "jti": secrets.token_urlsafe(8),
        }
        return {name: value for name, value in {**good, **other}.items() if value is not None}

    def token(self, organisation: str, service: str, *scopes: str, **other: Any) -> str:
        """Return a partner's access token for a service; ``other`` replaces claims."""
        return sign(self.signing_keys(organisation)[-1], self.claims(organisation, service, *scopes, **other))


def sign(key: jwk.ECKey, claims: Mapping[str, Any], **header: Any) -> str:
    """Return an access token by RFC 9068 signed with ``key``; ``header`` replaces parts of its header."""
    head = {"alg": "ES256", "typ": "at+jwt", "kid": key.kid, **header}
    return jwt.encode(head, dict(claims), key, algorithms=["ES256"])


def prove(
    key: jwk.ECKey,
    method: str,
    url: str,
    *,
    at: datetime,
    token: str | None = None,
    header: Mapping[str, Any] | None = None,
    **other: Any,
) -> str:
    """Return a DPoP proof (RFC 9449) by ``key``; ``other`` replaces claims and ``header`` parts, None leaves out."""
    good = {
        "htm": method,
        "htu": url,
        "iat": int(at.timestamp()),
        "jti": secrets.token_urlsafe(12),
        "ath": None if token is None else _hash_of(token),
    }
    claims = {name: value for name, value in {**good, **other}.items() if value is not None}
    public = {part: key.as_dict(private=False)[part] for part in ("kty", "crv", "x", "y")}
    head = {"alg": "ES256", "typ": "dpop+jwt", "jwk": public, **(header or {})}
    return jwt.encode({name: value for name, value in head.items() if value is not None}, claims, key)


def _hash_of(token: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(token.encode()).digest()).rstrip(b"=").decode()


def use_fake_identity(authenticator: Authenticator, fake: FakeIdentity) -> FakeIdentity:
    """Make a service's authenticator (``runtime.authenticator``) ask ``fake``, and return it."""
    authenticator.identity = fake
    return fake


def carry_session(client: FlaskClient, authenticator: Authenticator, session_id: str, *, host: str) -> None:
    """Let a test client carry the session cookie at ``host`` (a host name without a port)."""
    client.set_cookie(authenticator.cookie.name, session_id, domain=host, secure=authenticator.cookie.secure)


def bearer(token: str) -> dict[str, str]:
    """Return the headers of a request with that token."""
    return {"Authorization": f"Bearer {token}"}
