"""What staff do for themselves: choose the first password with a code, and name a stand-in for their leave."""

import secrets
from typing import Any
from uuid import UUID

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug import Response

from waarborg_identity import actions
from waarborg_identity.actions import staff_reading
from waarborg_identity.actions.staff_absences import end_absence, own_absences, record_absence
from waarborg_identity.actions.staff_details import use_first_code
from waarborg_identity.actions.staff_rows import names_of
from waarborg_identity.actions.stand_ins import asks_word
from waarborg_identity.domain import BadPassword, SessionKind, read_code
from waarborg_identity.domain.staff_codes import CodeRefused
from waarborg_identity.domain.staff_grants import StaffError
from waarborg_identity.pages.passwords import too_easy
from waarborg_identity.pages.signing_in import too_many
from waarborg_identity.pages.staff_rows import absence_row
from waarborg_identity.passwords import TooBusy
from waarborg_identity.schemas.staff import AbsenceSchema, FirstSignInForm
from waarborg_identity.state import state
from waarborg_identity.strength import check_new_password
from waarborg_shared.auth import ActorKind, require_duty
from waarborg_shared.guessing import network_of
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import Form, current, not_replayed, read_form, show_form

staff_own = Blueprint("staff_own", __name__, url_prefix="/identity", template_folder="../templates")


@staff_own.route("/first-sign-in", methods=["GET", "POST"])
@not_replayed
def first_sign_in() -> Any:
    """Let a newcomer choose his password with the code of his letter."""
    form = read_form(FirstSignInForm)
    if form.ok and form.command["password"] != form.command["again"]:
        form.refuse("again", gettext("This is not the same."))
    if form.ok:
        try:
            return _chosen(form)
        except BadPassword:
            form.refuse("password", too_easy())
        except CodeRefused as refused:
            form.refuse_by(refused)
        except actions.TooManyTries as error:
            return _slow_down(form, error.seconds)
        except TooBusy:
            return _slow_down(form, 1)
    return show_form("identity/first-sign-in.html", form)


def _chosen(form: Form) -> Response:
    username = form.command["username"].strip().lower()
    organisation = current.rules.organisation
    known = (organisation.name, organisation.legal_name)
    password = check_new_password(form.command["password"], username=username, own=known)
    code, place = read_code(form.command["code"]), network_of(request.remote_addr or "unknown")
    with state().passwords.turn():
        with current.begin() as work:
            counted = actions.count_try(work, SessionKind.STAFF, username, place=place)
        hashed = state().passwords.hash(password)
    with current.begin() as work:
        account = use_first_code(work, username, code or secrets.token_hex(8), password_hash=hashed)
        if account is not None:
            actions.take_back(work, counted)
    if account is None:
        raise CodeRefused
    return redirect(url_for("signing_in.sign_in", next="/desk", chosen=1), 303)


def _slow_down(form: Form, seconds: int) -> Response:
    form.refuse("", too_many(seconds))
    answer = make_response(render_template("identity/first-sign-in.html", form=form), 429)
    answer.headers["Retry-After"] = str(seconds)
    return answer


@staff_own.route("/my-absence", methods=["GET", "POST"])
def my_absence() -> ResponseReturnValue:
    """Let a member of staff say when he is away, and who has his roles meanwhile."""
    ref = _staff()
    form = read_form(AbsenceSchema)
    if form.ok:
        try:
            with current.begin() as work:
                record_absence(work, ref, form.command, revision=None, rules=current.rules)
            return redirect(url_for("staff_own.my_absence"), 303)
        except StaffError as refused:
            form.refuse_by(refused)
    with current.begin() as work:
        colleagues = [(other, name) for other, name in staff_reading.choose_from(work) if other != ref]
        mine = own_absences(work, ref)
        asks = asks_word(work, ref, rules=current.rules)
        names = names_of(work, [each.stand_in for each in mine])
        staff_reading.note_look(work, "colleagues", rules=current.rules)
    shown = [absence_row(staff_reading.absence_shown(each, current.now()), names) for each in mine]
    return show_form("identity/my-absence.html", form, colleagues=colleagues, absences=shown, asks=asks)


@staff_own.post("/my-absence/<uuid:absence_id>/end")
def end_my_absence(absence_id: UUID) -> ResponseReturnValue:
    """Let a member of staff say that he is back, or does not go."""
    ref = _staff()
    with current.begin() as work:
        end_absence(work, ref, str(absence_id), "", revision=None, rules=current.rules)
    return redirect(url_for("staff_own.my_absence"), 303)


def _staff() -> str:
    """Return the account of the member of staff who is signed in; a person has none."""
    require_duty(current.actor, Duty.DESK)
    return current.actor.ref if current.actor.kind is ActorKind.STAFF else ""
