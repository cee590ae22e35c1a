"""What every way of signing in shares: where somebody goes on to, his cookie, his device, and where he tries from."""

from flask import redirect, request, url_for
from werkzeug import Response

from waarborg_identity import actions
from waarborg_identity.actions import LiveSession
from waarborg_identity.domain import SessionKind, device_of, local_path, proved_twice
from waarborg_shared.auth import SecondFactorNeeded, Unauthenticated
from waarborg_shared.guessing import network_of
from waarborg_shared.uow import Work
from waarborg_shared.web import current


def next_path() -> str:
    """Return the path of this host at which somebody goes on after signing in."""
    return local_path(request.args.get("next"), otherwise="/")


def cookie_secret() -> str:
    """Return what the session cookie holds, '' without one."""
    return request.cookies.get(current.runtime.authenticator.cookie.name, "")


def place() -> str:
    """Return where a try comes from: the address, of IPv6 the network, which one guesser has whole."""
    return network_of(request.remote_addr or "unknown")


def device() -> str:
    """Return the browser and system, in the words by which somebody knows his own sessions."""
    return device_of(request.headers.get("User-Agent", ""))


def let_in(secret: str, answer: Response) -> Response:
    """Set the cookie of a session that is new whatever the browser brought."""
    authenticator = current.runtime.authenticator
    authenticator.forget_session(cookie_secret(), current.organisation)
    answer.set_cookie(
        authenticator.cookie.name,
        secret,
        path="/",
        secure=authenticator.cookie.secure,
        httponly=True,
        samesite="Lax",
    )
    return answer


def on_to_second_factor(secret: str, path: str) -> Response:
    """Let somebody whose password held go on to his second factor, and then to where he was going."""
    return let_in(secret, redirect(url_for("second_factor.prove", next=path), 303))


def own_session() -> LiveSession:
    """Return the session of this browser, one that waits for a second factor too. Raises Unauthenticated."""
    secret = cookie_secret()
    with current.read() as work:
        found = actions.own_session(work, secret, limits=current.rules.sign_in_policy) if secret else None
        if found is None or not _may_act(work, found):
            raise Unauthenticated("session_ended")
    return found


def _may_act(work: Work, session: LiveSession) -> bool:
    if session.kind is SessionKind.PERSON:
        return not actions.is_merged(work, session.subject)
    return actions.standing(work, session.subject, rules=current.rules).active


def sure_session() -> LiveSession:
    """Return the session of somebody who proved in two ways who he is. Raises SecondFactorNeeded."""
    found = own_session()
    if found.pending or not proved_twice(found.methods):
        raise SecondFactorNeeded
    return found
