"""Dynamic registration (RFC 7591) for who holds an initial access token, which an administrator must have made."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from authlib.oauth2.rfc6749 import OAuth2Error
from authlib.oauth2.rfc7591 import ClientRegistrationEndpoint
from authlib.oauth2.rfc7591.errors import InvalidClientMetadataError
from flask import Blueprint, Response, jsonify, request
from joserfc.errors import JoseError

from waarborg_identity.actions.partners import NewPartner
from waarborg_identity.actions.registering import register_with_token, usable_token
from waarborg_identity.addresses import checked_address
from waarborg_identity.domain import Agreement, AuthMethod, BadClient
from waarborg_identity.domain.registering import scopes_within
from waarborg_identity.models import Client, RegistrationToken
from waarborg_identity.state import begin_as_nobody
from waarborg_shared.uow import Work
from waarborg_shared.web import not_replayed
from waarborg_shared.web.security import without_form_token

registering = Blueprint("registering", __name__)
LONGEST_TOKEN = 200


@dataclass
class _Asked:
    """A registration request as Authlib reads it."""

    metadata: dict[str, Any]
    credential: RegistrationToken
    payload: Any = field(init=False)

    def __post_init__(self) -> None:
        self.payload = self

    @property
    def data(self) -> dict[str, Any]:
        """The metadata, under the name that Authlib asks for."""
        return self.metadata


class Registration(ClientRegistrationEndpoint):  # type: ignore[misc]
    """Registers a partner system within the bounds of its token: by keys alone, for itself alone."""

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work

    def authenticate_token(self, request: _Asked) -> RegistrationToken:
        return request.credential

    def get_server_metadata(self) -> Mapping[str, Any]:
        return {
            "grant_types_supported": ["client_credentials"],
            "token_endpoint_auth_methods_supported": [AuthMethod.PRIVATE_KEY_JWT.value],
        }

    def extract_client_metadata(self, request: _Asked) -> dict[str, Any]:
        asked = request.metadata
        if asked.get("token_endpoint_auth_method", "") != AuthMethod.PRIVATE_KEY_JWT.value:
            raise InvalidClientMetadataError("token_endpoint_auth_method: private_key_jwt")
        if asked.get("grant_types") != ["client_credentials"] or asked.get("redirect_uris"):
            raise InvalidClientMetadataError("grant_types: client_credentials alone, without redirect_uris")
        request.metadata = {**asked, "response_types": asked.get("response_types") or []}
        found: dict[str, Any] = super().extract_client_metadata(request)
        return found

    def generate_client_info(self, request: _Asked) -> dict[str, Any]:
        """Nothing yet: the id is made where the partner is stored, and there is no secret."""
        return {}

    def save_client(self, client_info: Any, client_metadata: Mapping[str, Any], request: _Asked) -> Client:
        token = request.credential
        jwks_uri = client_metadata.get("jwks_uri")
        try:
            command = NewPartner(
                name=_text(client_metadata, "client_name"),
                auth_method=AuthMethod.PRIVATE_KEY_JWT,
                scopes=scopes_within(_text(client_metadata, "scope"), token.scopes),
                agreement=Agreement(purpose=token.purpose),
                jwks=client_metadata.get("jwks"),
                jwks_uri=checked_address(str(jwks_uri), "jwks_uri") if jwks_uri else None,
            )
            return register_with_token(self._work, token, command).client
        except BadClient as error:
            raise InvalidClientMetadataError(str(error)) from error

    def generate_client_registration_info(self, client: Client, request: _Asked) -> dict[str, Any]:
        return {
            "client_id": client.id,
            "client_id_issued_at": int(self._work.now.timestamp()),
            "scope": " ".join(client.scopes),
        }


@registering.post("/identity/register")
@without_form_token
@not_replayed
def register() -> Response:
    """Register a partner system by itself."""
    metadata = _metadata()
    try:
        with begin_as_nobody() as work:
            token = usable_token(work, _shown())
            if token is None:
                return _answer({"error": "invalid_token"}, 401)
            if not isinstance(metadata, dict) or not metadata:
                raise InvalidClientMetadataError("a JSON object")
            status, body, _headers = Registration(work)(_Asked(metadata, token))
            return _answer(body, status)
    except OAuth2Error as error:
        return _answer(dict(error.get_body()), 400)
    except (TypeError, AttributeError, ValueError, LookupError, OverflowError, RecursionError, JoseError):
        # Authlib's own checks of what may be of any type
        return _answer({"error": InvalidClientMetadataError.error}, 400)


def _metadata() -> Any:
    """What was sent, or None for what is no JSON, or holds what no database keeps: a NUL, half a character, a NaN."""
    try:
        metadata = request.get_json(silent=True)
        text = json.dumps(metadata, ensure_ascii=False, allow_nan=False).encode()
    except (ValueError, RecursionError):
        return None
    return None if b"\\u0000" in text else metadata


def _shown() -> str:
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token if kind.lower() == "bearer" and len(token) <= LONGEST_TOKEN else ""


def _text(metadata: Mapping[str, Any], name: str) -> str:
    found = metadata.get(name, "")
    if not isinstance(found, str):
        raise BadClient(name, "text")
    return found


def _answer(body: Mapping[str, Any], status: int) -> Response:
    answer = jsonify(body)
    answer.status_code = status
    answer.headers["Cache-Control"] = "no-store"
    if status == 401:
        answer.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    return answer
