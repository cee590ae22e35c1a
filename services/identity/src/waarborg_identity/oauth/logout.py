"""Signing out at an application's wish (RP-initiated logout): who asks, may he be believed, and where to go on."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749.errors import InvalidRequestError
from authlib.oidc.rpinitiated import EndSessionEndpoint, EndSessionRequest
from itsdangerous import BadSignature, URLSafeSerializer
from joserfc import jwk, jwt
from joserfc.errors import JoseError

from waarborg_identity.actions.keys import ALGORITHM, published_keys
from waarborg_identity.oauth.client import RegisteredClient
from waarborg_identity.oauth.requests import Request
from waarborg_identity.tokens import ID_TYPE
from waarborg_shared.web.keys import derive_key

if TYPE_CHECKING:
    from waarborg_identity.oauth.server import Server


@dataclass(frozen=True)
class SigningOut:
    """What an application asked: its id (empty when nobody can say), and where to go on afterwards (empty: nowhere)."""

    client_id: str = ""
    onward: str = ""


class EndSession(EndSessionEndpoint):  # type: ignore[misc]
    """Judges the wish; ending the session is left to the page that asks the user himself."""

    server: "Server"

    def read(self, request: Request) -> SigningOut:
        """Return what was asked. A hint that does not hold makes it nobody's wish: then nothing is redirected."""
        try:
            asked: EndSessionRequest = self.validate_request(request)
        except InvalidRequestError:
            return SigningOut()
        return SigningOut(asked.client.client_id if asked.client else "", asked.redirect_uri or "")

    def _validate_id_token_hint(self, id_token_hint: str) -> dict[str, Any]:
        """Return the claims of an ID token of ours, ended or not. Raises InvalidRequestError."""
        try:
            keys = jwk.KeySet.import_key_set({"keys": list(published_keys(self.server.work))})
            opened = jwt.decode(id_token_hint, keys, algorithms=[ALGORITHM])
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise InvalidRequestError("The hint does not hold.") from error
        if opened.header.get("typ") != ID_TYPE or opened.claims.get("iss") != self.server.mint.issuer:
            raise InvalidRequestError("The hint is no ID token of this issuer.")
        return dict(opened.claims)

    def _is_valid_post_logout_redirect_uri(self, client: RegisteredClient, post_logout_redirect_uri: str) -> bool:
        return post_logout_redirect_uri in client.row.post_logout_redirect_uris


class Wishes:
    """Signs a wish that was judged, so that the page's address holds no token (and so no name) of anybody."""

    def __init__(self, master_key: bytes, organisation: str) -> None:
        self._signer = URLSafeSerializer(derive_key(master_key, use="identity.signing-out"), salt="wish")
        self._organisation = organisation

    def signed(self, wish: SigningOut) -> str:
        """Return it as a text for an address."""
        return str(self._signer.dumps([self._organisation, wish.client_id, wish.onward]))

    def read(self, shown: str) -> SigningOut:
        """Return the wish; one that is not ours asks for nothing."""
        try:
            organisation, client_id, onward = self._signer.loads(shown)
        except (BadSignature, ValueError, TypeError):
            return SigningOut()
        return SigningOut(client_id, onward) if organisation == self._organisation else SigningOut()
