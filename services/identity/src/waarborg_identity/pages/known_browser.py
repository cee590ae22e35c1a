"""A browser with which somebody signed in here before, so that what others try from his address does not slow him."""

import hmac
import secrets
from hashlib import sha256

from flask import request
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug import Response

from waarborg_identity import actions
from waarborg_identity.domain.guessing import KNOWN_FOR, MOST_KNOWN
from waarborg_shared.web import current
from waarborg_shared.web.keys import derive_key


def known_as(ref: str | None) -> str | None:
    """Return under which key tries of this browser for an account or person are counted; None where it is not known.

    It is known to whom it brings a cookie of ours that names him, and to nobody else who uses it.
    """
    found = _brought()
    if ref is None or found is None:
        return None
    device, names, at = found
    lately = 0 <= current.now().timestamp() - at <= KNOWN_FOR.total_seconds()
    return f"{device}\n{ref}" if lately and _name_of(ref) in names else None


def remember(answer: Response, ref: str) -> Response:
    """Let the browser say from now on that an account or person signed in with it, and before him up to four others."""
    device, names, _ = _brought() or (secrets.token_urlsafe(16), [], 0)
    mine = _name_of(ref)
    kept = [mine, *(each for each in names if each != mine)][:MOST_KNOWN]
    cookie, at = current.runtime.authenticator.cookie, int(current.now().timestamp())
    answer.set_cookie(
        _cookie_name(),
        str(_signer().dumps([current.organisation, device, kept, at])),
        max_age=int(KNOWN_FOR.total_seconds()),
        path="/",
        secure=cookie.secure,
        httponly=True,
        samesite="Lax",
    )
    return answer


def remember_session(answer: Response, secret: str) -> Response:
    """Do so for whoever a new session is, unless it waits for a second factor."""
    with current.read() as work:
        found = actions.live_session(work, secret, limits=current.rules.sign_in_policy)
    return answer if found is None else remember(answer, found.subject)


def _brought() -> tuple[str, list[str], int] | None:
    try:
        organisation, device, names, at = _signer().loads(request.cookies.get(_cookie_name(), ""))
    except (BadSignature, ValueError, TypeError):
        return None
    return (device, names, at) if organisation == current.organisation else None


def _name_of(ref: str) -> str:
    """Somebody under a key of ours: the cookie tells nobody who was here."""
    key = derive_key(current.runtime.settings.master_key, use="identity.known-name")
    return hmac.new(key, f"{current.organisation}\n{ref}".encode(), sha256).hexdigest()[:32]


def _cookie_name() -> str:
    return f"{current.runtime.authenticator.cookie.name}-known"


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(derive_key(current.runtime.settings.master_key, use="identity.known"), salt="browser")
