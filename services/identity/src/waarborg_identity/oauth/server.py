"""The authorisation server of one organisation for one request, on Authlib's grants and extension points."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6749.errors import InvalidClientError, InvalidRequestError, InvalidScopeError, OAuth2Error
from flask import Response

from waarborg_identity.actions.grants import NewGrant, renew, start_grant
from waarborg_identity.actions.partner_deeds import note_rights
from waarborg_identity.actions.partner_use import note_token
from waarborg_identity.domain import OFFLINE, SCOPES, AuthMethod, narrowed, services_of, told_scope
from waarborg_identity.oauth.client import (
    ByPrivateKey,
    NotConfirmed,
    NotProved,
    RegisteredClient,
    by_secret,
    find_client,
    proves_twice,
)
from waarborg_identity.oauth.codes import AlwaysS256, CodeGrant, IdToken
from waarborg_identity.oauth.counting import count_refusal
from waarborg_identity.oauth.ending import Introspection, Revocation
from waarborg_identity.oauth.logout import EndSession
from waarborg_identity.oauth.proofs import NONCE_HEADER, BadProof, Nonces, Proofs
from waarborg_identity.oauth.pushing import PushedRequests
from waarborg_identity.oauth.refreshing import RefreshTokenGrant
from waarborg_identity.oauth.requests import Request
from waarborg_identity.tokens import ACCESS_SECONDS, Access, Mint, SignedIn, Signer
from waarborg_shared.auth import audience, issuer
from waarborg_shared.auth.dpop import Proof
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

TOKEN_PATH = "/identity/token"  # noqa: S105 - a path
PAR_PATH = "/identity/par"


class BadTarget(OAuth2Error):  # type: ignore[misc]
    """The resource that was named is no service here, or none of the scopes is a right there (400; RFC 8707, 2)."""

    error = "invalid_target"


class Server(AuthorizationServer):  # type: ignore[misc]
    """Authorises and issues for one organisation, in one unit of work: nothing is stored unless that commits."""

    asked: Request

    def __init__(self, work: Work, rules: Rules, *, origin: str, signer: Signer, nonces: Nonces) -> None:
        super().__init__(scopes_supported=list(SCOPES))
        self.work = work
        self.rules = rules
        self.origin = origin
        self.mint = Mint(work, signer, origin, issuer(origin))
        self.proofs = Proofs(work, nonces, origin)
        self._audiences = {audience(origin, service): service for service in set(SCOPES.values())}
        self.register_client_auth_method(AuthMethod.CLIENT_SECRET_BASIC.value, by_secret)
        meant_for = [self.mint.issuer, f"{origin}{TOKEN_PATH}", f"{origin}{PAR_PATH}"]
        self.register_client_auth_method(AuthMethod.PRIVATE_KEY_JWT.value, ByPrivateKey(work, meant_for))
        self.register_grant(CodeGrant, [AlwaysS256(), IdToken()])
        self.register_grant(RefreshTokenGrant)
        self.register_grant(PartnerGrant)
        for endpoint in (PushedRequests, Revocation, Introspection, EndSession):
            self.register_endpoint(endpoint)
        self.register_token_generator("default", self._token)

    def query_client(self, client_id: str) -> RegisteredClient | None:
        return find_client(self.work, client_id)

    def authenticate_client(self, request: Request, methods: Sequence[str], endpoint: str = "token") -> Any:
        """Return the client that proved itself by one of these methods.

        Raises NotProved, in the same words for all, NotConfirmed for one that proved itself and waits, and
        InvalidRequestError for who tries more than one way (RFC 6749, 5.2).
        """
        if proves_twice(request):
            raise InvalidRequestError("The client proves itself in more than one way.")
        try:
            client = super().authenticate_client(request, methods, endpoint)
        except NotProved:
            raise
        except InvalidClientError as error:
            raise NotProved from error
        if client.waits:
            raise NotConfirmed
        return client

    def save_token(self, token: Mapping[str, Any], request: Request) -> None:
        """Count it, and keep nothing of it: access tokens are checked by their signature and end by themselves."""
        note_token(self.work, request.client.client_id)
        note_rights(self.work, request.client.client_id, request.carried)

    def create_oauth2_request(self, request: Request) -> Request:
        return request

    def create_token_response(self, request: Request) -> Response:
        """Return a token or an error; to whoever proves a key, with a nonce for the next proof (RFC 9449, 8)."""
        return self._proving(request, TOKEN_PATH, super().create_token_response)

    def push(self, request: Request) -> Response:
        """Return the name under which a request that was sent ahead is kept, or an error (RFC 9126, 2)."""
        return self._proving(request, PAR_PATH, lambda asked: self.create_endpoint_response("par", asked))

    def handle_error_response(self, request: Request | None, error: OAuth2Error) -> Response:
        """Return the error, counted where a program asked: at the authorisation endpoint no client proves anything."""
        if request is not None and request.method == "POST":
            count_refusal(self.work, request, error)
        answer: Response = super().handle_error_response(request, error)
        return answer

    def send_signal(self, name: str, *args: Any, **kwargs: Any) -> None:
        """Tell nobody."""

    def handle_response(self, status: int, body: Any, headers: Any) -> Response:
        """Return Authlib's answer; a redirect names the issuer, errors included (RFC 9207, 2)."""
        content = json.dumps(body) if isinstance(body, dict) else body
        answer = Response(content, status=status, headers=dict(headers))
        answer.headers["Cache-Control"] = "no-store"
        if "Location" in answer.headers:
            answer.headers["Location"] = add_params_to_uri(answer.headers["Location"], {"iss": self.mint.issuer})
        return answer

    def service_at(self, resource: str | None) -> str | None:
        """Return the service of that name (RFC 8707), None where none is named. Raises BadTarget."""
        if resource is None:
            return None
        if resource not in self._audiences:
            raise BadTarget("There is no such resource here.")
        return self._audiences[resource]

    def _proving(self, request: Request, path: str, answer: Any) -> Response:
        self.asked = request
        try:
            request.proof = self.proofs.read(request, path)
            given: Response = answer(request)
        except OAuth2Error as error:
            given = self.handle_error_response(request, error)
        if request.headers.get("DPoP") is not None:
            given.headers[NONCE_HEADER] = self.proofs.nonce()
        return given

    def _token(  # noqa: PLR0917 - Authlib calls it so
        self,
        grant_type: str,
        client: RegisteredClient,
        user: SignedIn | None = None,
        scope: str | None = None,
        expires_in: int | None = None,
        include_refresh_token: bool = True,
    ) -> dict[str, Any]:
        granted = client.get_allowed_scope(scope)
        if granted is None:
            raise InvalidScopeError
        service = self._target()
        if user is None and not scope and service is None and len(services_of(granted)) > 1:
            raise InvalidScopeError("Your rights are at several services. Name the scope that you need, or a resource.")
        proof = self._spent_proof(client)
        gid = self.asked.gid or new_id()
        access = Access(
            client_id=client.client_id,
            scope=_for_access(granted, service),
            services=(service,) if service else services_of(granted),
            user=user,
            gid=gid,
            jkt=proof.jkt if proof else None,
        )
        self.asked.carried = access.scope
        token = {
            "token_type": "DPoP" if proof else "Bearer",
            "access_token": self.mint.access_token(access),
            "expires_in": ACCESS_SECONDS,
        }
        if include_refresh_token and user is not None:
            token |= self._refresh_token(client, user, granted, gid)
        renewable = granted if "refresh_token" in token else " ".join({*granted.split()} - {OFFLINE})
        return {**token, "scope": told_scope(renewable, service)}

    def _target(self) -> str | None:
        """Return the one service that the token is for; a code or refresh token that named one is for no other."""
        named, bound = self.asked.payload.data.get("resource"), self.asked.resource
        if bound is not None and named not in {None, bound}:
            raise BadTarget("It was granted for another resource.")
        return self.service_at(named or bound)

    def _spent_proof(self, client: RegisteredClient) -> Proof | None:
        proof = self.asked.proof
        if proof is not None:
            self.proofs.spend(proof)
        elif client.row.require_dpop:
            raise BadProof("This client proves its key at every request.")
        return proof

    def _refresh_token(self, client: RegisteredClient, user: SignedIn, granted: str, gid: str) -> dict[str, str]:
        """Return a refresh token where one is due: who can keep no secret gets it only with a key to prove."""
        asked = self.asked
        if asked.renewal is not None:
            return {"refresh_token": renew(self.work, asked.renewal)}
        if OFFLINE not in granted.split() or (client.is_public and asked.proof is None):
            return {}
        new = NewGrant(
            gid=gid,
            client_id=client.client_id,
            account_id=user.account_id,
            session_id=user.session_id,
            scope=granted,
            resource=asked.resource,
            jkt=asked.proof.jkt if client.is_public and asked.proof else None,
        )
        limits = self.rules.sign_in_policy
        return {"refresh_token": start_grant(self.work, new, signed_in_at=user.signed_in_at, limits=limits)}


class PartnerGrant(grants.ClientCredentialsGrant):  # type: ignore[misc]
    """A partner system acts for itself, proved by its key or, where it can do no better, by a secret."""

    TOKEN_ENDPOINT_AUTH_METHODS = (AuthMethod.PRIVATE_KEY_JWT.value, AuthMethod.CLIENT_SECRET_BASIC.value)


def _for_access(granted: str, service: str | None) -> str:
    """Return the scopes of the access token. Raises BadTarget or InvalidScopeError where there is none."""
    scope = narrowed(granted, service)
    if not scope:
        raise BadTarget("None of the scopes is a right there.") if service else InvalidScopeError
    return scope
