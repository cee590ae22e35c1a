"""A client's consents at the desk."""

from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import lazy_gettext
from marshmallow import fields, validate
from werkzeug.exceptions import NotFound

from waarborg_consent import actions
from waarborg_consent.actions.looks import take_own_look
from waarborg_consent.domain import ConsentError, How
from waarborg_consent.pages.words import HOW_WORDS, choices, page_words
from waarborg_consent.persons import Registered, registered
from waarborg_consent.shown.log_words import OWN_CONSENTS
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.web import Form, current, read_form, show_form
from waarborg_shared.web.schemas import Choice, Code, Reference, Schema, Words

person_pages = Blueprint("person", __name__, url_prefix="/consent", template_folder="../templates")

AT_THE_DESK = (How.KITCHEN_TABLE, How.PAPER, How.SPOKEN)


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


@person_pages.route("/people/<subject_ref>", methods=["GET", "POST"])
def person(subject_ref: str) -> Any:
    """Show a member of staff what a person said, and record what was said at the desk."""
    require_duty(current.actor, Duty.CONSENT_READ)
    if not Reference.fits(subject_ref):
        raise NotFound
    form = read_form(DeskForm)
    if form.ok and _record_at_desk(subject_ref, form):
        return redirect(url_for("person.person", subject_ref=subject_ref), 303)
    if request.method != "POST":
        with current.begin() as work:
            take_own_look(work, subject_ref, record_type=OWN_CONSENTS)
    with current.read() as work:
        stands = actions.what_stands(work, subject_ref, rules=current.rules)
    return show_form(
        "consent/person.html",
        form,
        subject_ref=subject_ref,
        choices=choices(stands),
        known=_registered(subject_ref),
        may_read_log=Duty.LOG_READ in current.actor.duties,
        may_register=Duty.PERSONS_REGISTER in current.actor.duties,
        hows=AT_THE_DESK,
        how_words=HOW_WORDS,
        **page_words(),
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


def _registered(subject_ref: str) -> Registered | None:
    if Duty.PERSONS_REGISTER not in current.actor.duties:
        return None
    headers = {"Cookie": request.headers.get("Cookie", "")}
    return registered(current.runtime.client, current.organisation, subject_ref, headers=headers)
