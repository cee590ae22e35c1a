"""What a person said yes to, and says."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, url_for
from werkzeug import Response

from waarborg_consent import actions
from waarborg_consent.domain import How, UnknownPurpose
from waarborg_consent.pages.words import choices, page_words
from waarborg_shared.auth import ActorKind, Missing, Unauthenticated, require_somebody
from waarborg_shared.web import Form, current, read_form
from waarborg_shared.web.schemas import Code, Line, Schema

mine_pages = Blueprint("mine", __name__, url_prefix="/consent", template_folder="../templates")


class ChoiceForm(Schema):
    """One purpose, with the statement that was shown beside it."""

    purpose = Code(required=True)
    statement_version = Line(32, required=True)


class WithdrawForm(Schema):
    """One purpose; empty means every one."""

    purpose = Code(load_default=None)


@mine_pages.get("/")
def mine() -> str:
    """Show a person what they said yes to; somebody else is told how to get here."""
    if current.actor.kind is not ActorKind.PERSON or not current.actor.subject_ref:
        return render_template("consent/welcome.html", ended=False)
    return _mine(current.actor.subject_ref)


def _choose_again(subject_ref: str, form: Form) -> Response:
    return make_response(_mine(subject_ref, problem=form.error("")), 422)


def _mine(subject_ref: str, problem: str = "") -> str:
    with current.read() as work:
        stands = actions.what_stands(work, subject_ref, rules=current.rules)
    return render_template("consent/mine.html", choices=choices(stands), problem=problem, **page_words())


@mine_pages.post("/give")
def give() -> Response:
    """Say yes to one purpose."""
    try:
        subject_ref = _own_reference()
    except Unauthenticated:
        return _sign_in_again()
    form = read_form(ChoiceForm)
    if current.form_refused is not None:
        return _choose_again(subject_ref, form)
    command = actions.NewConsent(subject_ref=subject_ref, how=How.PAGE, **_loaded(form))
    with current.begin() as work:
        actions.record_consent(work, command, rules=current.rules)
    return redirect(url_for("mine.mine"), 303)


@mine_pages.post("/withdraw")
def withdraw() -> Response:
    """Withdraw one consent, or all."""
    try:
        subject_ref = _own_reference()
    except Unauthenticated:
        return _sign_in_again()
    form = read_form(WithdrawForm)
    if current.form_refused is not None:
        return _choose_again(subject_ref, form)
    command = actions.Withdrawal(subject_ref=subject_ref, how=How.PAGE, **_loaded(form))
    with current.begin() as work:
        actions.withdraw_consent(work, command, rules=current.rules)
    return redirect(url_for("mine.mine"), 303)


def _sign_in_again() -> Response:
    """Say to somebody whose session ended while his page was open that nothing was done, and how to go on."""
    return make_response(render_template("consent/welcome.html", ended=True), 401)


def _own_reference() -> str:
    actor = current.actor
    require_somebody(actor)
    if actor.kind is not ActorKind.PERSON or not actor.subject_ref:
        raise Missing("own-consents")
    return actor.subject_ref


def _loaded(form: Form) -> dict[str, Any]:
    if not form.ok:
        raise UnknownPurpose(str(form.value("purpose")))
    loaded: dict[str, Any] = form.command
    return loaded
