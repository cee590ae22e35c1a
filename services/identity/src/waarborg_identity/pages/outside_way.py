"""The way to an outside issuer and back: what a browser carries meanwhile, in a signed cookie of ten minutes.

Where it leads nowhere, the cookie says why, so that no code or state of the answer stands in the address of a page. It
binds the answer to the browser that set out (no signing in of somebody else, RFC 9700, 4.7), and holds what the
answer is checked by. Nothing is stored here for a visitor who only sets out.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import asdict, dataclass, field
from datetime import datetime
from urllib.parse import urlencode

from flask import request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug import Response

from waarborg_identity.domain.outside import Turned
from waarborg_identity.domain.places import SIGNED_IN_SINCE
from waarborg_identity.issuers import Metadata
from waarborg_shared.config import IssuerKind, OutsideIssuer
from waarborg_shared.web import current
from waarborg_shared.web.context import LANGUAGES
from waarborg_shared.web.keys import derive_key

LASTS = 600
"""Seconds in which somebody has to come back."""
SECRET_BYTES = 32
LONGEST_NEXT = 1500
"""Characters of the path to go on to that fit into a cookie with the rest; after a longer one it is `/`."""


@dataclass(frozen=True)
class Way:
    """One way to an issuer: where it leads, the values that are good once, and where somebody goes on afterwards."""

    issuer: str
    next: str
    since: int
    anew: bool = False
    lang: str = ""
    state: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES), repr=False)
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(SECRET_BYTES), repr=False)

    @classmethod
    def to(cls, issuer: OutsideIssuer, path: str, now: datetime) -> "Way":
        """Return a new way; who was sent here to sign in anew signs in anew there too."""
        chosen = request.args.get("lang", "")
        lang = chosen if chosen in LANGUAGES else ""
        onward = path if len(path) <= LONGEST_NEXT else "/"
        return cls(issuer.id, onward, int(now.timestamp()), anew=f"{SIGNED_IN_SINCE}=" in path, lang=lang)

    @property
    def onward(self) -> str:
        """Where somebody goes on, in the language that he chose."""
        return f"{self.next}{'&' if '?' in self.next else '?'}lang={self.lang}" if self.lang else self.next

    def address(self, issuer: OutsideIssuer, said: Metadata, redirect_uri: str) -> str:
        """Return where the browser goes (OpenID Connect Core, 3.1.2.1; PKCE with S256, RFC 7636)."""
        digest = hashlib.sha256(self.verifier.encode()).digest()
        asked = {
            "response_type": "code",
            "client_id": issuer.client_id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(issuer.scopes),
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "ui_locales": current.lang,
        }
        if issuer.kind is IssuerKind.PERSON and issuer.levels:
            asked["acr_values"] = " ".join(issuer.levels)
        if self.anew:
            asked |= {"prompt": "login", "max_age": "0"}
        glue = "&" if "?" in said.authorization_endpoint else "?"
        return f"{said.authorization_endpoint}{glue}{urlencode(asked)}"

    def ends_with(self, state: str) -> bool:
        """Whether an answer with this state is the end of this way."""
        return hmac.compare_digest(self.state.encode(), state.encode("utf-8", "replace"))


def set_out(way: Way, answer: Response) -> Response:
    """Let the browser carry the way."""
    return _give(answer, _signer("way").dumps([current.organisation, asdict(way)]))


def carried() -> Way | None:
    """Return the way that the browser carries; None when there is none, it is not ours, or it took too long."""
    try:
        organisation, values = _signer("way").loads(request.cookies.get(_name(), ""))
        way = Way(**values)
    except (BadSignature, ValueError, TypeError):
        return None
    age = current.now().timestamp() - way.since
    return way if organisation == current.organisation and 0 <= age <= LASTS else None


def come_back(answer: Response) -> Response:
    """Take the way off the browser: it was gone to its end."""
    cookie = current.runtime.authenticator.cookie
    answer.delete_cookie(_name(), path="/", secure=cookie.secure, httponly=True, samesite="Lax")
    return answer


def turn_away(answer: Response, issuer: OutsideIssuer, why: Turned, code: str) -> Response:
    """Let the browser carry why its way led nowhere, in the place of the way."""
    at = int(current.now().timestamp())
    return _give(answer, _signer("turned").dumps([current.organisation, issuer.id, why.value, code, at]))


def turned_away() -> tuple[str, Turned, str] | None:
    """Return at which issuer, why and with which number somebody was turned away lately."""
    try:
        organisation, issuer_id, why, code, at = _signer("turned").loads(request.cookies.get(_name(), ""))
        turned = Turned(why)
    except (BadSignature, ValueError, TypeError):
        return None
    lately = 0 <= current.now().timestamp() - at <= LASTS
    return (str(issuer_id), turned, str(code)) if organisation == current.organisation and lately else None


def _give(answer: Response, value: str | bytes) -> Response:
    cookie = current.runtime.authenticator.cookie
    answer.set_cookie(
        *(_name(), str(value)), max_age=LASTS, path="/", secure=cookie.secure, httponly=True, samesite="Lax"
    )
    return answer


def _name() -> str:
    return f"{current.runtime.authenticator.cookie.name}-issuer"


def _signer(salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(derive_key(current.runtime.settings.master_key, use="identity.outside"), salt=salt)
