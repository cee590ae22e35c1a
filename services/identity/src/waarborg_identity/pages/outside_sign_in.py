"""Signing in at an outside issuer: out to it, back from it, and out of here when it says so."""

import secrets
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import structlog
from flask import Blueprint, jsonify, make_response, redirect, render_template, request, url_for

from waarborg_identity.actions.once import first_use
from waarborg_identity.actions.outside import (
    Came,
    LetIn,
    TurnedAway,
    logout_by_issuer,
    person_from_outside,
    staff_from_outside,
)
from waarborg_identity.domain.outside import (
    Expected,
    Fault,
    TokenRefused,
    Turned,
    check_id_token,
    check_logout_token,
)
from waarborg_identity.issuers import ID_TYPES, LOGOUT_TYPES, CodeRefused, IssuerAway
from waarborg_identity.pages.known_browser import remember_session
from waarborg_identity.pages.letting_in import cookie_secret, device, let_in, next_path
from waarborg_identity.pages.outside_issuers import issuer_at
from waarborg_identity.pages.outside_way import LASTS, Way, carried, come_back, set_out, turn_away
from waarborg_identity.pages.outside_way import turned_away as last_turned_away
from waarborg_identity.state import state
from waarborg_identity.texts.outside import STATUSES, TITLES, WORDS
from waarborg_shared.auth import Actor
from waarborg_shared.config import IssuerKind, OutsideIssuer
from waarborg_shared.uow import Work
from waarborg_shared.web import current, not_replayed
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.security import without_form_token

outside_sign_in = Blueprint("outside_sign_in", __name__, url_prefix="/identity", template_folder="../templates")
log = structlog.get_logger("waarborg.identity")
ASSERTION_SECONDS = 60
LONGEST_CODE = 4000
_ANSWER = ("state", "code", "iss", "error")
_NOT_NOW = frozenset({"server_error", "temporarily_unavailable"})


class _TurnedAway(Exception):
    """Somebody who came back cannot go on; `fault` is for the log."""

    def __init__(self, why: Turned, fault: str = "") -> None:
        super().__init__(why.value)
        self.why, self.fault = why, fault or why.value


@outside_sign_in.get("/sign-in/with/<issuer_id>")
@not_replayed
def leave(issuer_id: str) -> Any:
    """Send a browser to an outside issuer to sign in there."""
    issuer = issuer_at(issuer_id)
    try:
        metadata = state().issuers.metadata(issuer)
    except IssuerAway as away:
        return _turn_away(issuer, TurnedAway(Turned.AWAY), away.why)
    way = Way.to(issuer, next_path(), current.now())
    return set_out(way, redirect(way.address(issuer, metadata, _redirect_uri(issuer)), 303))


@outside_sign_in.get("/sign-in/back/<issuer_id>")
@not_replayed
def back(issuer_id: str) -> Any:
    """Take what an issuer answered, and let somebody in by it; every answer counts once."""
    issuer, way = issuer_at(issuer_id), carried()
    if way is None or not way.ends_with(request.args.get("state", "")):
        return _turn_away(issuer, TurnedAway(Turned.LOST_WAY), "state")
    try:
        outcome = _judged(_came(issuer, way))
    except _TurnedAway as turned:
        return _turn_away(issuer, TurnedAway(turned.why), turned.fault, lang=way.lang)
    if isinstance(outcome, TurnedAway):
        return _turn_away(issuer, outcome, outcome.why.value, lang=way.lang)
    asked = url_for("second_factor.prove", next=way.next, lang=way.lang or None)
    answer = let_in(outcome.secret, redirect(asked if outcome.pending else way.onward, 303))
    return come_back(remember_session(answer, outcome.secret))


@outside_sign_in.get("/sign-in/turned-away")
@not_replayed
def turned_away() -> Any:
    """Say why somebody who came back is not let in, and what he can do."""
    found = last_turned_away()
    if found is None:
        return redirect(url_for("signing_in.sign_in"), 303)
    issuer_id, why, code = found
    issuer = issuer_at(issuer_id)
    page = render_template(
        "identity/outside-turned.html",
        title=said(TITLES[why]),
        words=said(WORDS[why]),
        code=code,
        person=issuer.kind is IssuerKind.PERSON,
        again=why not in (Turned.SHUT, Turned.NOT_KNOWN),
    )
    return make_response(page, STATUSES[why])


@outside_sign_in.post("/back-channel-logout/<issuer_id>")
@without_form_token
@not_replayed
def back_channel_logout(issuer_id: str) -> Any:
    """End the sessions that an issuer says are over (OpenID Connect Back-Channel Logout)."""
    issuer = issuer_at(issuer_id)
    try:
        if len(request.form.getlist("logout_token")) != 1:
            raise TokenRefused(Fault.EVENT)
        opened = state().issuers.opened(issuer, request.form["logout_token"], types=LOGOUT_TYPES)
        wish = check_logout_token(opened.claims, issuer, now=_now())
        with _system_work() as work:
            ended = logout_by_issuer(work, issuer, wish)
    except (TokenRefused, IssuerAway) as refused:
        log.warning("issuer_logout_refused", organisation=current.organisation, issuer=issuer.id, why=str(refused))
        return jsonify({"error": "invalid_request"}), 400
    log.info("issuer_logout", organisation=current.organisation, issuer=issuer.id, ended=ended)
    return "", 200


def _came(issuer: OutsideIssuer, way: Way) -> Came:
    """Return who came back, after everything that he brings was checked. Raises _TurnedAway."""
    try:
        code = _code(issuer, way)
        with _system_work() as work:
            if not first_use(work, f"outside-way\n{way.state}", until=work.now + timedelta(seconds=LASTS)):
                raise _TurnedAway(Turned.LOST_WAY, "state-used")
            proof = _proof(work, issuer)
        asked = {"code": code, "redirect_uri": _redirect_uri(issuer), "code_verifier": way.verifier}
        tokens = state().issuers.redeem(issuer, asked, proof=proof)
        opened = state().issuers.opened(issuer, tokens.id_token, types=ID_TYPES)
        expected = Expected(
            nonce=way.nonce,
            now=_now(),
            algorithm=opened.algorithm,
            access_token=tokens.access_token,
            anew_since=way.since if way.anew else None,
        )
        subject = check_id_token(opened.claims, issuer, expected)
    except IssuerAway as away:
        raise _TurnedAway(Turned.AWAY, away.why) from away
    except CodeRefused as refused:
        raise _TurnedAway(Turned.NOT_BELIEVED, "code-refused") from refused
    except TokenRefused as refused:
        level = refused.fault is Fault.LEVEL
        raise _TurnedAway(Turned.LEVEL if level else Turned.NOT_BELIEVED, refused.fault.value) from refused
    return Came(issuer=issuer, subject=subject, claims=opened.claims, replaces=cookie_secret(), device=device())


def _code(issuer: OutsideIssuer, way: Way) -> str:
    """Return the code of an answer that is this issuer's (RFC 9207). Raises _TurnedAway, IssuerAway."""
    if any(len(request.args.getlist(name)) > 1 for name in _ANSWER):
        raise _TurnedAway(Turned.LOST_WAY, "repeated")
    told, metadata = request.args.get("iss"), state().issuers.metadata(issuer)
    if way.issuer != issuer.id or ((told is not None or metadata.names_itself) and told != issuer.issuer):
        raise _TurnedAway(Turned.MIXED_UP)
    if "error" in request.args:
        raise _TurnedAway(Turned.AWAY if request.args["error"] in _NOT_NOW else Turned.STOPPED)
    code = request.args.get("code", "")
    if not 0 < len(code) <= LONGEST_CODE:
        raise _TurnedAway(Turned.LOST_WAY, "no-code")
    return code


def _judged(came: Came) -> LetIn | TurnedAway:
    act = staff_from_outside if came.issuer.kind is IssuerKind.STAFF else person_from_outside
    with _system_work() as work:
        return act(work, came, rules=current.rules)


def _proof(work: Work, issuer: OutsideIssuer) -> str:
    """Return our secret at an issuer, or an assertion by the key that our own tokens are signed with (RFC 7523)."""
    if issuer.needs_secret:
        return current.runtime.settings.issuer_secrets[f"{current.organisation}/{issuer.id}"]
    at = _now()
    claims = {
        "iss": issuer.client_id,
        "sub": issuer.client_id,
        "aud": issuer.issuer,
        "iat": at,
        "nbf": at,
        "exp": at + ASSERTION_SECONDS,
        "jti": secrets.token_urlsafe(16),
    }
    return state().signer.sign(work, claims, token_type="JWT")  # noqa: S106 - a type


def _system_work() -> AbstractContextManager[Work]:
    """A unit of work in which nobody acts but the system: who was signed in before has no part in it."""
    actor = Actor.system("identity", current.organisation)
    return current.runtime.uow.begin(current.organisation, actor=actor, now=current.now())


def _turn_away(issuer: OutsideIssuer, turned: TurnedAway, fault: str, *, lang: str = "") -> Any:
    log.info("outside_sign_in_refused", organisation=current.organisation, issuer=issuer.id, why=fault)
    answer: Any = redirect(url_for("outside_sign_in.turned_away", lang=lang or request.args.get("lang")), 303)
    return turn_away(answer, issuer, turned.why, turned.code)


def _redirect_uri(issuer: OutsideIssuer) -> str:
    """Return where the issuer sends somebody back to: to the letter the same each time, so without a language."""
    origin = current.runtime.settings.origin_of(current.organisation)
    return f"{origin}/identity/sign-in/back/{issuer.id}"


def _now() -> int:
    return int(current.now().timestamp())
