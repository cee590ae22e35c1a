"""Asks outside issuers what they are, for their keys, and for tokens; and says whether they signed what came back.

What they say is kept for an hour and fetched anew when it is older, or when a token names a key that is not known, but
not more often than once a minute: a stranger's tokens must not make us ask.
"""

import base64
import json
import threading
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, cast
from urllib.parse import quote, urlencode

from joserfc import jwk, jwt
from joserfc.errors import JoseError

from waarborg_identity.domain.outside import Fault, TokenRefused
from waarborg_shared.config import ClientAuth, OutsideIssuer, SettingError, secret_name
from waarborg_shared.outward import Outward, OutwardError, Reply
from waarborg_shared.service import Runtime

FRESH_FOR = timedelta(hours=1)
STALE_FOR = timedelta(days=1)
"""How long what was fetched serves while the issuer cannot be reached."""
ASK_AGAIN_AFTER = timedelta(seconds=10)
UNKNOWN_KEY_AFTER = timedelta(minutes=1)
LONGEST_TOKEN = 65_536
MOST_KEYS = 50
SHORTEST_MODULUS = 342
"""Characters of base64url that 2048 bits take."""
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ID_TYPES = frozenset({"", "jwt"})
LOGOUT_TYPES = frozenset({"", "jwt", "logout+jwt"})
_KEY_KINDS = {"RS256": "RSA", "PS256": "RSA", "ES256": "EC"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}


class IssuerAway(Exception):
    """An outside issuer gave no answer that can be used; `why` is a code."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class CodeRefused(Exception):
    """The issuer gave no tokens for a code."""


@dataclass(frozen=True)
class Metadata:
    """What an issuer says of itself, as far as we use it (OpenID Connect Discovery, 3)."""

    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    end_session_endpoint: str = ""
    names_itself: bool = False
    """Whether it says in each answer that it is the one (RFC 9207)."""


@dataclass(frozen=True)
class Tokens:
    """What an issuer gave for a code."""

    id_token: str = field(repr=False)
    access_token: str | None = field(repr=False)


@dataclass(frozen=True)
class Opened:
    """A token whose signature holds: with which algorithm, and what it says."""

    algorithm: str
    claims: Mapping[str, Any] = field(repr=False)


@dataclass(frozen=True)
class _Kept:
    value: Any
    at: datetime
    tried_at: datetime
    why: str = ""


class Issuers:
    """All issuers of this process, with what they said lately; their metadata and keys are public."""

    def __init__(self, outward: Outward, *, now: Callable[[], datetime]) -> None:
        self._outward = outward
        self._now = now
        self._kept: dict[str, _Kept] = {}
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)

    def metadata(self, issuer: OutsideIssuer) -> Metadata:
        """Return what the issuer says of itself. Raises IssuerAway, also when it says that it is another."""
        address = f"{issuer.issuer.rstrip('/')}/.well-known/openid-configuration"
        return cast(Metadata, self._lately(address, lambda: self._discover(issuer, address)))

    def redeem(self, issuer: OutsideIssuer, asked: Mapping[str, str], *, proof: str) -> Tokens:
        """Return the tokens for a code; `proof` is our secret or assertion. Raises IssuerAway, CodeRefused."""
        form, headers = {"grant_type": "authorization_code", **asked}, dict(_FORM)
        if issuer.client_auth is ClientAuth.SECRET_BASIC:
            pair = f"{quote(issuer.client_id, safe='')}:{quote(proof, safe='')}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        elif issuer.client_auth is ClientAuth.SECRET_POST:
            form |= {"client_id": issuer.client_id, "client_secret": proof}
        else:
            form |= {
                "client_id": issuer.client_id,
                "client_assertion_type": ASSERTION_TYPE,
                "client_assertion": proof,
            }
        endpoint = self.metadata(issuer).token_endpoint
        reply = self._ask("POST", endpoint, headers=headers, body=urlencode(form).encode())
        if 400 <= reply.status < 500:
            raise CodeRefused
        answer = _object(reply)
        id_token, access_token = answer.get("id_token"), answer.get("access_token")
        if not isinstance(id_token, str) or not (access_token is None or isinstance(access_token, str)):
            raise IssuerAway("no-id-token")
        return Tokens(id_token, access_token)

    def opened(self, issuer: OutsideIssuer, token: str, *, types: frozenset[str]) -> Opened:
        """Return what a token says that the issuer signed. Raises TokenRefused, IssuerAway."""
        header = _header(token)
        algorithm, kid = header.get("alg"), header.get("kid")
        if not isinstance(algorithm, str) or algorithm not in issuer.algorithms:
            raise TokenRefused(Fault.NOT_SIGNED)
        if str(header.get("typ", "")).lower().removeprefix("application/") not in types:
            raise TokenRefused(Fault.TYPE)
        key = self._key(issuer, kid, algorithm)
        try:
            claims = jwt.decode(token, key, algorithms=[algorithm]).claims
        except (JoseError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise TokenRefused(Fault.NOT_SIGNED) from error
        if not isinstance(claims, dict):
            raise TokenRefused(Fault.NOT_SIGNED)
        return Opened(algorithm, claims)

    def sign_out_address(self, issuer: OutsideIssuer, *, back: str) -> str:
        """Return where somebody signs out there and comes `back` from; '' where it offers none or is away."""
        try:
            endpoint = self.metadata(issuer).end_session_endpoint
        except IssuerAway:
            return ""
        asked = urlencode({"client_id": issuer.client_id, "post_logout_redirect_uri": back})
        return f"{endpoint}{'&' if '?' in endpoint else '?'}{asked}" if endpoint else ""

    def _key(self, issuer: OutsideIssuer, kid: Any, algorithm: str) -> jwk.RSAKey | jwk.ECKey:
        address = self.metadata(issuer).jwks_uri
        found = _fitting(self._lately(address, lambda: self._fetch_keys(address)), kid, algorithm)
        if found is None:
            keys = self._lately(
                address, lambda: self._fetch_keys(address), fresh_for=timedelta(0), again_after=UNKNOWN_KEY_AFTER
            )
            found = _fitting(keys, kid, algorithm)
        if found is None:
            raise TokenRefused(Fault.NOT_SIGNED)
        return found

    def _discover(self, issuer: OutsideIssuer, address: str) -> Metadata:
        said = _object(self._ask("GET", address))
        if said.get("issuer") != issuer.issuer:
            raise IssuerAway("another-issuer")
        found = {
            name: self._endpoint(said.get(name)) for name in ("authorization_endpoint", "token_endpoint", "jwks_uri")
        }
        ending = said.get("end_session_endpoint")
        return Metadata(
            **found,
            end_session_endpoint=self._endpoint(ending) if ending else "",
            names_itself=said.get("authorization_response_iss_parameter_supported") is True,
        )

    def _endpoint(self, address: Any) -> str:
        """An address that we or a browser may be sent to: by https and of the open internet, or allowed by name."""
        try:
            self._outward.check(address if isinstance(address, str) else "")
        except OutwardError as refused:
            raise IssuerAway("bad-metadata") from refused
        return str(address)

    def _fetch_keys(self, address: str) -> Sequence[Mapping[str, Any]]:
        keys = _object(self._ask("GET", address)).get("keys")
        if not isinstance(keys, list):
            raise IssuerAway("bad-keys")
        return [key for key in keys[:MOST_KEYS] if isinstance(key, dict)]

    def _ask(self, method: str, address: str, **more: Any) -> Reply:
        more.setdefault("headers", {"Accept": "application/json"})
        try:
            return self._outward.ask(method, address, **more)
        except OutwardError as error:
            raise IssuerAway(error.why) from error

    def _lately(
        self,
        address: str,
        fetch: Callable[[], Any],
        *,
        fresh_for: timedelta = FRESH_FOR,
        again_after: timedelta = ASK_AGAIN_AFTER,
    ) -> Any:
        """Return what was fetched lately, or is now; one at a time for each address. Raises IssuerAway."""
        with self._locks[address]:
            kept, now = self._kept.get(address), self._now()
            if kept is not None and kept.value is not None and now - kept.at < fresh_for:
                return kept.value
            if kept is not None and now - kept.tried_at < again_after:
                return _still_good(kept, now)
            try:
                self._kept[address] = _Kept(fetch(), now, now)
            except IssuerAway as away:
                before = kept or _Kept(None, now, now)
                self._kept[address] = _Kept(before.value, before.at, now, away.why)
            return _still_good(self._kept[address], now)


def check_issuers(runtime: Runtime) -> None:
    """Refuse to start with an issuer that could never be asked, or without our secret there. Raises SettingError."""
    for organisation in runtime.settings.organisations.values():
        for issuer in organisation.issuers.values():
            where = f"organisations.{organisation.id}.issuers.{issuer.id}"
            try:
                runtime.outward.check(issuer.issuer)
            except OutwardError as refused:
                raise SettingError("WAARBORG_ORGANISATIONS", f"{where}.issuer: {refused.why}") from None
            if issuer.needs_secret and f"{organisation.id}/{issuer.id}" not in runtime.settings.issuer_secrets:
                raise SettingError(f"WAARBORG_{secret_name(organisation.id, issuer.id)}", "is missing")


def _still_good(kept: _Kept, now: datetime) -> Any:
    if kept.value is None or now - kept.at >= STALE_FOR:
        raise IssuerAway(kept.why or "away")
    return kept.value


def _object(reply: Reply) -> Mapping[str, Any]:
    """The JSON object of an answer. Raises IssuerAway for anything else, a redirect too."""
    if reply.status != 200:
        raise IssuerAway("status")
    try:
        said = json.loads(reply.body)
    except (ValueError, RecursionError):
        raise IssuerAway("not-json") from None
    if not isinstance(said, dict):
        raise IssuerAway("not-json")
    return said


def _header(token: str) -> Mapping[str, Any]:
    head = token.partition(".")[0]
    try:
        if len(token) > LONGEST_TOKEN:
            raise ValueError
        header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    except (ValueError, RecursionError):
        raise TokenRefused(Fault.NOT_SIGNED) from None
    if not isinstance(header, dict):
        raise TokenRefused(Fault.NOT_SIGNED)
    return header


def _fitting(keys: Sequence[Mapping[str, Any]], kid: Any, algorithm: str) -> jwk.RSAKey | jwk.ECKey | None:
    """The one public key that may have signed: named, of the right kind, strong enough, and not for something else."""
    fitting = [key for key in keys if _fits(key, algorithm) and (kid is None or key.get("kid") == kid)]
    if len(fitting) != 1:
        return None
    (key,) = fitting
    try:
        if key["kty"] == "RSA":
            return jwk.RSAKey.import_key({"kty": "RSA", "n": key["n"], "e": key["e"]})
        return jwk.ECKey.import_key({"kty": "EC", "crv": key["crv"], "x": key["x"], "y": key["y"]})
    except (JoseError, ValueError, TypeError, KeyError, RecursionError):
        return None


def _fits(key: Mapping[str, Any], algorithm: str) -> bool:
    if key.get("kty") != _KEY_KINDS[algorithm] or key.get("use", "sig") != "sig":
        return False
    if key.get("alg", algorithm) != algorithm:
        return False
    if key["kty"] == "EC":
        return key.get("crv") == "P-256"
    modulus = key.get("n")
    return isinstance(modulus, str) and len(modulus.rstrip("=")) >= SHORTEST_MODULUS
