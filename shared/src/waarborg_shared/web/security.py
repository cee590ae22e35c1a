"""The guards around every request: headers, size of the body, where a form came from, and its signed id."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from flask import Request, Response, g, request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.exceptions import Forbidden, NotFound, RequestEntityTooLarge

from waarborg_shared.auth import access_token, require_somebody
from waarborg_shared.web.context import Current, FormRefused, plain_host, request_itself
from waarborg_shared.web.keys import derive_key

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LARGEST_BODY = 1_048_576
FORM_FIELD = "_form"
FORM_HEADER = "X-Waarborg-Form"
FORM_LIVES_FOR = 24 * 3600
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_BODY_LIMIT = "waarborg_body_limit"
_UNGUARDED = "waarborg_unguarded"
_FOR_SOMEBODY = "waarborg_for_somebody"
_TAKES_TOKENS = "waarborg_takes_tokens"
_View = TypeVar("_View", bound=Callable[..., object])

_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; form-action "
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), gyroscope=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Permitted-Cross-Domain-Policies": "none",
}
_HSTS = "max-age=63072000; includeSubDomains"


class ForeignForm(Forbidden):
    """A form or script of another site tried to act here (403)."""

    code_name = "foreign-form"


def body_limit(largest: int) -> Callable[[_View], _View]:
    """Let one view take bodies of up to ``largest`` bytes (uploads) instead of 1 MiB."""

    def mark(view: _View) -> _View:
        setattr(view, _BODY_LIMIT, largest)
        return view

    return mark


def without_form_token(view: _View) -> _View:
    """Mark a page view whose POST does not come from our own form: a token endpoint, a one-click opt-out (RFC 8058)."""
    setattr(view, _UNGUARDED, True)
    return view


def for_somebody(view: _View) -> _View:
    """Mark a view that answers nobody who does not say who he is."""
    setattr(view, _FOR_SOMEBODY, True)
    return view


def takes_tokens(view: _View) -> _View:
    """Mark a view outside the API that programs ask with a token, and that checks its scopes."""
    setattr(view, _TAKES_TOKENS, True)
    return view


def is_for_tokens(view: object) -> bool:
    """Whether `takes_tokens` marked this view."""
    return getattr(view, _TAKES_TOKENS, False)


def guard_somebody(current: Current, *, view: object) -> None:
    """Refuse a visitor where somebody is asked for (401), before a word of what was sent is judged."""
    if getattr(view, _FOR_SOMEBODY, False):
        require_somebody(current.actor)


def allow_form_action(origin: str) -> None:
    """Let forms of this answer end at ``origin`` too: browsers hold `form-action` against redirects as well."""
    g.waarborg_form_action = f"{getattr(g, 'waarborg_form_action', '')} {origin}"


class FormTokens:
    """Makes and checks the signed id in every form: bound to the session (or to nobody), and good for 24 hours."""

    def __init__(self, master_key: bytes, cookie: str) -> None:
        self._signer = URLSafeSerializer(derive_key(master_key, use="web.form"), salt="form")
        self._cookie = cookie

    def issue(self, current: Current) -> str:
        """Return a new token for this visitor; its random id makes sending the form twice count once."""
        return self.issue_to(*self._visitor(current), at=current.now())

    def issue_to(self, organisation: str, session: str | None, *, at: datetime) -> str:
        """Return a new token for whoever has this session at an organisation (None: nobody who signed in)."""
        return str(self._signer.dumps([secrets.token_urlsafe(12), _bound(organisation, session), int(at.timestamp())]))

    def check(self, token: str, current: Current) -> str:
        """Return the form's id. Raises `FormRefused` when the token is not ours, not this visitor's, or too old."""
        try:
            form_id, bound, issued = self._signer.loads(token)
        except (BadSignature, ValueError, TypeError):
            raise FormRefused from None
        age = current.now().timestamp() - issued
        if not hmac.compare_digest(bound, _bound(*self._visitor(current))) or age > FORM_LIVES_FOR:
            raise FormRefused
        return str(form_id)

    def _visitor(self, current: Current) -> tuple[str, str | None]:
        return current.organisation if current.has_organisation else "", request.cookies.get(self._cookie)


def _bound(organisation: str, session: str | None) -> str:
    of = f"{organisation}\n{session or 'anonymous'}"
    return hashlib.sha256(of.encode("utf-8", "surrogateescape")).hexdigest()[:32]


def guard_body(asked: Request, view: object) -> None:
    """Refuse a body that is too large before a byte of it is read (413), and paths with control characters (404)."""
    limit = getattr(view, _BODY_LIMIT, LARGEST_BODY)
    if asked.mimetype == "application/x-www-form-urlencoded":
        limit = min(limit, LARGEST_BODY)  # what is larger than that are files, and those come in parts
    if limit != LARGEST_BODY:
        asked.max_content_length = limit
    length = asked.content_length
    if length is not None and length > limit:
        raise RequestEntityTooLarge
    if not asked.path.isprintable():
        raise NotFound


def guard_origin(current: Current, tokens: FormTokens, *, view: object, api: bool) -> None:
    """Refuse what another site tries to do in a visitor's name (403).

    Pages: no cross-site POST, and the form's token must be ours: with another nothing is done (`Current.begin` raises),
    and a page that reads the form shows it again with what was typed. API: a session cookie alone counts only when the
    browser says that our own page asks, or with the form's token in a header; a token needs neither.
    """
    asked = request_itself()
    if asked.method in SAFE_METHODS or getattr(view, _UNGUARDED, False):
        return
    if api:
        _guard_api(asked, current, tokens)
        return
    _refuse_foreign(asked)
    token = asked.headers.get(FORM_HEADER) or asked.form.get(FORM_FIELD, "")
    try:
        current.form_id = tokens.check(token, current)
    except FormRefused as refused:
        current.form_refused = refused


def _guard_api(asked: Request, current: Current, tokens: FormTokens) -> None:
    if access_token(asked.headers.get("Authorization", "")) is not None or not asked.cookies:
        return
    _refuse_foreign(asked)
    if asked.headers.get("Sec-Fetch-Site") != "same-origin":
        tokens.check(asked.headers.get(FORM_HEADER, ""), current)


def _refuse_foreign(asked: Request) -> None:
    site = asked.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site not in {"same-origin", "none"}:
            raise ForeignForm
        return
    origin = asked.headers.get("Origin")
    if origin is not None and plain_host(urlsplit(origin).netloc) != plain_host(asked.environ.get("HTTP_HOST", "")):
        raise ForeignForm


def guarded(app: WSGIApplication, *, https: bool) -> WSGIApplication:
    """Return the application with our headers on every answer; what a view set itself stands.

    Outside Flask, because seven headers through its own structures cost as much as a small view.
    """
    own = {**_HEADERS, "Content-Security-Policy": _CSP + "'self'", "Cache-Control": "no-store"}
    if https:
        own["Strict-Transport-Security"] = _HSTS
    fixed = [(name.lower(), (name, value)) for name, value in own.items()]

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *failed: Any) -> Callable[[bytes], object]:
            present = {name.lower() for name, _ in headers}
            complete = headers + [pair for name, pair in fixed if name not in present]
            return start_response(status, complete, *failed)

        return app(environ, start)

    return answer


def allow_form_actions(response: Response) -> None:
    """Put the origins that the view allowed into the policy of its answer."""
    allowed = getattr(g, "waarborg_form_action", "")
    if allowed:
        response.headers["Content-Security-Policy"] = f"{_CSP}'self'{allowed}"
