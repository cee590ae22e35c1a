"""Signing in and out."""

import secrets
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug import Response
from werkzeug.exceptions import NotFound

from waarborg_identity import actions
from waarborg_identity.actions.clients import active_client
from waarborg_identity.domain import Method, SessionKind, TryKind, read_code, read_number
from waarborg_identity.pages.known_browser import known_as, remember_session
from waarborg_identity.pages.letting_in import (
    cookie_secret,
    device,
    let_in,
    next_path,
    on_to_second_factor,
    place,
)
from waarborg_identity.pages.outside_issuers import (
    emergency_accounts,
    issuer_name,
    issuers,
    only_outside,
    sign_out_address,
)
from waarborg_identity.passkeys import NotProved, Purpose, which
from waarborg_identity.passwords import TooBusy
from waarborg_identity.schemas import AccountForm, LetterForm, PasskeyForm, SignInForm
from waarborg_identity.state import passkeys, state
from waarborg_shared.web import Form, allow_form_action, current, not_replayed, read_form, show_form

signing_in = Blueprint("signing_in", __name__, url_prefix="/identity", template_folder="../templates")


@signing_in.route("/sign-in", methods=["GET", "POST"])
@not_replayed
def sign_in() -> Any:
    """Let a member of staff go on to his second factor by user name and password."""
    if request.method == "POST" and only_outside():
        return redirect(url_for("signing_in.sign_in", next=next_path()), 303)
    form = read_form(SignInForm)
    if form.ok:
        try:
            secret = _staff(**form.command)
        except actions.TooManyTries as error:
            return _slow_down(error.seconds, staff=form)
        except TooBusy:
            return _slow_down(1, staff=form)
        if secret is not None:
            return on_to_second_factor(secret, next_path())
        form.refuse("", gettext("User name or password is not right."))
    return _sign_in_page(staff=form)


@signing_in.route("/sign-in/emergency", methods=["GET", "POST"])
@not_replayed
def emergency() -> Any:
    """Let an emergency account in by user name and password, where staff sign in at an outside issuer alone."""
    if not only_outside():
        raise NotFound
    form, path = read_form(SignInForm), next_path()
    if form.ok:
        try:
            secret = _emergency(**form.command)
        except actions.TooManyTries as error:
            form.refuse("", too_many(error.seconds))
            return slowed(render_template("identity/emergency-sign-in.html", form=form, next=path), error.seconds)
        except TooBusy:
            form.refuse("", too_many(1))
            return slowed(render_template("identity/emergency-sign-in.html", form=form, next=path), 1)
        if secret is not None:
            return on_to_second_factor(secret, path)
        form.refuse("", gettext("User name or password is not right."))
    return show_form("identity/emergency-sign-in.html", form, next=path)


@signing_in.post("/sign-in/account")
@not_replayed
def sign_in_by_account() -> Any:
    """Let a person go on to his second factor by the user name and password of his own account."""
    _refuse_without_accounts()
    form = read_form(AccountForm)
    if form.ok:
        try:
            secret = _account(form.command["account_name"], form.command["account_password"])
        except actions.TooManyTries as error:
            return _slow_down(error.seconds, account=form)
        except TooBusy:
            return _slow_down(1, account=form)
        if secret is not None:
            return on_to_second_factor(secret, next_path())
        form.refuse("", gettext("User name or password is not right."))
    return _sign_in_page(account=form)


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
            return remember_session(let_in(secret, redirect(next_path(), 303)), secret)
        form.refuse("", gettext("Number or code is not right, was used before, or is too old."))
    return _sign_in_page(letter=form)


@signing_in.post("/sign-in/passkey")
@not_replayed
def sign_in_by_passkey() -> Any:
    """Let somebody in by a passkey alone, whose device asked for face, finger or PIN."""
    form = read_form(PasskeyForm)
    if form.ok:
        try:
            secret = _by_passkey(form.command["credential"])
        except actions.TooManyTries as error:
            return _slow_down(error.seconds, passkey=form)
        if secret is not None:
            return remember_session(let_in(secret, redirect(next_path(), 303)), secret)
        form.refuse("", gettext("This passkey is not known here, or the page was open for too long. Try once more."))
    return _sign_in_page(passkey=form)


@signing_in.route("/sign-out", methods=["GET", "POST"])
@not_replayed
def sign_out() -> Any:
    """Ask whether to sign out, and do so."""
    if request.method == "GET":
        return render_template("identity/sign-out.html")
    authenticator = current.runtime.authenticator
    secret = cookie_secret()
    with current.begin() as work:
        session = actions.own_session(work, secret, limits=current.rules.sign_in_policy)
        actions.sign_out(work, secret)
    authenticator.forget_session(secret, current.organisation)
    answer = _signed_out(session.issuer if session is not None else None)
    answer.delete_cookie(
        authenticator.cookie.name, path="/", secure=authenticator.cookie.secure, httponly=True, samesite="Lax"
    )
    return answer


def _signed_out(issuer: str | None) -> Any:
    """Go on to the front page, or offer to sign out where somebody signed in too."""
    there = sign_out_address(issuer, back=f"{current.runtime.settings.origin_of(current.organisation)}/")
    if not there:
        return redirect("/", 303)
    return make_response(render_template("identity/signed-out.html", issuer=issuer_name(issuer or ""), address=there))


def _emergency(username: str, password: str) -> str | None:
    """As any member of staff, but for these accounts alone; a name that is none of them takes as long to refuse."""
    known = username.strip().lower() in emergency_accounts()
    secret = _staff(username, password, may=known)
    if secret is not None:
        with current.begin() as work:
            actions.note_emergency(work, secret, limits=current.rules.sign_in_policy)
    return secret


def _staff(username: str, password: str, *, may: bool = True) -> str | None:
    """Check name and password; of who ``may`` not come in by this door the work and the count are the same."""
    name, passwords = username.strip().lower(), state().passwords
    with passwords.turn():
        with current.begin() as work:
            credentials = actions.find_credentials(work, name if may else "")
            known = known_as(credentials.account_id)
            counted = actions.count_try(work, SessionKind.STAFF, name, place=place(), known=known)
        holds = passwords.holds(password, credentials.password_hash)
        anew = passwords.hash_anew(password, credentials.password_hash) if holds else None
    with current.begin() as work:
        secret = None
        if holds and credentials.account_id is not None:
            secret = actions.sign_in_staff(work, credentials.account_id, counted=counted, **_session())
        if secret is None:
            actions.refuse_staff(work, credentials.account_id)
        elif anew is not None and credentials.account_id is not None:
            actions.hash_anew(work, credentials.account_id, anew)
        return secret


def _account(username: str, password: str) -> str | None:
    name, passwords = username.strip().lower(), state().passwords
    with passwords.turn():
        with current.begin() as work:
            credentials = actions.find_person_credentials(work, name)
            known = known_as(credentials.person_ref)
            counted = actions.count_try(work, TryKind.ACCOUNT, name, place=place(), known=known)
        holds = passwords.holds(password, credentials.password_hash)
        anew = passwords.hash_anew(password, credentials.password_hash) if holds else None
    with current.begin() as work:
        if not holds or credentials.person_ref is None:
            actions.refuse_account(work, credentials.person_ref)
            return None
        if anew is not None:
            actions.change_person_password(work, credentials.person_ref, anew, verb="password-hashed-anew")
        return actions.sign_in_by_account(work, credentials.person_ref, counted=counted, **_session())


def _person(number: str, code: str) -> str | None:
    with current.begin() as work:
        known = known_as(actions.letter_person(work, number))
        counted = actions.count_try(work, SessionKind.PERSON, number, place=place(), known=known)
    with current.begin() as work:
        secret = None
        if number and code:
            secret = actions.sign_in_person(work, number, code, counted=counted, **_session())
        if secret is None:
            actions.refuse_person(work, actions.letter_person(work, number))
        return secret


def _by_passkey(answer: str) -> str | None:
    try:
        credential_id = which(answer)
    except NotProved:
        return None
    with current.begin() as work:
        found = actions.find_passkey(work, credential_id)
        whose = known_as(found[0].ref) if found is not None else None
        counted = actions.count_try(work, TryKind.SECOND_FACTOR, credential_id.hex(), place=place(), known=whose)
    with current.begin() as work:
        found = actions.find_passkey(work, credential_id)
        if found is None or _shut_to(found[0].kind):
            return None
        holder, known = found
        try:
            proof = passkeys().proved(answer, known, Purpose.SIGN_IN, now=current.now())
        except NotProved:
            actions.refuse_second_factor(work, holder, Method.PASSKEY)
            return None
        if not actions.use_passkey(work, credential_id, proof):
            return None
        return actions.sign_in_by_passkey(work, holder, counted=counted, **_session())


def _shut_to(kind: SessionKind) -> bool:
    """Whether nobody of this kind signs in here by himself."""
    if kind is SessionKind.PERSON:
        return not current.rules.organisation.person_accounts
    return only_outside()


def _session() -> dict[str, Any]:
    """What every new session is started with."""
    return {"replaces": cookie_secret(), "limits": current.rules.sign_in_policy, "device": device()}


def _refuse_without_accounts() -> None:
    if not current.rules.organisation.person_accounts:
        raise NotFound


def _sign_in_page(**shown: Form) -> tuple[str, int]:
    let_form_end_at_application(next_path())
    forms = {name: shown.get(name) or Form(schema()) for name, schema in _FORMS.items()}
    wrong = next(iter(shown.values()), forms["staff"])
    options = passkeys().ask_proof(Purpose.SIGN_IN, nonce=secrets.token_urlsafe(16), now=current.now())
    outside = {"issuers": issuers(), "only_outside": only_outside()}
    return show_form("identity/sign-in.html", wrong, **forms, **outside, next=next_path(), options=options)


_FORMS = {"staff": SignInForm, "letter": LetterForm, "account": AccountForm, "passkey": PasskeyForm}


def _slow_down(seconds: int, **forms: Form) -> Response:
    (form,) = forms.values()
    form.refuse("", too_many(seconds))
    page, _ = _sign_in_page(**forms)
    return slowed(page, seconds)


def too_many(seconds: int) -> str:
    """Return what somebody is told who tries too often."""
    return ngettext(
        "Too many tries. Wait %(num)d second and try again.",
        "Too many tries. Wait %(num)d seconds and try again.",
        seconds,
    )


def slowed(page: str, seconds: int) -> Response:
    """Return a page as the answer to too many tries."""
    answer = make_response(page, 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


def let_form_end_at_application(path: str) -> None:
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
