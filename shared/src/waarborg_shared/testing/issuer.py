"""An outside issuer in a test's hands: it answers as OpenID Connect wants, and lies as it is told."""

import base64
import hashlib
import json
import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from joserfc import jwk, jwt

from waarborg_shared.testing.outside import Got, Outside, outside, with_status

LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass
class FakeIssuer:
    """One issuer, at a path of the server. ``changes`` replaces what it says of itself; None leaves something out.

    ``published`` are its keys when they are not its own, ``answers`` what its token endpoint says when it is no token,
    and ``visitor`` changes the claims of whoever a browser brings.
    """

    server: Outside
    path: str
    now: Callable[[], datetime]
    client_id: str = "waarborg"
    keys: list[jwk.ECKey | jwk.RSAKey] = field(default_factory=list)
    changes: dict[str, Any] = field(default_factory=dict)
    away: bool = False
    published: Any = None
    visitor: dict[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] | None = None
    status: int = 200
    codes: dict[str, tuple[str, str]] = field(default_factory=dict)
    forms: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The issuer, as it calls itself."""
        return f"http://localhost:{self.server.server_address[1]}{self.path}"

    @property
    def metadata(self) -> dict[str, Any]:
        """What it says of itself."""
        said = {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/end",
            "authorization_response_iss_parameter_supported": True,
            **self.changes,
        }
        return {name: value for name, value in said.items() if value is not None}

    @property
    def jwks(self) -> Any:
        """The keys that it publishes; ``published`` replaces them, a list those in the set."""
        keys = [key.as_dict(private=False) for key in self.keys]
        found = keys if self.published is None else self.published
        return {"keys": found} if isinstance(found, list) else found

    def claims(self, **changes: Any) -> dict[str, Any]:
        """Return the claims of a good ID token, with changes; None leaves one out."""
        at = int(self.now().timestamp())
        good = {
            "iss": self.url,
            "aud": self.client_id,
            "sub": "sub-1",
            "iat": at,
            "exp": at + 300,
            "auth_time": at,
            "name": "Wies Werkt",
            "roles": ["wijkteam"],
            "sid": "sid-1",
            "amr": ["pwd", "mfa"],
        }
        return {name: value for name, value in {**good, **changes}.items() if value is not None}

    def sign(self, claims: Mapping[str, Any], *, key: Any = None, **header: Any) -> str:
        """Return the claims signed with the newest key, or another; ``header`` replaces parts of its header."""
        key = key or self.keys[-1]
        algorithm = "RS256" if isinstance(key, jwk.RSAKey) else "ES256"
        head = {"alg": algorithm, "kid": key.kid, **header}
        kept = {name: value for name, value in head.items() if value is not None}
        return jwt.encode(kept, dict(claims), key, algorithms=[algorithm])

    def answer_to(self, address: str, *, token: str = "", **changes: Any) -> dict[str, str]:
        """Sign somebody in who was sent to this address; return what his browser brings back."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = secrets.token_urlsafe(12)
        claims = self.claims(**{"nonce": asked["nonce"], **changes})
        self.codes[code] = (token or self.sign(claims), asked["code_challenge"])
        return {"code": code, "state": asked["state"], "iss": self.url}

    def logout_token(self, *, key: Any = None, header: Mapping[str, Any] | None = None, **changes: Any) -> str:
        """Return a logout token for the session of `claims`, with changes."""
        at = int(self.now().timestamp())
        good = {
            "iss": self.url,
            "aud": self.client_id,
            "iat": at,
            "exp": at + 120,
            "jti": secrets.token_urlsafe(8),
            "events": {LOGOUT_EVENT: {}},
            "sub": "sub-1",
            "sid": "sid-1",
        }
        claims = {name: value for name, value in {**good, **changes}.items() if value is not None}
        return self.sign(claims, key=key, **{"typ": "logout+jwt", **(header or {})})

    def answer(self, handler: BaseHTTPRequestHandler, got: Got) -> None:
        """Answer one request."""
        what = got.path.removeprefix(self.path).partition("?")[0]
        self.asked.append(what)
        if self.away:
            with_status(503)(handler, got)
        elif what == "/.well-known/openid-configuration":
            _say(self.metadata, handler, got)
        elif what == "/jwks":
            _say(self.jwks, handler, got)
        elif what == "/authorize":
            asked = dict(parse_qsl(urlsplit(got.path).query))
            back = self.answer_to(got.path, **self.visitor)
            with_status(303, location=f"{asked['redirect_uri']}?{urlencode(back)}")(handler, got)
        elif what == "/end":
            asked = dict(parse_qsl(urlsplit(got.path).query))
            with_status(303, location=asked["post_logout_redirect_uri"])(handler, got)
        elif what == "/token":
            self._redeem(handler, got)
        else:
            with_status(404)(handler, got)

    def _redeem(self, handler: BaseHTTPRequestHandler, got: Got) -> None:
        form = {name: values[0] for name, values in parse_qs(got.body.decode()).items()}
        self.forms.append({**form, "authorization": got.headers.get("authorization", "")})
        if self.answers is not None:
            _say(self.answers, handler, got, status=self.status)
            return
        token, challenge = self.codes.pop(form.get("code", ""), ("", ""))
        if not token or _challenge(form.get("code_verifier", "")) != challenge:
            _say({"error": "invalid_grant"}, handler, got, status=400)
            return
        _say({"access_token": "at", "token_type": "Bearer", "id_token": token}, handler, got)


def _say(what: Mapping[str, Any], handler: BaseHTTPRequestHandler, got: Got, *, status: int = 200) -> None:
    with_status(status, json.dumps(what).encode(), content_type="application/json")(handler, got)


def _challenge(verifier: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@contextmanager
def fake_issuers(now: Callable[[], datetime], *paths: str) -> Iterator[list[FakeIssuer]]:
    """Run issuers at these paths of one server, each with a key of its own."""
    with outside() as server:
        found = [FakeIssuer(server, path, now, keys=[jwk.ECKey.generate_key("P-256", {"kid": path})]) for path in paths]

        def answer(handler: BaseHTTPRequestHandler, got: Got) -> None:
            for each in found:
                if got.path.startswith(f"{each.path}/"):
                    return each.answer(handler, got)
            return with_status(404)(handler, got)

        server.answering = answer
        yield found
