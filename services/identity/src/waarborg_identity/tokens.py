"""Makes access tokens (RFC 9068) and ID tokens, signed with the organisation's key and named by its kid."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from joserfc import jwk, jwt

from waarborg_identity.actions.keys import ALGORITHM, private_key, signing_key
from waarborg_identity.domain import acr_of
from waarborg_shared.auth import audience
from waarborg_shared.uow import Work

ACCESS_SECONDS = 300
ID_SECONDS = 300
ACCESS_TYPE = "at+jwt"
ID_TYPE = "JWT"


@dataclass(frozen=True)
class SignedIn:
    """A member of staff for whom a token is made; ``methods`` are how he signed in (RFC 8176)."""

    account_id: str
    session_id: str
    signed_in_at: datetime
    roles: frozenset[str]
    duties: frozenset[str]
    methods: tuple[str, ...]
    name: str = field(default="", repr=False)

    @property
    def auth_time(self) -> int:
        """When he signed in, in seconds since 1970."""
        return int(self.signed_in_at.timestamp())

    def get_user_id(self) -> str:
        """Return the account, as Authlib asks for it."""
        return self.account_id


class Signer:
    """Signs with the organisation's present key; an opened key is kept in memory while the process lives."""

    def __init__(self) -> None:
        self._opened: dict[tuple[str, str], jwk.ECKey] = {}

    def sign(self, work: Work, claims: Mapping[str, Any], *, token_type: str) -> str:
        """Return the claims as a signed token of that type."""
        row = signing_key(work)
        key = self._opened.get((work.organisation, row.kid))
        if key is None:
            key = self._opened[work.organisation, row.kid] = private_key(work, row)
        header = {"alg": ALGORITHM, "typ": token_type, "kid": row.kid}
        return jwt.encode(header, dict(claims), key, algorithms=[ALGORITHM])


@dataclass(frozen=True, kw_only=True)
class Access:
    """What an access token is for: its client, scopes and services, whose it is, and what it is bound to.

    ``gid`` is the grant that ends all tokens made from it; ``jkt`` the key that must be proved with it (RFC 9449, 6).
    """

    client_id: str
    scope: str
    services: tuple[str, ...]
    user: SignedIn | None
    gid: str
    jkt: str | None


@dataclass(frozen=True)
class Mint:
    """What tokens of one organisation are made with, in one unit of work."""

    work: Work
    signer: Signer
    origin: str
    issuer: str

    def access_token(self, access: Access) -> str:
        """Return an access token, good for five minutes at most."""
        at, user = int(self.work.now.timestamp()), access.user
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": [audience(self.origin, service) for service in access.services],
            "sub": user.account_id if user else access.client_id,
            "client_id": access.client_id,
            "org": self.work.organisation,
            "kind": "staff" if user else "partner",
            "scope": access.scope,
            "iat": at,
            "nbf": at,
            "exp": at + ACCESS_SECONDS,
            "jti": secrets.token_urlsafe(16),
            "gid": access.gid,
        }
        if access.jkt:
            claims["cnf"] = {"jkt": access.jkt}
        if user:
            claims |= {
                "roles": sorted(user.roles),
                "entitlements": sorted(user.duties),
                "sid": user.session_id,
                "auth_time": user.auth_time,
                "acr": acr_of(user.methods),
            }
        return self.signer.sign(self.work, claims, token_type=ACCESS_TYPE)

    def id_token(self, client_id: str, scope: str, user: SignedIn, *, nonce: str | None, access_token: str) -> str:
        """Return an ID token for an application (OpenID Connect Core, 2)."""
        at = int(self.work.now.timestamp())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": client_id,
            "sub": user.account_id,
            "iat": at,
            "exp": at + ID_SECONDS,
            "auth_time": user.auth_time,
            "amr": list(user.methods),
            "acr": acr_of(user.methods),
            "sid": user.session_id,
            "at_hash": _half_hash(access_token),
        }
        if nonce:
            claims["nonce"] = nonce
        if "profile" in scope.split():
            claims["name"] = user.name
        return self.signer.sign(self.work, claims, token_type=ID_TYPE)


def _half_hash(text: str) -> str:
    half = hashlib.sha256(text.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()
