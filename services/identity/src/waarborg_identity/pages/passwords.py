"""Passwords: changing one's own, renewing a forgotten one, and the account that a person makes."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext

from waarborg_identity import actions
from waarborg_identity.actions import Holder, LiveSession
from waarborg_identity.actions.accounts import label_of
from waarborg_identity.domain import (
    AccountState,
    BadPassword,
    BadUsername,
    Identified,
    Method,
    SessionKind,
    TryKind,
    read_code,
    read_number,
)
from waarborg_identity.domain.staff_grants import StaffError
from waarborg_identity.pages.known_browser import known_as
from waarborg_identity.pages.letting_in import own_session, place, sure_session
from waarborg_identity.pages.signing_in import slowed, too_many
from waarborg_identity.passwords import TooBusy
from waarborg_identity.schemas import ForgottenForm, NewAccountForm, OwnPasswordForm, PasswordCodeForm
from waarborg_identity.state import state
from waarborg_identity.strength import check_new_password
from waarborg_shared.auth import Missing, SecondFactorNeeded, Unauthenticated, require_duty, require_somebody
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import Form, current, not_replayed, noted, read_form, show_form
from waarborg_shared.web.problems import message_of

password_pages = Blueprint("password_pages", __name__, url_prefix="/identity", template_folder="../templates")

IDENTIFIED_WORDS = {
    Identified.IN_PERSON: noted("I saw him or her in person"),
    Identified.BY_VIDEO: noted("By video, and I know him or her"),
    Identified.CALLED_BACK: noted("I called back on the number that we know"),
}


@password_pages.route("/me/password", methods=["GET", "POST"])
@not_replayed
def own_password() -> Any:
    """Change one's own password: the present one is asked for, and who did not prove twice who he is goes back."""
    require_somebody(current.actor)
    session = sure_session()
    form, by_letter = read_form(OwnPasswordForm), _by_letter(session)
    if form.ok:
        try:
            if _changed(session, form, needs_present=not by_letter):
                return redirect(url_for("my_sign_in.me"), 303)
        except (actions.TooManyTries, TooBusy) as error:
            seconds = getattr(error, "seconds", 1)
            form.refuse("", too_many(seconds))
            return slowed(show_form("identity/password.html", form, by_letter=by_letter)[0], seconds)
    return show_form("identity/password.html", form, by_letter=by_letter)


@password_pages.route("/forgotten-password", methods=["GET", "POST"])
@not_replayed
def forgotten() -> Any:
    """Tell anybody what to do, and set a new password for who has a number and code. Nobody's name is asked."""
    form = read_form(ForgottenForm)
    if form.ok:
        try:
            if _renewed(form):
                return render_template("identity/password-renewed.html")
        except (actions.TooManyTries, TooBusy) as error:
            seconds = getattr(error, "seconds", 1)
            form.refuse("", too_many(seconds))
            return slowed(show_form("identity/forgotten-password.html", form)[0], seconds)
    return show_form("identity/forgotten-password.html", form)


@password_pages.route("/staff/password-code", methods=["GET", "POST"])
@not_replayed
def password_code() -> Any:
    """Make a number and code for a colleague who forgot his password, and show them this once."""
    require_duty(current.actor, Duty.STAFF_GRANT)
    form = read_form(PasswordCodeForm)
    if form.ok:
        try:
            with current.begin() as work:
                made = actions.make_password_code(
                    work, str(form.command["account"]), how=form.command["how"], rules=current.rules
                )
            return render_template("identity/password-code-made.html", made=made)
        except actions.UnknownAccount:
            form.refuse("account", gettext("Choose a colleague of this list."))
        except StaffError as refused:
            form.refuse("account", message_of(refused))
    with current.read() as work:
        colleagues = [
            (account.id, label_of(actions.name_of(work, account.id)) or "–")
            for account in actions.staff(work)
            if account.state == AccountState.ACTIVE.value and account.id != current.actor.ref
        ]
    hows = [(how.value, gettext(words)) for how, words in IDENTIFIED_WORDS.items()]
    return show_form("identity/password-code.html", form, colleagues=colleagues, hows=hows)


@password_pages.route("/me/account", methods=["GET", "POST"])
@not_replayed
def own_account() -> Any:
    """Let a person who came by letter choose a user name and password, and then set a code app or passkey up."""
    session = _person_with_accounts()
    form = read_form(NewAccountForm)
    if form.ok:
        username = form.command["username"]
        try:
            password = check_new_password(form.command["password"], username=username.lower(), own=_known())
            with state().passwords.turn():
                hashed = state().passwords.hash(password)
            with current.begin() as work:
                actions.make_person_account(work, session.subject, username=username, password_hash=hashed)
            return redirect(url_for("second_factor.set_up", next=url_for("my_sign_in.me")), 303)
        except BadPassword:
            form.refuse("password", too_easy())
        except BadUsername:
            form.refuse("username", gettext("1 to 100 letters, digits and . _ @ + - without spaces."))
        except actions.UsernameTaken:
            form.refuse("username", gettext("Choose another user name."))
        except TooBusy:
            form.refuse("", too_many(1))
            return slowed(show_form("identity/account.html", form)[0], 1)
    return show_form("identity/account.html", form)


def too_easy() -> str:
    """Return what somebody is told whose new password others would try first."""
    return gettext(
        "This password is too easy to guess: it is short, or made of words that many use, of a name or of a season. "
        "Take three or four words that have nothing to do with one another."
    )


def _known(*more: str) -> tuple[str, ...]:
    """What others know of somebody, which his password may not be made of."""
    organisation = current.rules.organisation
    return (organisation.name, organisation.legal_name, current.actor.label, *more)


def _person_with_accounts() -> LiveSession:
    require_somebody(current.actor)
    session = own_session()
    if session.pending:
        raise Unauthenticated("session_ended")
    if session.kind is not SessionKind.PERSON or not current.rules.organisation.person_accounts:
        raise Missing("person-account")
    with current.read() as work:
        has_one = actions.has_second_factor(work, session.subject)
    if has_one and not _sure(session):
        raise SecondFactorNeeded
    return session


def _sure(session: LiveSession) -> bool:
    return bool(session.methods & {Method.TOTP, Method.PASSKEY, Method.RECOVERY_CODE})


def _by_letter(session: LiveSession) -> bool:
    """Whether a person came by letter too, which is what he gets who forgot his password."""
    return session.kind is SessionKind.PERSON and Method.LETTER in session.methods


def _changed(session: LiveSession, form: Form, *, needs_present: bool) -> bool:
    """Change the password if the present one holds; else say at which field it goes wrong."""
    holder, passwords = Holder(session.kind, session.subject), state().passwords
    with passwords.turn():
        with current.begin() as work:
            counted = actions.count_try(
                work, TryKind.OWN_PASSWORD, holder.ref, place=place(), known=known_as(holder.ref)
            )
            kept, username = _own(work, holder)
        if needs_present and not passwords.holds(form.command["present"] or "", kept):
            form.refuse("present", gettext("This is not your present password."))
            return False
        try:
            password = check_new_password(form.command["password"], username=username, own=_known())
        except BadPassword:
            form.refuse("password", too_easy())
            return False
        hashed = passwords.hash(password)
    with current.begin() as work:
        actions.take_back(work, counted)
        if holder.kind is SessionKind.STAFF:
            actions.change_password(work, holder.ref, hashed)
        else:
            actions.change_person_password(work, holder.ref, hashed)
        actions.end_other_sessions(work, holder.ref, own=session.id, case=actions.case_of(work, holder))
    return True


def _own(work: Any, holder: Holder) -> tuple[str | None, str]:
    """Return the hash of somebody's present password, and his user name."""
    if holder.kind is SessionKind.PERSON:
        found = actions.own_credentials(work, holder.ref)
        return found.password_hash, actions.username_of_person(work, holder.ref)
    username = actions.new_password_for(work, holder.ref).username
    return actions.find_credentials(work, username).password_hash, username


def _renewed(form: Form) -> bool:
    """Set the new password if number and code hold; else say what is wrong, of nobody in particular."""
    number, code = read_number(form.command["number"]), read_code(form.command["code"])
    try:
        password = check_new_password(form.command["password"], own=_known())
    except BadPassword:
        form.refuse("password", too_easy())
        return False
    with current.begin() as work:
        counted = actions.count_try(work, TryKind.PASSWORD_CODE, number, place=place())
    with current.begin() as work:
        holder = actions.holder_of_code(work, number, code) if number and code else None
    if holder is None:
        form.refuse("", gettext("Number or code is not right, was used before, or is too old."))
        return False
    try:
        check_new_password(password, username=holder.username, own=_known(holder.name))
    except BadPassword:
        form.refuse("password", too_easy())
        return False
    with state().passwords.turn():
        hashed = state().passwords.hash(password)
    with current.begin() as work:
        actions.take_back(work, counted)
        return actions.renew_password(work, number, code, hashed)
