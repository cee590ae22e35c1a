"""Access tokens (RFC 9068), checked offline against the organisation's published keys."""

import math
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from joserfc import jwk, jwt
from joserfc.errors import BadSignatureError, JoseError

from waarborg_shared.auth.actor import Actor, ActorKind, Assurance, IdentityAway, Unauthenticated
from waarborg_shared.auth.identity import IdentityQuestions
from waarborg_shared.auth.names import TWO_FACTORS, Origin, audience, issuer

ALGORITHMS = ["ES256"]
TOKEN_TYPES = frozenset({"at+jwt", "application/at+jwt"})
LONGEST_TOKEN = 8192
LEEWAY = 5
NAMES = ("sub", "client_id", "sid", "gid")
"""The claims by which a token may be ended before its time."""
_KINDS = {"partner": ActorKind.PARTNER, "staff": ActorKind.STAFF, "person": ActorKind.PERSON}

KEYS_FRESH_FOR = 600.0
KEYS_KEPT_FOR = 3600.0
PAUSE_AFTER_ANSWER = 10.0
PAUSE_AFTER_SILENCE = 1.0
PAUSE_FOR_UNKNOWN = 60.0
"""Seconds between two questions about names that the known keys do not have: a real key is published before it signs,
and anybody can make a name up."""


class TokenRefused(Unauthenticated):
    """The token does not hold; ``reason`` is a code that says which check failed."""


@dataclass(frozen=True)
class Verified:
    """An actor by token, and what else there is to say of the token; moments are seconds since 1970.

    It may have been ended by one of its ``names``: of the account or person, the client, session or grant, or of the
    key that signed it.
    ``bound_to`` is the thumbprint of its key (``cnf.jkt``, RFC 9449, 6); None makes it a bearer token.
    """

    actor: Actor
    made_at: int
    expires_at: int
    names: tuple[str, ...]
    bound_to: str | None = None


@dataclass
class _Ring:
    keys: dict[str, jwk.ECKey]
    answered_at: float
    asked_at: float
    pause: float

    def serves(self, kid: str, clock: float) -> bool:
        """Whether this key is known, and was published lately enough to count."""
        return kid in self.keys and clock - self.answered_at <= KEYS_KEPT_FOR

    def worth_asking(self, kid: str, clock: float) -> bool:
        """Whether identity is to be asked before this key is looked up."""
        if kid in self.keys:
            return clock - self.answered_at > KEYS_FRESH_FOR and clock - self.asked_at >= self.pause
        return clock - self.asked_at >= (PAUSE_FOR_UNKNOWN if self.keys else self.pause)


class Keys:
    """The published keys per organisation: fetched once, renewed when old or when a token names an unknown one.

    One asks per organisation, outside any lock that somebody with a known key would wait for. However many unknown
    names are thrown at it, identity is asked once a minute at most. While the keys cannot be had the known ones
    serve for an hour; what was ended is another question (``revocations``).
    """

    def __init__(self, identity: Callable[[], IdentityQuestions], monotonic: Callable[[], float]) -> None:
        self._identity = identity
        self._monotonic = monotonic
        self._rings: dict[str, _Ring] = {}
        self._askers: dict[str, threading.Lock] = {}

    def find(self, organisation: str, kid: str) -> jwk.ECKey:
        """Return the key of that name. Raises ``TokenRefused``, or ``IdentityAway`` when no keys could be had."""
        ring, clock = self._rings.get(organisation), self._monotonic()
        if ring is None or ring.worth_asking(kid, clock):
            ring = self._ask(organisation, kid)
        if clock - ring.answered_at > KEYS_KEPT_FOR:
            raise IdentityAway("keys_unavailable")
        if kid not in ring.keys:
            raise TokenRefused("unknown_key")
        return ring.keys[kid]

    def _ask(self, organisation: str, kid: str) -> _Ring:
        """Return the keys after asking identity, or waiting for who asks already; a known key never waits."""
        asker = self._askers.setdefault(organisation, threading.Lock())
        known = self._rings.get(organisation)
        if known is not None and known.serves(kid, self._monotonic()):
            if not asker.acquire(blocking=False):
                return known
        else:
            asker.acquire()
        try:
            ring, clock = self._rings.get(organisation), self._monotonic()
            if ring is None or ring.worth_asking(kid, clock):
                ring = self._renew(organisation, ring, clock)
            return ring
        finally:
            asker.release()

    def _renew(self, organisation: str, ring: _Ring | None, clock: float) -> _Ring:
        try:
            keys = _read_keys(self._identity().keys(organisation))
            ring = _Ring(keys, answered_at=clock, asked_at=clock, pause=PAUSE_AFTER_ANSWER)
        except IdentityAway:
            known = ring or _Ring({}, answered_at=float("-inf"), asked_at=clock, pause=PAUSE_AFTER_SILENCE)
            ring = _Ring(known.keys, answered_at=known.answered_at, asked_at=clock, pause=PAUSE_AFTER_SILENCE)
        self._rings[organisation] = ring
        return ring


def _read_keys(published: Any) -> dict[str, jwk.ECKey]:
    keys: dict[str, jwk.ECKey] = {}
    for one in published:
        if isinstance(one, Mapping) and one.get("kty") == "EC" and one.get("crv") == "P-256" and one.get("kid"):
            keys[str(one["kid"])] = jwk.ECKey.import_key({k: one[k] for k in ("kty", "crv", "x", "y")})
    return keys


class TokenVerifier:
    """Checks signature, type, issuer, audience, organisation and times of a token for one service."""

    def __init__(self, keys: Keys, *, service: str, origin: Origin, now: Callable[[], datetime]) -> None:
        self._keys = keys
        self._service = service
        self._origin = origin
        self._now = now

    def verify(self, token: str, organisation: str) -> Verified:
        """Return whose token it is. Raises ``TokenRefused`` or ``IdentityAway``."""
        if len(token) > LONGEST_TOKEN:
            raise TokenRefused("too_long")
        opened = self._opened(token, organisation)
        claims, kid = opened.claims, str(opened.header["kid"])
        self._check_names(claims, organisation)
        made_at, expires_at = self._check_times(claims)
        names = (*_names(claims), kid)
        return Verified(_actor(claims, organisation), made_at, expires_at, names, _bound_to(claims))

    def _opened(self, token: str, organisation: str) -> jwt.Token:
        def key_for(signed: Any) -> jwk.ECKey:
            headers = signed.headers()
            if str(headers.get("typ", "")).lower() not in TOKEN_TYPES:
                raise TokenRefused("not_an_access_token")
            return self._keys.find(organisation, str(headers.get("kid", "")))

        try:
            return jwt.decode(token, key_for, algorithms=ALGORITHMS)
        except BadSignatureError as error:
            raise TokenRefused("bad_signature") from error
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            raise TokenRefused("malformed") from error

    def _check_names(self, claims: Mapping[str, Any], organisation: str) -> None:
        origin = self._origin(organisation)
        if claims.get("iss") != issuer(origin):
            raise TokenRefused("wrong_issuer")
        if claims.get("org") != organisation:
            raise TokenRefused("wrong_organisation")
        meant_for = claims.get("aud")
        listed = [meant_for] if isinstance(meant_for, str) else meant_for
        if not isinstance(listed, list) or audience(origin, self._service) not in listed:
            raise TokenRefused("wrong_audience")

    def _check_times(self, claims: Mapping[str, Any]) -> tuple[int, int]:
        moment = self._now().timestamp()
        issued_at, expires_at = _seconds(claims.get("iat")), _seconds(claims.get("exp"))
        not_before = _seconds(claims.get("nbf", issued_at))
        if moment >= expires_at:
            raise TokenRefused("expired")
        if max(issued_at, not_before) > moment + LEEWAY:
            raise TokenRefused("not_yet_valid")
        return issued_at, expires_at


def _seconds(claim: Any) -> int:
    if isinstance(claim, bool) or not isinstance(claim, int | float) or not math.isfinite(claim):
        raise TokenRefused("malformed")
    return int(claim)


def _names(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """Return by which names the token may be ended; one that could not be looked up makes it no token of ours."""
    names = [claims[claim] for claim in NAMES if claim in claims]
    if not all(isinstance(name, str) for name in names):
        raise TokenRefused("malformed")
    return tuple(names)


def _bound_to(claims: Mapping[str, Any]) -> str | None:
    """Return the thumbprint of the token's key; a way of binding that is not known here is refused, not passed over."""
    confirmation = claims.get("cnf")
    if confirmation is None:
        return None
    jkt = confirmation.get("jkt") if isinstance(confirmation, Mapping) and len(confirmation) == 1 else None
    if not isinstance(jkt, str) or not jkt:
        raise TokenRefused("malformed")
    return jkt


def _actor(claims: Mapping[str, Any], organisation: str) -> Actor:
    kind, ref = _KINDS.get(str(claims.get("kind"))), claims.get("sub")
    scope, roles, duties = claims.get("scope", ""), claims.get("roles", []), claims.get("entitlements", [])
    client = claims.get("client_id")
    if kind is None or not isinstance(ref, str) or not ref or not isinstance(scope, str) or not isinstance(client, str):
        raise TokenRefused("malformed")
    if not isinstance(roles, list) or not isinstance(duties, list):
        raise TokenRefused("malformed")
    return Actor(
        kind,
        ref,
        organisation,
        roles=frozenset(map(str, roles)),
        duties=frozenset(map(str, duties)),
        scopes=frozenset(scope.split()),
        subject_ref=ref if kind is ActorKind.PERSON else None,
        via=None if kind is ActorKind.PARTNER else client,
        assurance=Assurance.HIGH if claims.get("acr") == TWO_FACTORS else Assurance.LOW,
    )
