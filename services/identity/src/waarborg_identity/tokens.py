"""Makes access tokens (RFC 9068) and ID tokens, signed with the organisation's key and named by its kid."""

import base64
import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from joserfc import jwk, jwt

from waarborg_identity.actions.keys import ALGORITHM, private_key, signing_key
from waarborg_identity.domain import services_of
from waarborg_shared.auth import audience
from waarborg_shared.uow import Work

ACCESS_SECONDS = 300
ID_SECONDS = 300


@dataclass(frozen=True)
class SignedIn:
    """A member of staff for whom a token is made."""

    account_id: str
    session_id: str
    signed_in_at: int
    roles: frozenset[str]
    duties: frozenset[str]
    name: str = field(default="", repr=False)

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


@dataclass(frozen=True)
class Mint:
    """What tokens of one organisation are made with, in one unit of work."""

    work: Work
    signer: Signer
    origin: str
    issuer: str

    def access_token(self, client_id: str, scope: str, user: SignedIn | None) -> str:
        """Return an access token for the services of its scopes, good for five minutes at most."""
        at = int(self.work.now.timestamp())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": [audience(self.origin, service) for service in services_of(scope)],
            "sub": user.account_id if user else client_id,
            "client_id": client_id,
            "org": self.work.organisation,
            "kind": "staff" if user else "partner",
            "scope": scope,
            "iat": at,
            "nbf": at,
            "exp": at + ACCESS_SECONDS,
            "jti": secrets.token_urlsafe(16),
        }
        if user:
            claims |= {
                "roles": sorted(user.roles),
                "entitlements": sorted(user.duties),
                "sid": user.session_id,
                "auth_time": user.signed_in_at,
            }
        return self.signer.sign(self.work, claims, token_type="at+jwt")  # noqa: S106 (a media type)

    def id_token(self, client_id: str, scope: str, user: SignedIn, *, nonce: str | None, access_token: str) -> str:
        """Return an ID token for an application (OpenID Connect Core, 2)."""
        at = int(self.work.now.timestamp())
        claims: dict[str, Any] = {
            "iss": self.issuer,
            "aud": client_id,
            "sub": user.account_id,
            "iat": at,
            "exp": at + ID_SECONDS,
            "auth_time": user.signed_in_at,
            "amr": ["pwd"],
            "sid": user.session_id,
            "at_hash": _half_hash(access_token),
        }
        if nonce:
            claims["nonce"] = nonce
        if "profile" in scope.split():
            claims["name"] = user.name
        return self.signer.sign(self.work, claims, token_type="JWT")  # noqa: S106 (a media type)


def _half_hash(text: str) -> str:
    half = hashlib.sha256(text.encode()).digest()[:16]
    return base64.urlsafe_b64encode(half).rstrip(b"=").decode()
