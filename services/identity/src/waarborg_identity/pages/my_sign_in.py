"""My sign-in: what somebody signs in with, where he is signed in now, and ending that."""

from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext

from waarborg_identity import actions
from waarborg_identity.actions import Holder, LiveSession
from waarborg_identity.actions.outside_links import issuers_without_password
from waarborg_identity.domain import FactorKind, Method, SessionKind, proved_twice
from waarborg_identity.domain.devices import UNKNOWN
from waarborg_identity.pages.letting_in import own_session, sure_session
from waarborg_identity.pages.outside_issuers import issuer_name
from waarborg_identity.pages.second_factor import codes_page
from waarborg_shared.auth import SecondFactorNeeded, Unauthenticated, require_somebody
from waarborg_shared.web import current, not_replayed, noted

my_sign_in = Blueprint("my_sign_in", __name__, url_prefix="/identity", template_folder="../templates")

METHOD_WORDS = {
    Method.PASSWORD: noted("password"),
    Method.TOTP: noted("code app"),
    Method.PASSKEY: noted("passkey"),
    Method.RECOVERY_CODE: noted("recovery code"),
    Method.LETTER: noted("letter"),
    Method.ISSUER: noted("outside issuer"),
    Method.ISSUER_TWICE: noted("outside issuer, in two ways"),
}


@my_sign_in.get("/me")
def me() -> str:
    """Show what somebody signs in with, and his sessions."""
    session = _signed_in()
    policy = current.rules.sign_in_policy
    with current.read() as work:
        factors = actions.factors_of(work, session.subject)
        sessions = actions.sessions_of(work, session.subject, own=session.id, limits=policy)
        left = actions.recovery_codes_left(work, session.subject)
        outside = issuers_without_password(work, session.subject)
        staff = session.kind is SessionKind.STAFF
        has_password = not outside if staff else bool(actions.username_of_person(work, session.subject))
    return render_template(
        "identity/me.html",
        passkeys=[each for each in factors if each.kind is FactorKind.PASSKEY],
        apps=[each for each in factors if each.kind is FactorKind.TOTP],
        left=left,
        sessions=[(each, device_in_words(each.device), _in_words(each.methods)) for each in sessions],
        staff=staff,
        outside=", ".join(map(issuer_name, outside)),
        accounts=session.kind is SessionKind.STAFF or current.rules.organisation.person_accounts,
        sure=proved_twice(session.methods),
        has_password=has_password,
        may_remove=session.kind is SessionKind.PERSON or len(factors) > 1,
    )


@my_sign_in.post("/me/factors/<uuid:factor_id>/remove")
def remove(factor_id: UUID) -> Any:
    """Take one of one's own second factors away."""
    _signed_in()
    session = sure_session()
    with current.begin() as work:
        actions.remove_factor(work, _holder(session), str(factor_id))
    return redirect(url_for("my_sign_in.me"), 303)


@my_sign_in.route("/me/recovery-codes", methods=["GET", "POST"])
@not_replayed
def recovery_codes() -> Any:
    """Ask whether new recovery codes are wanted, and show them once."""
    _signed_in()
    session = sure_session()
    if request.method == "GET":
        with current.read() as work:
            if not actions.has_second_factor(work, session.subject):
                raise SecondFactorNeeded
            left = actions.recovery_codes_left(work, session.subject)
        return render_template("identity/recovery-codes.html", left=left)
    with current.begin() as work:
        codes = actions.make_recovery_codes(work, _holder(session))
    return codes_page(codes, url_for("my_sign_in.me"))


@my_sign_in.post("/me/sessions/<uuid:session_id>/end")
def end_session(session_id: UUID) -> Any:
    """End one of one's own sessions."""
    session = _signed_in()
    with current.begin() as work:
        actions.end_own_session(work, session.subject, str(session_id), case=actions.case_of(work, _holder(session)))
    return redirect(url_for("my_sign_in.me"), 303)


@my_sign_in.post("/me/sessions/end-others")
def end_others() -> Any:
    """End every session but this one."""
    session = _signed_in()
    with current.begin() as work:
        case = actions.case_of(work, _holder(session))
        actions.end_other_sessions(work, session.subject, own=session.id, case=case)
    return redirect(url_for("my_sign_in.me"), 303)


def _signed_in() -> LiveSession:
    """Return the session of somebody who is signed in, by a letter too. Raises Unauthenticated."""
    require_somebody(current.actor)
    session = own_session()
    if session.pending:
        raise Unauthenticated("session_ended")
    return session


def _holder(session: LiveSession) -> Holder:
    return Holder(session.kind, session.subject)


def device_in_words(device: str) -> str:
    """Return a session's browser and system, in the visitor's language where they are not names."""
    return device if device and device != UNKNOWN else gettext("Another browser")


def _in_words(methods: frozenset[str]) -> str:
    return ", ".join(gettext(words) for method, words in METHOD_WORDS.items() if method in methods)
