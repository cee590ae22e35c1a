"""Renewing tokens: a refresh token counts once, for its client and key, while its user is in good standing."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from authlib.oauth2.rfc6749 import grants

from waarborg_identity.actions.grants import Renewal, end_grant, find_renewal
from waarborg_identity.domain import GrantEnd
from waarborg_identity.oauth.client import RegisteredClient
from waarborg_identity.oauth.codes import ANY_METHOD
from waarborg_identity.oauth.people import renewing
from waarborg_identity.oauth.requests import Request
from waarborg_identity.tokens import SignedIn

if TYPE_CHECKING:
    from waarborg_identity.oauth.server import Server


@dataclass(frozen=True)
class FoundRefreshToken:
    """A refresh token that counts, as Authlib asks it questions, and for whom it is."""

    renewal: Renewal
    user: SignedIn

    def check_client(self, client: RegisteredClient) -> bool:
        return self.renewal.client_id == client.client_id

    def get_scope(self) -> str:
        return self.renewal.scope


class RefreshTokenGrant(grants.RefreshTokenGrant):  # type: ignore[misc]
    """Gives new tokens for a refresh token, and a new one of those (RFC 6749, 6; RFC 9700, 4.14)."""

    server: "Server"
    request: Request
    INCLUDE_NEW_REFRESH_TOKEN = True
    TOKEN_ENDPOINT_AUTH_METHODS = ANY_METHOD

    def authenticate_refresh_token(self, refresh_token: str) -> FoundRefreshToken | None:
        """Return the token if it counts; of somebody who signed out or was shut out, the whole family ends."""
        work, request = self.server.work, self.request
        renewal = find_renewal(work, refresh_token, client_id=request.client.client_id)
        if renewal is None or not _same_key(renewal.jkt, request):
            return None
        user = renewing(work, renewal.session_id, rules=self.server.rules)
        if user is None:
            end_grant(work, renewal.gid, GrantEnd.SESSION)
            return None
        request.gid, request.resource, request.renewal = renewal.gid, renewal.resource, renewal
        return FoundRefreshToken(renewal, user)

    def authenticate_user(self, refresh_token: FoundRefreshToken) -> SignedIn:
        return refresh_token.user

    def revoke_old_credential(self, refresh_token: FoundRefreshToken) -> None:
        """Do nothing more: it was spent when the next one was made."""


def _same_key(jkt: str | None, request: Request) -> bool:
    return jkt is None or (request.proof is not None and request.proof.jkt == jkt)
