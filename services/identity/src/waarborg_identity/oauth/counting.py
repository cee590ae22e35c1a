"""Which client a refused request names, and why it was refused: for its administrator's eyes, never for who asked."""

from authlib.oauth2.rfc6749 import OAuth2Error
from authlib.oauth2.rfc6749.errors import InvalidClientError
from authlib.oauth2.rfc6749.util import extract_basic_authorization

from waarborg_identity.actions.partner_deeds import NamedClient, named_client, note_refusal
from waarborg_identity.domain.clients import AuthMethod
from waarborg_identity.domain.partner_deeds import BY_ERROR, Refusal, refusal_of_proof
from waarborg_identity.oauth.client import NotConfirmed, NotProved
from waarborg_identity.oauth.proofs import NonceNeeded
from waarborg_identity.oauth.requests import Request
from waarborg_identity.partner_keys import named_in
from waarborg_shared.uow import Work


def count_refusal(work: Work, request: Request, error: OAuth2Error) -> None:
    """Count a refusal of the client that the request names. To be asked for a fresh nonce is none (RFC 9449, 8)."""
    if isinstance(error, NonceNeeded):
        return
    shown, name = _shown(request)
    client = named_client(work, name)
    note_refusal(work, client, _why(error, client, shown) if client else Refusal.NO_PROOF)


def _why(error: OAuth2Error, client: NamedClient, shown: AuthMethod) -> Refusal:
    if isinstance(error, NotConfirmed):
        return Refusal.NOT_CONFIRMED
    if not isinstance(error, InvalidClientError):
        return BY_ERROR.get(error.error, Refusal.MALFORMED)
    if client.suspended:
        return Refusal.SUSPENDED
    told = error.refusal if isinstance(error, NotProved) else None
    return told or refusal_of_proof(shown, client.method)


def _shown(request: Request) -> tuple[AuthMethod, str]:
    """By what a request would prove who it is from, and who it says that is."""
    assertion = request.form.get("client_assertion")
    if assertion:
        return AuthMethod.PRIVATE_KEY_JWT, named_in(assertion)[0]
    if request.headers.get("Authorization", "").lower().startswith("basic "):
        return AuthMethod.CLIENT_SECRET_BASIC, _named_in_header(request)
    return AuthMethod.NONE, request.form.get("client_id", "")


def _named_in_header(request: Request) -> str:
    try:
        return extract_basic_authorization(request.headers)[0] or ""
    except ValueError:  # no base64, no UTF-8, or nothing after the scheme
        return ""
