"""Consent for people: what I said yes to, what an organisation does with data, and a client's consents at the desk."""

from typing import Any

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask_babel import lazy_gettext
from marshmallow import fields, validate
from werkzeug import Response
from werkzeug.exceptions import NotFound

from waarborg_consent import actions
from waarborg_consent.domain import ConsentError, ConsentState, How, Standing, UnknownPurpose, covered, review_due_on
from waarborg_consent.persons import Registered, registered
from waarborg_shared.auth import ActorKind, Missing, Unauthenticated, require_duty, require_somebody
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.clamp import Clamp
from waarborg_shared.hooks.values import Content, Duty, LegalBasis, Purpose, RecipientKind, Scope
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.web import Form, current, noted, read_form, show_form
from waarborg_shared.web.schemas import Choice, Code, Line, Reference, Schema, Words

pages = Blueprint("pages", __name__, url_prefix="/consent", template_folder="templates")

AT_THE_DESK = (How.KITCHEN_TABLE, How.PAPER, How.SPOKEN)
HOW_WORDS = {
    How.KITCHEN_TABLE: noted("At the kitchen table, in person"),
    How.PAPER: noted("On paper, signed"),
    How.SPOKEN: noted("By telephone or spoken, with a witness"),
}
STATE_WORDS = {
    ConsentState.UNKNOWN: noted("Not given"),
    ConsentState.GIVEN: noted("Given"),
    ConsentState.WITHDRAWN: noted("Withdrawn"),
}
BASIS_WORDS = {
    LegalBasis.CONSENT: noted("your consent"),
    LegalBasis.CONTRACT: noted("the agreement with you"),
    LegalBasis.LEGAL_DUTY: noted("a legal duty"),
    LegalBasis.VITAL_INTEREST: noted("a vital interest"),
    LegalBasis.PUBLIC_TASK: noted("a public task"),
    LegalBasis.LEGITIMATE_INTEREST: noted("a legitimate interest"),
}

CONTENT_WORDS = {
    Content.NOTICE: noted("a message without data about you"),
    Content.PERSONAL: noted("ordinary data about you"),
    Content.FINANCIAL: noted("data about money"),
    Content.HEALTH: noted("data about health"),
}
RECIPIENT_WORDS = {
    RecipientKind.PROCESSOR: noted("works for us"),
    RecipientKind.HOLDER: noted("keeps data for us"),
    RecipientKind.RECIPIENT: noted("gets data from us"),
}
SCOPE_WORDS = {Scope.CARE: noted("care"), Scope.MONEY: noted("money"), Scope.DATA: noted("data")}


class ChoiceForm(Schema):
    """One purpose, with the statement that was shown beside it."""

    purpose = Code(required=True)
    statement_version = Line(32, required=True)


class WithdrawForm(Schema):
    """One purpose; empty means every one."""

    purpose = Code(load_default=None)


class DeskForm(Schema):
    """What somebody said at the desk, and how."""

    purpose = Code(required=True, label=lazy_gettext("Which purpose?"))
    says = fields.String(
        required=True, validate=validate.OneOf(["yes", "no"]), metadata={"label": lazy_gettext("What was said?")}
    )
    how = Choice(How, required=True, label=lazy_gettext("How was it said?"))
    note = Words(
        1_000,
        load_default=None,
        label=lazy_gettext("Note for proof"),
        hint=lazy_gettext("Who was there, and where the signed paper is kept. It is stored encrypted."),
    )


@pages.get("/")
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
    return render_template("consent/mine.html", choices=_choices(stands), problem=problem, **_words())


@pages.post("/give")
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
    return redirect(url_for("pages.mine"), 303)


@pages.post("/withdraw")
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
    return redirect(url_for("pages.mine"), 303)


@pages.get("/statement")
def statement() -> str:
    """Show what the organisation does with data: what for, how long, who else has them, and how people are reached."""
    rules, today = current.rules, due_on(current.now())
    review_on = review_due_on(rules.organisation, rules.calendar)
    return render_template(
        "consent/statement.html",
        rules=rules,
        review_on=review_on,
        overdue=today > review_on,
        retention=rules.retention(today).values(),
        content_words=CONTENT_WORDS,
        recipient_words=RECIPIENT_WORDS,
        scope_words=SCOPE_WORDS,
        clamps=_overruled() if current.actor.kind is ActorKind.STAFF else None,
        **_words(),
    )


def _overruled() -> tuple[Clamp, ...]:
    """Return each promise of this organisation, about whatever service, that the law does not let stand."""
    current.rules.check()
    return current.rules.clamps


@pages.route("/people/<subject_ref>", methods=["GET", "POST"])
def person(subject_ref: str) -> Any:
    """Show a member of staff what a person said, and record what was said at the desk."""
    require_duty(current.actor, Duty.CONSENT_READ)
    if not Reference.fits(subject_ref):
        raise NotFound
    form = read_form(DeskForm)
    if form.ok and _record_at_desk(subject_ref, form):
        return redirect(url_for("pages.person", subject_ref=subject_ref), 303)
    with current.read() as work:
        stands = actions.what_stands(work, subject_ref, rules=current.rules)
    return show_form(
        "consent/person.html",
        form,
        subject_ref=subject_ref,
        choices=_choices(stands),
        known=_registered(subject_ref),
        may_register=Duty.PERSONS_REGISTER in current.actor.duties,
        hows=AT_THE_DESK,
        how_words=HOW_WORDS,
        **_words(),
    )


def _record_at_desk(subject_ref: str, form: Form) -> bool:
    require_duty(current.actor, Duty.CONSENT_RECORD)
    said = form.command
    try:
        with current.begin() as work:
            if said["says"] == "yes":
                given = actions.NewConsent(
                    subject_ref=subject_ref,
                    purpose=said["purpose"],
                    statement_version=current.rules.organisation.statement_version,
                    how=said["how"],
                    note=said["note"],
                )
                actions.record_consent(work, given, rules=current.rules)
            else:
                ended = actions.Withdrawal(
                    subject_ref=subject_ref, purpose=said["purpose"], how=said["how"], note=said["note"]
                )
                actions.withdraw_consent(work, ended, rules=current.rules)
    except (ConsentError, KeyDestroyed) as error:
        form.refuse_by(error)
        return False
    return True


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


def _registered(subject_ref: str) -> Registered | None:
    if Duty.PERSONS_REGISTER not in current.actor.duties:
        return None
    headers = {"Cookie": request.headers.get("Cookie", "")}
    return registered(current.runtime.client, current.organisation, subject_ref, headers=headers)


def _choices(stands: tuple[Standing, ...]) -> list[tuple[Purpose, Standing]]:
    purposes = current.rules.purposes
    return [(purposes[each.purpose], each) for each in stands]


def _words() -> dict[str, Any]:
    return {
        "state_words": STATE_WORDS,
        "basis_words": BASIS_WORDS,
        "ConsentState": ConsentState,
        "covered": lambda purpose: covered(purpose, current.rules.categories),
        "about_special": lambda purpose: LegalBasis.CONSENT not in purpose.bases,
        "statement_version": current.rules.organisation.statement_version,
    }
