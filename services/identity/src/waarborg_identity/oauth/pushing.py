"""Requests sent ahead (PAR, RFC 9126): judged as the authorisation endpoint would, then kept for a minute."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import Endpoint, EndpointRequest
from authlib.oauth2.rfc6749.errors import InvalidRequestError, OAuth2Error
from werkzeug.datastructures import MultiDict

from waarborg_identity.actions.pushed import LIFE, push_request
from waarborg_identity.oauth.authorising import check_request
from waarborg_identity.oauth.codes import ANY_METHOD
from waarborg_identity.oauth.requests import Request

if TYPE_CHECKING:
    from waarborg_identity.oauth.server import Server

KEPT = frozenset(
    {
        "response_type",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "dpop_jkt",
        "resource",
        "response_mode",
        "prompt",
        "max_age",
    }
)
"""What the authorisation endpoint reads; the rest (a proof of the client, hints about people) is not kept."""

SOMEBODY = object()
"""Who will come with the request; whether he is signed in is for the authorisation endpoint to ask."""


@dataclass
class ToPush(EndpointRequest):  # type: ignore[misc]
    """A request that may be kept: its client, and the parameters that count."""

    parameters: dict[str, str] = field(default_factory=dict)


class PushedRequests(Endpoint):  # type: ignore[misc]
    """Takes requests of clients that prove themselves as at the token endpoint."""

    ENDPOINT_NAME = "par"
    server: "Server"

    def validate_request(self, request: Request) -> ToPush:
        """Return what may be kept. Raises OAuth2Error, which is answered here and never by a redirect."""
        client = self.server.authenticate_client(request, ANY_METHOD, self.ENDPOINT_NAME)
        asked = request.payload.data
        if "request_uri" in asked:
            raise InvalidRequestError("A request_uri is what comes out here.")
        if asked.get("client_id", client.client_id) != client.client_id:
            raise InvalidRequestError("The client_id is another client's.")
        parameters = {name: value for name, value in asked.items() if name in KEPT | {"request"}}
        parameters["client_id"] = client.client_id
        self._bind(parameters, request)
        try:
            inner = Request("GET", MultiDict(parameters), request.headers)
            grant = self.server.get_consent_grant(inner, end_user=SOMEBODY)
            check_request(self.server, parameters, grant.redirect_uri)
        except OAuth2Error as error:
            error.redirect_uri = None
            raise
        return ToPush(request, client, parameters)

    def create_response(self, validated_request: ToPush) -> tuple[int, Any, list[tuple[str, str]]]:
        """Keep it, and return its name."""
        kept = validated_request
        if kept.request.proof is not None:
            self.server.proofs.spend(kept.request.proof)
        uri = push_request(self.server.work, kept.client.client_id, kept.parameters)
        body = {"request_uri": uri, "expires_in": int(LIFE.total_seconds())}
        return 201, body, [("Content-Type", "application/json")]

    @staticmethod
    def _bind(parameters: dict[str, str], request: Request) -> None:
        """Bind the code to the key that is proved here (RFC 9449, 10.1)."""
        if request.proof is None:
            return
        if parameters.get("dpop_jkt", request.proof.jkt) != request.proof.jkt:
            raise InvalidRequestError("The dpop_jkt is of another key than the proof.")
        parameters["dpop_jkt"] = request.proof.jkt
