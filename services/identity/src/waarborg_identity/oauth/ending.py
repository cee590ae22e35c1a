"""Revocation (RFC 7009) and introspection (RFC 7662): a client ends, or asks about, tokens that are its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749.errors import InvalidRequestError
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from joserfc import jwk, jwt
from joserfc.errors import JoseError

from waarborg_identity.actions.grants import end_grant, grant_of_token, refresh_token_counts
from waarborg_identity.actions.keys import ALGORITHM, published_keys
from waarborg_identity.actions.revocations import is_revoked
from waarborg_identity.domain import AuthMethod, GrantEnd
from waarborg_identity.oauth.client import RegisteredClient
from waarborg_identity.oauth.codes import ANY_METHOD
from waarborg_identity.oauth.requests import Request
from waarborg_identity.tokens import ACCESS_TYPE

if TYPE_CHECKING:
    from waarborg_identity.oauth.server import Server

WITH_PROOF = (AuthMethod.PRIVATE_KEY_JWT.value, AuthMethod.CLIENT_SECRET_BASIC.value)
TOLD = ("iss", "aud", "sub", "client_id", "org", "scope", "iat", "nbf", "exp", "jti", "auth_time", "acr", "cnf")
REFS = ("sub", "client_id", "sid", "gid")
"""The claims by which a token may have been revoked."""


@dataclass(frozen=True)
class FoundToken:
    """A token of ours, whether or not it counts, as Authlib asks it questions."""

    client_id: str
    gid: str
    counts: bool
    told: Mapping[str, Any] = field(default_factory=dict)

    def check_client(self, client: RegisteredClient) -> bool:
        return self.client_id == client.client_id

    def is_expired(self) -> bool:
        return not self.counts

    def is_revoked(self) -> bool:
        return not self.counts


class _OurTokens:
    """Finds a token of either kind; what it is said to be is a hint, which need not be right (RFC 7009, 2.1)."""

    server: "Server"

    def check_params(self, request: Request, client: RegisteredClient) -> None:
        if not request.form.get("token"):
            raise InvalidRequestError("A token is needed.")

    def query_token(self, token_string: str, token_type_hint: str | None) -> FoundToken | None:
        return self._refresh_token(token_string) or self._access_token(token_string)

    def _refresh_token(self, shown: str) -> FoundToken | None:
        work = self.server.work
        family = grant_of_token(work, shown)
        if family is None:
            return None
        told = {
            "iss": self.server.mint.issuer,
            "client_id": family.client_id,
            "sub": family.account_id,
            "scope": family.scope,
            "exp": int(family.ends_at.timestamp()),
            "token_type": "refresh_token",
        }
        return FoundToken(family.client_id, family.id, refresh_token_counts(work, shown), told)

    def _access_token(self, shown: str) -> FoundToken | None:
        work = self.server.work
        claims = self._signed_here(shown)
        if claims is None:
            return None
        refs = [claims[name] for name in REFS if name in claims]
        counts = work.now.timestamp() < claims["exp"] and not is_revoked(work, refs, made_at=claims["iat"])
        told = {name: claims[name] for name in TOLD if name in claims}
        told["token_type"] = "DPoP" if "cnf" in claims else "Bearer"
        return FoundToken(claims["client_id"], claims["gid"], counts, told)

    def _signed_here(self, shown: str) -> Mapping[str, Any] | None:
        try:
            keys = jwk.KeySet.import_key_set({"keys": list(published_keys(self.server.work))})
            opened = jwt.decode(shown, keys, algorithms=[ALGORITHM])
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        claims: Mapping[str, Any] = opened.claims
        ours = opened.header.get("typ") == ACCESS_TYPE and claims.get("iss") == self.server.mint.issuer
        return claims if ours else None


class Revocation(_OurTokens, RevocationEndpoint):  # type: ignore[misc]
    """Ends a token, and with it everything that was granted together with it."""

    CLIENT_AUTH_METHODS = ANY_METHOD

    def revoke_token(self, token: FoundToken, request: Request) -> None:
        end_grant(self.server.work, token.gid, GrantEnd.REVOKED)


class Introspection(_OurTokens, IntrospectionEndpoint):  # type: ignore[misc]
    """Tells a client that proved itself about its own tokens; of another's it is told no more than of junk."""

    CLIENT_AUTH_METHODS = WITH_PROOF

    def check_permission(self, token: FoundToken, client: RegisteredClient, request: Request) -> bool:
        return token.check_client(client)

    def introspect_token(self, token: FoundToken) -> dict[str, Any]:
        return {"active": True, **token.told}
