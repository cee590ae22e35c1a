"""Ask a client for consent: on the spot, on the device of whoever asks, or at home with a letter's number and code."""

from typing import Any

from flask import Blueprint, redirect, url_for
from flask_babel import lazy_gettext
from marshmallow import fields, validate
from werkzeug.exceptions import NotFound

from waarborg_consent import actions
from waarborg_consent.domain import ConsentError, How, covered
from waarborg_consent.introducing import introduced
from waarborg_consent.pages.person import AskForm, DeskForm, show_person
from waarborg_consent.pages.words import page_words
from waarborg_consent.schemas import Digest
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty, Purpose
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, read_form, show_form
from waarborg_shared.web.schemas import Line, Reference, Schema

asking_pages = Blueprint("asking", __name__, url_prefix="/consent", template_folder="../templates")


class OnTheSpotForm(Schema):
    """What a client answers on the device that he was handed, to the text that was on it."""

    says = fields.String(
        required=True,
        validate=validate.OneOf(["yes", "no", "later"]),
        metadata={"label": lazy_gettext("What do you say?")},
    )
    statement_version = Line(32, required=True)
    text_digest = Digest(required=True)


@asking_pages.post("/people/<subject_ref>/ask")
def ask(subject_ref: str) -> Any:
    """Record that a client is asked, and go to where he answers."""
    require_duty(current.actor, Duty.CONSENT_RECORD)
    if not Reference.fits(subject_ref):
        raise NotFound
    form = read_form(AskForm)
    if not form.ok or not _asked(subject_ref, form):
        return show_person(subject_ref, Form(DeskForm()), asking=form)
    if form.command["where"] == "here":
        return redirect(url_for("asking.answer", subject_ref=subject_ref, purpose=form.command["purpose"]), 303)
    return redirect(url_for("person.person", subject_ref=subject_ref, asked="letter"), 303)


def _asked(subject_ref: str, form: Form) -> bool:
    said = actions.Saying(subject_ref=subject_ref, purpose=form.command["purpose"], how=How.PAGE, language=current.lang)
    try:
        introduced(lambda work: actions.ask_for_consent(work, said, rules=current.rules))
    except ConsentError as error:
        form.refuse_by(error)
        return False
    return True


@asking_pages.route("/people/<subject_ref>/ask/<purpose>", methods=["GET", "POST"])
def answer(subject_ref: str, purpose: str) -> Any:
    """Show a client what he is asked, on the device of whoever asks, and record what he says."""
    require_duty(current.actor, Duty.CONSENT_RECORD)
    asked = current.rules.purposes.get(purpose)
    if not Reference.fits(subject_ref) or asked is None or not asked.takes_consent:
        raise NotFound
    form = read_form(OnTheSpotForm)
    if form.ok and _answered(subject_ref, asked, form):
        return redirect(url_for("person.person", subject_ref=subject_ref), 303)
    with current.read() as work:
        version = actions.statement_in_force(work, current.rules)
    return show_form(
        "consent/answer.html",
        form,
        subject_ref=subject_ref,
        purpose=asked,
        data=covered(asked, current.rules.categories),
        statement_version=version,
        text_digest=actions.text_digests(current.rules)[purpose],
        **page_words(),
    )


def _answered(subject_ref: str, purpose: Purpose, form: Form) -> bool:
    said = form.command

    def record(work: Work) -> object:
        if said["says"] == "yes":
            given = actions.NewConsent(
                subject_ref=subject_ref,
                purpose=purpose.code,
                statement_version=said["statement_version"],
                text_digest=said["text_digest"],
                language=current.lang,
                how=How.PAGE,
            )
            return actions.say_yes(work, given, rules=current.rules)
        other = actions.Saying(subject_ref=subject_ref, purpose=purpose.code, language=current.lang, how=How.PAGE)
        return (actions.say_no if said["says"] == "no" else actions.defer_consent)(work, other, rules=current.rules)

    try:
        introduced(record)
    except ConsentError as error:
        form.refuse_by(error)
        return False
    return True
