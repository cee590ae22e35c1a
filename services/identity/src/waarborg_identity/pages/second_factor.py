"""The second factor: proving it after the password, and setting one up when there is none."""

import hashlib
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext, ngettext
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug import Response

from waarborg_identity import actions, invented, totp
from waarborg_identity.actions import Holder, LiveSession
from waarborg_identity.actions.used_accounts import unproved_link
from waarborg_identity.domain import (
    FactorKind,
    Method,
    SessionKind,
    TryKind,
    proved_twice,
    read_recovery_code,
    read_totp,
    shown_recovery_code,
    step_at,
)
from waarborg_identity.domain.factors import DRIFT
from waarborg_identity.domain.guessing import PROOFS_A_SESSION
from waarborg_identity.pages.known_browser import known_as, remember
from waarborg_identity.pages.letting_in import cookie_secret, let_in, next_path, own_session, place
from waarborg_identity.pages.signing_in import let_form_end_at_application, slowed, too_many
from waarborg_identity.passkeys import NotProved, Purpose, which
from waarborg_identity.schemas import CodeForm, NewPasskeyForm, NewTotpForm, PasskeyForm, RecoveryForm
from waarborg_identity.state import passkeys
from waarborg_shared.auth import Missing, SecondFactorNeeded, Unauthenticated
from waarborg_shared.web import Form, current, not_replayed, read_form, show_form
from waarborg_shared.web.keys import derive_key

STATIC = Path(__file__).parent.parent / "static"
second_factor = Blueprint(
    "second_factor",
    __name__,
    url_prefix="/identity",
    template_folder="../templates",
    static_folder="../static",
    static_url_path="/sign-in/static",
)
_FORMS = {"code": CodeForm, "passkey": PasskeyForm, "recovery": RecoveryForm}


@second_factor.app_template_global("own_asset")
def own_asset(name: str) -> str:
    """Return the address of one of identity's own files, which changes with its content."""
    return url_for("second_factor.static", filename=name, v=_digest(name))


@lru_cache(maxsize=8)
def _digest(name: str) -> str:
    return hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]


@second_factor.route("/second-factor", methods=["GET", "POST"])
@not_replayed
def prove() -> Any:
    """Ask for the second factor, and let somebody in by the code of his app."""
    session = own_session()
    form = read_form(CodeForm)
    if form.ok:
        typed = read_totp(form.command["totp"])
        return _judge(session, Method.TOTP, form, "code", lambda work, holder: actions.use_totp(work, holder, typed))
    return _prove_page(session, code=form)


@second_factor.post("/second-factor/passkey")
@not_replayed
def prove_passkey() -> Any:
    """Let somebody in by a passkey, after his password."""
    session = own_session()
    form = read_form(PasskeyForm)
    if form.ok:
        answer = form.command["credential"]
        return _judge(session, Method.PASSKEY, form, "passkey", lambda work, _: _passkey_holds(work, session, answer))
    return _prove_page(session, passkey=form)


@second_factor.post("/second-factor/recovery-code")
@not_replayed
def prove_recovery_code() -> Any:
    """Let somebody in by one of his recovery codes."""
    session = own_session()
    form = read_form(RecoveryForm)
    if form.ok:
        typed = read_recovery_code(form.command["recovery_code"])
        return _judge(
            session,
            Method.RECOVERY_CODE,
            form,
            "recovery",
            lambda work, holder: actions.use_recovery_code(work, holder, typed),
        )
    return _prove_page(session, recovery=form)


@second_factor.get("/second-factor/set-up")
def set_up() -> str:
    """Offer a passkey or a code app to somebody who has neither, or who wants one more."""
    session = own_session()
    _may_set_up(session)
    person = session.kind is SessionKind.PERSON
    return render_template("identity/set-up.html", first=not _sure(session), person=person, next=next_path())


@second_factor.route("/second-factor/set-up/passkey", methods=["GET", "POST"])
@not_replayed
def set_up_passkey() -> Any:
    """Set a passkey up."""
    session = own_session()
    _may_set_up(session)
    form, holder = read_form(NewPasskeyForm), _holder(session)
    if form.ok:
        try:
            made = passkeys().made(form.command["credential"], bound=session.id, now=current.now())
            with current.begin() as work:
                if actions.use_challenge(work, made.challenge):
                    actions.add_passkey(work, holder, made, name=form.command["name"])
                    return _after_set_up(work, session, Method.PASSKEY)
        except NotProved:
            pass
        except actions.TooManyPasskeys:
            form.refuse("", gettext("You have ten passkeys already. Remove one that you no longer use."))
            return _passkey_page(session, form)
        except actions.PasskeyTaken:
            pass
        form.refuse("", gettext("That did not work. Try once more."))
    return _passkey_page(session, form)


@second_factor.route("/second-factor/set-up/totp", methods=["GET", "POST"])
@not_replayed
def set_up_totp() -> Any:
    """Set a code app up."""
    session = own_session()
    _may_set_up(session)
    form = read_form(NewTotpForm)
    secret = _secret_of(form.value("secret"), session) or totp.new_secret()
    if form.ok:
        now = step_at(current.now())
        typed = read_totp(form.command["totp"])
        step = totp.matching_step(secret, typed, range(now - DRIFT, now + DRIFT + 1)) if typed else None
        if step is not None:
            with current.begin() as work:
                actions.add_totp(work, _holder(session), secret, step=step)
                return _after_set_up(work, session, Method.TOTP)
        form.refuse("totp", gettext("This code does not belong to what the app was given. Is its clock right?"))
    return _totp_page(session, form, secret)


def _judge(session: LiveSession, by: Method, form: Form, which_form: str, holds: Any) -> Any:
    """Let in who proved a second factor; a wrong one is counted, written down and told."""
    holder, secret = _holder(session), cookie_secret()
    whose = {"code_of": holder.ref if by is Method.TOTP else None, "known": known_as(holder.ref)}
    try:
        with current.begin() as work:
            counted = actions.count_try(work, TryKind.SECOND_FACTOR, holder.ref, place=place(), **whose)
    except actions.TooManyTries as error:
        paused = isinstance(error, actions.CodeAppPaused)
        form.refuse("totp" if paused else "", _words_of_pause(error.seconds) if paused else too_many(error.seconds))
        page, _ = _prove_page(session, **{which_form: form})
        return slowed(page, error.seconds)
    with current.begin() as work:
        tried = actions.count_proof(work, secret)
    if tried > PROOFS_A_SESSION:
        raise Unauthenticated("session_ended")
    with current.begin() as work:
        if holds(work, holder):
            new = actions.complete_sign_in(work, secret, {by}, limits=current.rules.sign_in_policy)
            if new is not None:
                actions.take_back(work, counted)
                return remember(let_in(new, redirect(next_path(), 303)), holder.ref)
        actions.refuse_second_factor(work, holder, by, counted=counted)
        ended = actions.end_when_guessed(work, secret, tried)
    if ended:
        current.runtime.authenticator.forget_session(secret, current.organisation)
        raise Unauthenticated("session_ended")
    form.refuse(next(iter(form.schema.fields)) if by is not Method.PASSKEY else "", _words_of_refusal(by))
    return _prove_page(session, **{which_form: form})


def _words_of_pause(seconds: int) -> str:
    minutes = -(-seconds // 60)
    return ngettext(
        "Too many wrong codes for this account. For %(num)d minute only a passkey or a recovery code counts.",
        "Too many wrong codes for this account. For %(num)d minutes only a passkey or a recovery code counts.",
        minutes,
    )


def _words_of_refusal(by: Method) -> str:
    if by is Method.TOTP:
        return gettext("This code is not right, or was used before. Wait for the next one.")
    if by is Method.RECOVERY_CODE:
        return gettext("This code is not right, or was used before.")
    return gettext("This passkey is not one of yours here, or the page was open for too long. Try once more.")


def _passkey_holds(work: Any, session: LiveSession, answer: str) -> bool:
    try:
        found = actions.find_passkey(work, which(answer), of=session.subject)
        if found is None:
            return False
        proof = passkeys().proved(answer, found[1], Purpose.SECOND, bound=session.id, now=current.now())
    except NotProved:
        return False
    return actions.use_passkey(work, found[1].credential_id, proof)


def _prove_page(session: LiveSession, **shown: Form) -> Any:
    path = next_path()
    if not shown_errors(shown) and not session.pending and proved_twice(session.methods):
        return redirect(path, 303)
    let_form_end_at_application(path)
    with current.read() as work:
        factors = actions.factors_of(work, session.subject)
        left = actions.recovery_codes_left(work, session.subject)
        known = actions.passkeys_of(work, session.subject)
        shown_code = invented.code_to_show(work, session.subject) if current.runtime.settings.demo else None
    if not factors:
        return redirect(url_for("second_factor.set_up", next=path), 303)
    forms = {name: shown.get(name) or Form(schema()) for name, schema in _FORMS.items()}
    options = passkeys().ask_proof(
        Purpose.SECOND, known=known, bound=session.id, nonce=secrets.token_urlsafe(16), now=current.now()
    )
    return show_form(
        "identity/second-factor.html",
        next(iter(shown.values())),
        **forms,
        has_totp=any(each.kind is FactorKind.TOTP for each in factors),
        has_passkey=bool(known),
        left=left,
        staff=session.kind is SessionKind.STAFF,
        options=options,
        invented=shown_code,
        next=path,
    )


def shown_errors(shown: dict[str, Form]) -> bool:
    """Whether any of the forms has something wrong in it."""
    return any(form.errors for form in shown.values())


def _may_set_up(session: LiveSession) -> None:
    """Pass for who proved twice who he is, and for who has nothing yet to prove it by. Raises SecondFactorNeeded.

    A person sets one up where the organisation has accounts for persons; where it has none, number and code do. Who
    comes by a tie to an account that was used already shows what he has, and sets up nothing, even if that is gone.
    """
    if session.kind is SessionKind.PERSON and not current.rules.organisation.person_accounts:
        raise Missing("person-account")
    with current.read() as work:
        closed = actions.has_second_factor(work, session.subject) or unproved_link(work, session.outside_hash)
    if closed and not _sure(session):
        raise SecondFactorNeeded


def _sure(session: LiveSession) -> bool:
    return not session.pending and proved_twice(session.methods)


def _after_set_up(work: Any, session: LiveSession, by: Method) -> Any:
    """Go on: with the first factor somebody is in, in a new session, and gets his recovery codes."""
    if _sure(session):
        return redirect(url_for("my_sign_in.me"), 303)
    codes = actions.make_recovery_codes(work, _holder(session))
    person = session.kind is SessionKind.PERSON
    no_way_yet = person and by is Method.TOTP and not actions.username_of_person(work, session.subject)
    secret = actions.complete_sign_in(work, cookie_secret(), {by}, limits=current.rules.sign_in_policy)
    if secret is None:
        return redirect(url_for("signing_in.sign_in", next=next_path()), 303)
    return remember(let_in(secret, codes_page(codes, next_path(), no_way_yet=no_way_yet)), session.subject)


def codes_page(codes: tuple[str, ...], path: str, *, no_way_yet: bool = False) -> Response:
    """Return the page that shows recovery codes, this once; its header knows nothing yet of the new session.

    ``no_way_yet``: whose codes they are comes in by a letter alone, for a code app needs a password beside it.
    """
    shown = [shown_recovery_code(code) for code in codes]
    page = render_template("identity/recovery-codes-made.html", codes=shown, next=path, no_way_yet=no_way_yet)
    return Response(page, content_type="text/html; charset=utf-8")


def _passkey_page(session: LiveSession, form: Form) -> Any:
    holder = _holder(session)
    with current.read() as work:
        known = actions.passkeys_of(work, holder.ref)
        label = _label(work, holder)
    options = passkeys().ask_new(
        holder.ref, label, known=known, bound=session.id, nonce=secrets.token_urlsafe(16), now=current.now()
    )
    return show_form("identity/set-up-passkey.html", form, options=options, next=next_path())


def _totp_page(session: LiveSession, form: Form, secret: str) -> Any:
    with current.read() as work:
        label = _label(work, _holder(session))
    demo = current.runtime.settings.demo
    address = totp.address(secret, account=label, issuer=current.rules.organisation.name)
    form.values["totp"] = ""
    return show_form(
        "identity/set-up-totp.html",
        form,
        picture=totp.picture(address),
        secret=secret,
        shown_code=totp.code_of(secret, step_at(current.now())) if demo else "",
        sealed=_secrets().dumps([current.organisation, session.id, secret]),
        next=next_path(),
    )


def _label(work: Any, holder: Holder) -> str:
    """What the device and the app call this account: the name by which somebody signs in here."""
    if holder.kind is SessionKind.STAFF:
        return actions.new_password_for(work, holder.ref).username
    return actions.username_of_person(work, holder.ref) or gettext("My account")


def _holder(session: LiveSession) -> Holder:
    return Holder(session.kind, session.subject)


def _secret_of(shown: Any, session: LiveSession) -> str | None:
    """Return the secret that this session was shown, so that a second try is about the same one."""
    try:
        organisation, bound, secret = _secrets().loads(str(shown))
    except (BadSignature, ValueError, TypeError):
        return None
    return str(secret) if (organisation, bound) == (current.organisation, session.id) else None


def _secrets() -> URLSafeSerializer:
    return URLSafeSerializer(derive_key(current.runtime.settings.master_key, use="identity.totp"), salt="secret")
