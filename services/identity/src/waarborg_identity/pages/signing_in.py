"""Signing in and out."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug import Response

from waarborg_identity import actions
from waarborg_identity.actions.clients import active_client
from waarborg_identity.domain import SessionKind, local_path, read_code, read_number
from waarborg_identity.passwords import TooBusy
from waarborg_identity.schemas import LetterForm, SignInForm
from waarborg_identity.state import state
from waarborg_shared.guessing import network_of
from waarborg_shared.web import Form, allow_form_action, current, not_replayed, read_form, show_form

signing_in = Blueprint("signing_in", __name__, url_prefix="/identity", template_folder="../templates")


@signing_in.route("/sign-in", methods=["GET", "POST"])
@not_replayed
def sign_in() -> Any:
    """Let a member of staff in by user name and password."""
    form = read_form(SignInForm)
    if form.ok:
        try:
            secret = _staff(**form.command)
        except actions.TooManyTries as error:
            return _slow_down(error.seconds, staff=form)
        except TooBusy:
            return _slow_down(1, staff=form)
        if secret is not None:
            return _let_in(secret)
        form.refuse("", gettext("User name or password is not right."))
    return _sign_in_page(staff=form)


@signing_in.post("/sign-in/letter")
@not_replayed
def sign_in_by_letter() -> Any:
    """Let a person in by the number and code of a letter."""
    form = read_form(LetterForm)
    if form.ok:
        try:
            secret = _person(read_number(form.command["number"]), read_code(form.command["code"]))
        except actions.TooManyTries as error:
            return _slow_down(error.seconds, letter=form)
        if secret is not None:
            return _let_in(secret)
        form.refuse("", gettext("Number or code is not right, was used before, or is too old."))
    return _sign_in_page(letter=form)


@signing_in.route("/sign-out", methods=["GET", "POST"])
@not_replayed
def sign_out() -> Any:
    """Ask whether to sign out, and do so."""
    if request.method == "GET":
        return render_template("identity/sign-out.html")
    authenticator = current.runtime.authenticator
    secret = request.cookies.get(authenticator.cookie.name, "")
    with current.begin() as work:
        actions.sign_out(work, secret)
    authenticator.forget_session(secret, current.organisation)
    answer = redirect("/", 303)
    answer.delete_cookie(
        authenticator.cookie.name, path="/", secure=authenticator.cookie.secure, httponly=True, samesite="Lax"
    )
    return answer


def _staff(username: str, password: str) -> str | None:
    name, passwords = username.strip().lower(), state().passwords
    with passwords.turn():
        with current.begin() as work:
            counted = actions.count_try(work, SessionKind.STAFF, name, place=_place())
            credentials = actions.find_credentials(work, name)
        holds = passwords.holds(password, credentials.password_hash)
    with current.begin() as work:
        secret = None
        if holds and credentials.account_id is not None:
            secret = actions.sign_in_staff(
                work,
                credentials.account_id,
                counted=counted,
                replaces=_cookie(),
                limits=current.rules.sign_in_policy,
            )
        if secret is None:
            actions.refuse_staff(work, credentials.account_id)
        return secret


def _person(number: str, code: str) -> str | None:
    with current.begin() as work:
        counted = actions.count_try(work, SessionKind.PERSON, number, place=_place())
    with current.begin() as work:
        secret = None
        if number and code:
            secret = actions.sign_in_person(
                work, number, code, counted=counted, replaces=_cookie(), limits=current.rules.sign_in_policy
            )
        if secret is None:
            actions.refuse_person(work, actions.letter_person(work, number))
        return secret


def _let_in(secret: str) -> Response:
    """Set the cookie of a session that is new whatever the browser brought, and go on."""
    authenticator = current.runtime.authenticator
    authenticator.forget_session(_cookie(), current.organisation)
    answer = redirect(_next(), 303)
    answer.set_cookie(
        authenticator.cookie.name,
        secret,
        path="/",
        secure=authenticator.cookie.secure,
        httponly=True,
        samesite="Lax",
    )
    return answer


def _sign_in_page(*, staff: Form | None = None, letter: Form | None = None) -> tuple[str, int]:
    _let_form_end_at_application(_next())
    staff = staff or Form(SignInForm())
    letter = letter or Form(LetterForm())
    wrong = letter if letter.errors else staff
    return show_form("identity/sign-in.html", wrong, staff=staff, letter=letter, next=_next())


def too_many(seconds: int) -> str:
    """Return what somebody reads whose tries follow one another too quickly."""
    return ngettext(
        "Too many tries. Wait %(num)d second and try again.",
        "Too many tries. Wait %(num)d seconds and try again.",
        seconds,
    )


def _slow_down(seconds: int, **forms: Form) -> Response:
    (form,) = forms.values()
    form.refuse("", too_many(seconds))
    page, _ = _sign_in_page(**forms)
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def _next() -> str:
    return local_path(request.args.get("next"), otherwise="/")


def _let_form_end_at_application(path: str) -> None:
    """Let the form's redirects end at the application that sent somebody here, if it is a registered one."""
    parts = urlsplit(path)
    if parts.path != url_for("oauth.authorize"):
        return
    asked = dict(parse_qsl(parts.query))
    with current.read() as work:
        client = active_client(work, asked.get("client_id", ""))
    if client is not None and asked.get("redirect_uri") in client.redirect_uris:
        there = urlsplit(asked["redirect_uri"])
        allow_form_action(f"{there.scheme}://{there.netloc}")


def _cookie() -> str:
    return request.cookies.get(current.runtime.authenticator.cookie.name, "")


def _place() -> str:
    """Return where a try comes from: the address, of IPv6 the network, which one guesser has whole."""
    return network_of(request.remote_addr or "unknown")
