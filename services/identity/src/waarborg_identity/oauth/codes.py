"""The code flow with PKCE: a code counts once and for a minute, and a second showing ends what was made from it."""

import hashlib
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc6749.errors import InvalidGrantError, InvalidRequestError
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core.grants import OpenIDCode
from sqlalchemy import select

from waarborg_identity.actions.grants import end_by_code
from waarborg_identity.domain import AuthMethod
from waarborg_identity.models import AuthorizationCode
from waarborg_identity.oauth.client import RegisteredClient
from waarborg_identity.oauth.people import signed_in_by_id
from waarborg_identity.oauth.refusals import UnknownRedirect
from waarborg_identity.oauth.requests import Request
from waarborg_identity.tokens import SignedIn
from waarborg_shared.db import delete_for, new_id

if TYPE_CHECKING:
    from waarborg_identity.oauth.server import Server

CODE_LIFE = timedelta(seconds=60)
SPENT_CODES_KEPT = timedelta(days=1)
ANY_METHOD = (
    AuthMethod.PRIVATE_KEY_JWT.value,
    AuthMethod.CLIENT_SECRET_BASIC.value,
    AuthMethod.NONE.value,
)
log = logging.getLogger(__name__)


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
    """The code flow: a code is good for a minute, once, for the client, address and key that it was made for."""

    server: "Server"
    TOKEN_ENDPOINT_AUTH_METHODS = ANY_METHOD

    @staticmethod
    def validate_authorization_redirect_uri(request: Request, client: RegisteredClient) -> str:
        """Return the address to send somebody back to. Raises UnknownRedirect."""
        uri: str = request.payload.redirect_uri or ""
        if not client.check_redirect_uri(uri):
            raise UnknownRedirect
        return uri

    def generate_authorization_code(self) -> str:
        return secrets.token_urlsafe(32)

    def save_authorization_code(self, code: str, request: Request) -> None:
        work, user, asked = self.server.work, request.user, request.payload.data
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
                nonce=asked.get("nonce"),
                code_challenge=asked["code_challenge"],
                gid=new_id(),
                jkt=asked.get("dpop_jkt"),
                resource=asked.get("resource"),
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
        if row is None:
            return None
        if row.used_at is not None:
            log.warning("an authorisation code was shown twice by client %s", client.client_id)
            end_by_code(work, row)
            return None
        row.used_at = work.now
        if work.now >= row.expires_at:
            return None
        self._check_key(row.jkt)
        self.request.gid, self.request.resource = row.gid, row.resource
        return FoundCode(row.session_id, row.redirect_uri, row.scope, row.nonce, row.code_challenge)

    def _check_key(self, jkt: str | None) -> None:
        """Refuse who does not prove the key that the code was asked for with (RFC 9449, 10)."""
        proof = self.request.proof
        if jkt is not None and (proof is None or proof.jkt != jkt):
            raise InvalidGrantError("The code is bound to another key.")

    def delete_authorization_code(self, authorization_code: FoundCode) -> None:
        """Keep it, spent, so that a second showing is known for what it is."""

    def authenticate_user(self, authorization_code: FoundCode) -> SignedIn | None:
        return signed_in_by_id(self.server.work, authorization_code.session_id, rules=self.server.rules)


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
        code: FoundCode = request.authorization_code
        return request.mint.id_token(
            request.client.client_id,
            token["scope"],
            request.user,
            nonce=code.nonce,
            access_token=token["access_token"],
        )

    def process_token(self, grant: CodeGrant, response: Any) -> Any:
        grant.request.mint = grant.server.mint
        return super().process_token(grant, response)


def _hash(code: str) -> bytes:
    return hashlib.sha256(code.encode("utf-8", "surrogateescape")).digest()
