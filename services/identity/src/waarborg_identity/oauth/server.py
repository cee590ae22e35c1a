"""The authorisation server of one organisation for one request, on Authlib's grants and extension points."""

import hashlib
import json
import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from authlib.common.urls import add_params_to_uri
from authlib.oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6749.errors import InvalidClientError, InvalidRequestError, InvalidScopeError
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from flask import Response
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from waarborg_identity.actions.accounts import label_of, name_of, standing
from waarborg_identity.actions.sessions import LiveSession, live_session_by_id
from waarborg_identity.domain import SCOPES, AuthMethod, SessionKind
from waarborg_identity.models import AuthorizationCode
from waarborg_identity.oauth.client import ByPrivateKey, NotProved, RegisteredClient, by_secret, find_client
from waarborg_identity.oauth.requests import Request
from waarborg_identity.tokens import ACCESS_SECONDS, Mint, SignedIn, Signer
from waarborg_shared.auth import issuer
from waarborg_shared.db import delete_for
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

CODE_LIFE = timedelta(seconds=60)
SPENT_CODES_KEPT = timedelta(days=1)
TOKEN_PATH = "/identity/token"  # noqa: S105 - a path
log = logging.getLogger(__name__)


def signed_in(work: Work, session: LiveSession | None, *, rules: Rules) -> SignedIn | None:
    """Return the member of staff whose session it is, while both count."""
    if session is None or session.kind is not SessionKind.STAFF:
        return None
    stands = standing(work, session.subject, rules=rules)
    if not stands.active:
        return None
    return SignedIn(
        account_id=session.subject,
        session_id=session.id,
        signed_in_at=int(session.signed_in_at.timestamp()),
        roles=stands.roles,
        duties=stands.duties,
        name=label_of(name_of(work, session.subject)),
    )


class Server(AuthorizationServer):  # type: ignore[misc]
    """Authorises and issues for one organisation, in one unit of work: nothing is stored unless that commits."""

    def __init__(self, work: Work, rules: Rules, *, origin: str, signer: Signer) -> None:
        super().__init__(scopes_supported=list(SCOPES))
        self.work = work
        self.rules = rules
        self.mint = Mint(work, signer, origin, issuer(origin))
        self.register_client_auth_method(AuthMethod.CLIENT_SECRET_BASIC.value, by_secret)
        audiences = [self.mint.issuer, f"{origin}{TOKEN_PATH}"]
        self.register_client_auth_method(AuthMethod.PRIVATE_KEY_JWT.value, ByPrivateKey(work, audiences))
        self.register_grant(CodeGrant, [AlwaysS256(), IdToken()])
        self.register_grant(PartnerGrant)
        self.register_token_generator("default", self._token)

    def query_client(self, client_id: str) -> RegisteredClient | None:
        return find_client(self.work, client_id)

    def authenticate_client(self, request: Request, methods: Sequence[str], endpoint: str = "token") -> Any:
        """Return the client that proved itself by one of these methods. Raises NotProved, in the same words for all."""
        try:
            return super().authenticate_client(request, methods, endpoint)
        except NotProved:
            raise
        except InvalidClientError as error:
            raise NotProved from error

    def save_token(self, token: Mapping[str, Any], request: Request) -> None:
        """Keep nothing: access tokens are checked by their signature and end by themselves."""

    def create_oauth2_request(self, request: Request) -> Request:
        return request

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

    def _token(  # noqa: PLR0917 - Authlib calls it so
        self,
        grant_type: str,
        client: RegisteredClient,
        user: SignedIn | None = None,
        scope: str | None = None,
        expires_in: int | None = None,
        include_refresh_token: bool = True,
    ) -> dict[str, Any]:
        allowed = client.get_allowed_scope(scope)
        if allowed is None:
            raise InvalidScopeError
        token = self.mint.access_token(client.client_id, allowed, user)
        return {"token_type": "Bearer", "access_token": token, "expires_in": ACCESS_SECONDS, "scope": allowed}


@dataclass(frozen=True)
class FoundCode:
    """A code that was shown for the first time, as Authlib asks it questions."""

    session_id: str
    redirect_uri: str
    scope: str
    nonce: str | None
    code_challenge: str
    code_challenge_method: str = "S256"

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope


class CodeGrant(grants.AuthorizationCodeGrant):  # type: ignore[misc]
    """The code flow: a code is good for a minute, once, for the client and address that it was made for."""

    server: Server
    TOKEN_ENDPOINT_AUTH_METHODS = (
        AuthMethod.PRIVATE_KEY_JWT.value,
        AuthMethod.CLIENT_SECRET_BASIC.value,
        AuthMethod.NONE.value,
    )

    def generate_authorization_code(self) -> str:
        return secrets.token_urlsafe(32)

    def save_authorization_code(self, code: str, request: Request) -> None:
        work, user = self.server.work, request.user
        table: Any = AuthorizationCode.__table__
        work.session.execute(
            delete_for(table, work.organisation).where(table.c.expires_at < work.now - SPENT_CODES_KEPT)
        )
        work.session.add(
            AuthorizationCode(
                organisation=work.organisation,
                code_hash=_hash(code),
                client_id=request.client.client_id,
                session_id=user.session_id,
                redirect_uri=request.payload.redirect_uri,
                scope=request.scope,
                nonce=request.payload.data.get("nonce"),
                code_challenge=request.payload.data["code_challenge"],
                expires_at=work.now + CODE_LIFE,
            )
        )

    def query_authorization_code(self, code: str, client: RegisteredClient) -> FoundCode | None:
        """Return the code and let it count no more: whoever shows it, it is spent, whatever is wrong further on."""
        work = self.server.work
        row = work.session.scalars(
            select(AuthorizationCode)
            .where(
                AuthorizationCode.organisation == work.organisation,
                AuthorizationCode.code_hash == _hash(code),
                AuthorizationCode.client_id == client.client_id,
            )
            .with_for_update()
        ).one_or_none()
        if row is None or work.now >= row.expires_at:
            return None
        if row.used_at is not None:
            log.warning("an authorisation code was shown twice by client %s", client.client_id)
            return None
        row.used_at = work.now
        return FoundCode(row.session_id, row.redirect_uri, row.scope, row.nonce, row.code_challenge)

    def delete_authorization_code(self, authorization_code: FoundCode) -> None:
        """Keep it, spent, so that a second showing is known for what it is."""

    def authenticate_user(self, authorization_code: FoundCode) -> SignedIn | None:
        work = self.server.work
        rules = self.server.rules
        session = live_session_by_id(work, authorization_code.session_id, limits=rules.sign_in_policy)
        return signed_in(work, session, rules=rules)


class PartnerGrant(grants.ClientCredentialsGrant):  # type: ignore[misc]
    """A partner system acts for itself, proved by its key or, where it can do no better, by a secret."""

    TOKEN_ENDPOINT_AUTH_METHODS = (AuthMethod.PRIVATE_KEY_JWT.value, AuthMethod.CLIENT_SECRET_BASIC.value)


class AlwaysS256(CodeChallenge):  # type: ignore[misc]
    """PKCE for every client, with S256 named in the request; ``plain`` and leaving it out are refused."""

    SUPPORTED_CODE_CHALLENGE_METHOD = ("S256",)

    def validate_code_challenge(self, grant: CodeGrant, redirect_uri: str) -> None:
        asked = grant.request.payload.data
        if not asked.get("code_challenge") or asked.get("code_challenge_method") != "S256":
            raise InvalidRequestError("A code_challenge with code_challenge_method S256 is needed.")
        super().validate_code_challenge(grant, redirect_uri)


class IdToken(OpenIDCode):  # type: ignore[misc]
    """Adds an ID token where the scope has ``openid``."""

    def exists_nonce(self, nonce: str, request: Request) -> bool:
        """Say no: a nonce is the application's to check, and a code counts once anyhow."""
        if len(nonce) > 255:
            raise InvalidRequestError("The nonce is too long.")
        return False

    def encode_id_token(self, token: Mapping[str, Any], request: Request) -> str:
        grant_code: FoundCode = request.authorization_code
        mint: Mint = request.mint
        return mint.id_token(
            request.client.client_id,
            token["scope"],
            request.user,
            nonce=grant_code.nonce,
            access_token=token["access_token"],
        )

    def process_token(self, grant: CodeGrant, response: Any) -> Any:
        grant.request.mint = grant.server.mint
        return super().process_token(grant, response)


def request_of(method: str, parameters: MultiDict[str, str], headers: Mapping[str, str]) -> Request:
    """Return a request as this server reads it."""
    return Request(method, parameters, headers)


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode("utf-8", "surrogateescape")).digest()
