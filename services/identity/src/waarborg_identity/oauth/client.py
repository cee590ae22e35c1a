"""A registered client as Authlib asks it questions, and the proofs by which it shows that it is the one."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from authlib.oauth2.rfc6749 import ClientMixin
from authlib.oauth2.rfc6749.errors import InvalidClientError, UnauthorizedClientError
from authlib.oauth2.rfc6749.util import extract_basic_authorization
from authlib.oauth2.rfc7523 import JWTBearerClientAssertion
from joserfc import jwk, jwt
from joserfc.errors import JoseError

from waarborg_identity.actions.clients import known_client, secret_holds
from waarborg_identity.actions.once import first_use
from waarborg_identity.domain import AuthMethod, ClientKind, ClientState, granted_scope
from waarborg_identity.domain.clients import GRANTS
from waarborg_identity.domain.partner_deeds import Refusal
from waarborg_identity.models import Client
from waarborg_shared.uow import Work

ASSERTION_ALGORITHMS = ["ES256", "ES384", "PS256", "RS384"]
LONGEST_ASSERTION_LIFE = timedelta(minutes=10)
SKEW = timedelta(seconds=60)


class NotProved(InvalidClientError):  # type: ignore[misc]
    """A client did not show that it is the one (401); the same words whether or not there is such a client.

    ``refusal`` is what its administrator is told, where that is known here.
    """

    def __init__(
        self, description: str = "The client did not prove itself.", *, refusal: Refusal | None = None
    ) -> None:
        super().__init__(description=description, status_code=401)
        self.refusal = refusal


class NotConfirmed(UnauthorizedClientError):  # type: ignore[misc]
    """A client that proved itself may do nothing yet (400; RFC 6749, 5.2); to others it is as unknown as any."""

    description = "This client registered itself and waits until an administrator of the organisation confirms it."


class RegisteredClient(ClientMixin):  # type: ignore[misc]
    """One client that is not suspended, read from its row."""

    def __init__(self, row: Client, now: datetime) -> None:
        self.row = row
        self._now = now
        self.client_id = row.id

    def get_client_id(self) -> str:
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """Return none: a request names its redirect address itself, and exactly."""

    def get_allowed_scope(self, scope: str | None) -> str | None:
        return granted_scope(scope, self.row.scopes)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri in self.row.redirect_uris

    @property
    def waits(self) -> bool:
        """Whether it registered itself and was not confirmed."""
        return bool(self.row.state == ClientState.WAITING.value)

    @property
    def is_public(self) -> bool:
        """Whether it can keep no secret, so that nothing but a key of its user's own can show that it is the one."""
        return bool(self.row.auth_method == AuthMethod.NONE.value)

    def check_client_secret(self, client_secret: str) -> bool:
        return secret_holds(self.row, client_secret, now=self._now)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return bool(self.row.auth_method == method)

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code" and self.row.kind == ClientKind.APPLICATION.value

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type in GRANTS[ClientKind(self.row.kind)]


def find_client(work: Work, client_id: str) -> RegisteredClient | None:
    """Return the client of that id unless it is suspended, or None; one that waits is refused once it proved itself."""
    row = known_client(work, client_id)
    return RegisteredClient(row, work.now) if row is not None else None


def by_secret(query_client: Callable[[str], RegisteredClient | None], request: Any) -> RegisteredClient | None:
    """Prove a client by its secret in the Authorization header; an unknown id is refused like a wrong secret."""
    try:
        client_id, secret = extract_basic_authorization(request.headers)
    except ValueError:  # no base64, no UTF-8, or nothing after the scheme
        return None
    client = query_client(client_id) if client_id and secret else None
    return client if client is not None and client.check_client_secret(secret) else None


def proves_twice(request: Any) -> bool:
    """Whether a request tries to prove its client in more than one way (RFC 6749, 2.3)."""
    in_form = ({"client_assertion", "client_assertion_type"}, {"client_secret"})
    by_header = request.headers.get("Authorization", "").lower().startswith("basic ")
    return by_header + sum(bool(names & request.form.keys()) for names in in_form) > 1


class ByPrivateKey(JWTBearerClientAssertion):  # type: ignore[misc]
    """Proves a client by an assertion that it signed (RFC 7523), meant for this issuer, short-lived and used once."""

    CLIENT_AUTH_METHOD = AuthMethod.PRIVATE_KEY_JWT.value

    def __init__(self, work: Work, audiences: list[str]) -> None:
        super().__init__(validate_jti=True)
        self._work = work
        self._audiences = audiences

    def __call__(self, query_client: Callable[[str], Any], request: Any) -> Any:
        try:
            return super().__call__(query_client, request)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise NotProved from error

    def get_audiences(self) -> list[str]:
        return self._audiences

    def resolve_client_public_key(self, client: RegisteredClient) -> jwk.KeySet:
        if not client.row.jwks:
            raise NotProved(refusal=None if client.row.auth_method != self.CLIENT_AUTH_METHOD else Refusal.WRONG_KEY)
        return jwk.KeySet.import_key_set(client.row.jwks)

    def process_assertion_claims(self, assertion: str, resolve_key: jwk.KeySet) -> Any:
        try:
            claims = jwt.decode(assertion, resolve_key, algorithms=ASSERTION_ALGORITHMS).claims
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            raise NotProved(refusal=Refusal.WRONG_KEY) from error
        self.verify_claims(claims)
        return claims

    def verify_claims(self, claims: Mapping[str, Any]) -> None:
        """Check whom it is from, whom for, its times, and that it was not used before."""
        meant_for = claims.get("aud")
        listed = [meant_for] if isinstance(meant_for, str) else meant_for
        if claims.get("iss") != claims.get("sub"):
            raise NotProved("Issuer and subject differ.", refusal=Refusal.UNREADABLE)
        if not isinstance(listed, list) or not set(map(str, listed)) & set(self._audiences):
            raise NotProved("The assertion is for somebody else.", refusal=Refusal.FOR_ANOTHER)
        expires_at = self._check_times(claims)
        jti = claims.get("jti")
        if not isinstance(jti, str) or not 1 <= len(jti) <= 255:
            raise NotProved("The assertion has no jti.", refusal=Refusal.UNREADABLE)
        if not first_use(self._work, f"{claims['sub']}\n{jti}", until=expires_at):
            raise NotProved("The assertion was used before.", refusal=Refusal.REPLAYED)

    def _check_times(self, claims: Mapping[str, Any]) -> datetime:
        now = self._work.now
        expires_at = _moment(claims.get("exp"))
        starts = [_moment(claims[name]) for name in ("iat", "nbf") if name in claims]
        if expires_at is None or None in starts:
            raise NotProved("The assertion has no good times.", refusal=Refusal.OUT_OF_TIME)
        if expires_at <= now or expires_at > now + LONGEST_ASSERTION_LIFE:
            raise NotProved("The assertion is expired or lasts too long.", refusal=Refusal.OUT_OF_TIME)
        if any(start is not None and start > now + SKEW for start in starts):
            raise NotProved("The assertion is not valid yet.", refusal=Refusal.OUT_OF_TIME)
        return expires_at


def _moment(claim: Any) -> datetime | None:
    if isinstance(claim, bool) or not isinstance(claim, int | float):
        return None
    try:
        return datetime.fromtimestamp(claim, UTC)
    except (ValueError, OverflowError, OSError):
        return None
