"""A client's whole picture at the desk, part by part; and recording there what somebody says about consents."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, redirect, request, url_for
from flask_babel import lazy_gettext
from marshmallow import fields, validate
from werkzeug.exceptions import NotFound

from waarborg_consent import actions
from waarborg_consent.domain import By, ConsentError, How
from waarborg_consent.introducing import introduced
from waarborg_consent.own_looks import note_look
from waarborg_consent.pages.clients import client_of
from waarborg_consent.pages.picture import PARTS
from waarborg_consent.pages.picture.values import Looking, shown
from waarborg_consent.pages.words import HISTORY, choices, page_words
from waarborg_consent.schemas import Digest
from waarborg_consent.shown.log_words import OWN_CONSENTS
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, noted, read_form, show_form
from waarborg_shared.web.schemas import Choice, Code, Day, Line, Reference, Schema, Whole, Words

person_pages = Blueprint("person", __name__, url_prefix="/consent", template_folder="../templates")

AT_THE_DESK = (How.KITCHEN_TABLE, How.PAPER, How.SPOKEN)
SAYS = {
    "yes": noted("Yes, consent is given"),
    "no": noted("No, or no longer"),
    "later": noted("Later: the client was asked and wants to think"),
    "court": noted("A court ended the consent"),
    "ourselves": noted("We end the consent ourselves"),
    "invalid": noted("The consent was given on wrong grounds"),
}


class DeskForm(Schema):
    """What somebody said at the desk, and how."""

    purpose = Code(required=True, label=lazy_gettext("Which purpose?"))
    says = fields.String(
        required=True, validate=validate.OneOf(list(SAYS)), metadata={"label": lazy_gettext("What was said?")}
    )
    how = Choice(How, required=True, label=lazy_gettext("How was it said?"))
    witness = Line(
        200,
        load_default=None,
        label=lazy_gettext("Who was there?"),
        hint=lazy_gettext("Needed for a yes that was spoken. It is stored encrypted."),
    )
    age = Whole(
        0,
        130,
        load_default=None,
        label=lazy_gettext("Age, of a child"),
        hint=lazy_gettext("Under 16, whoever has parental authority says yes. The age is not stored."),
    )
    until_on = Day(
        load_default=None, label=lazy_gettext("Last day"), hint=lazy_gettext("Empty: until it is withdrawn.")
    )
    scan_sha256 = Digest(
        load_default=None,
        label=lazy_gettext("SHA-256 of the scan"),
        hint=lazy_gettext("Of a paper that was scanned: it proves later that the scan is the same."),
    )
    note = Words(
        1_000,
        load_default=None,
        label=lazy_gettext("Note for proof"),
        hint=lazy_gettext("What was agreed, and where the signed paper is kept. It is stored encrypted."),
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
    note_look(subject_ref, OWN_CONSENTS)
    return show_person(subject_ref, form)


def show_person(subject_ref: str, form: Form, *, asking: Form | None = None) -> tuple[str, int]:
    """Return the page of one person with a form, or two, as they were filled in."""
    with current.read() as work:
        stands = actions.what_stands(work, subject_ref, rules=current.rules)
        happened = actions.history(work, subject_ref, limit=HISTORY, opened=True)
        chosen = choices(stands, happened)
        picture = shown(PARTS, Looking(work=work, subject_ref=subject_ref, choices=chosen))
    page, status = show_form(
        "consent/person.html",
        form,
        asking=asking or Form(AskForm()),
        subject_ref=subject_ref,
        picture=picture,
        choices=chosen,
        happened=happened,
        purposes=current.rules.purposes,
        more=len(happened) == HISTORY,
        known=client_of(subject_ref),
        by_letter=request.args.get("asked") == "letter",
        may_read_log=Duty.LOG_READ in current.actor.duties,
        may_register=Duty.PERSONS_REGISTER in current.actor.duties,
        may_record=Duty.CONSENT_RECORD in current.actor.duties,
        hows=AT_THE_DESK,
        says=SAYS,
        **page_words(),
    )
    return page, 422 if asking is not None and asking.errors else status


class AskForm(Schema):
    """What somebody is asked for, and where he answers."""

    purpose = Code(required=True, label=lazy_gettext("Consent for what?"))
    where = fields.String(
        required=True,
        validate=validate.OneOf(["here", "home"]),
        metadata={"label": lazy_gettext("Where does the client answer?")},
    )


Record = Callable[[Work, str, Mapping[str, Any]], object]


def _yes(work: Work, subject_ref: str, said: Mapping[str, Any]) -> object:
    given = actions.NewConsent(
        subject_ref=subject_ref,
        purpose=said["purpose"],
        statement_version=actions.statement_in_force(work, current.rules),
        how=said["how"],
        age=said["age"],
        until_on=said["until_on"],
        witness=said["witness"],
        scan_sha256=said["scan_sha256"],
        note=said["note"],
    )
    return actions.say_yes(work, given, rules=current.rules)


def _saying(action: Callable[..., object], by: By = By.PERSON) -> Record:
    def record(work: Work, subject_ref: str, said: Mapping[str, Any]) -> object:
        command = actions.Saying(
            subject_ref=subject_ref, purpose=said["purpose"], how=said["how"], by=by, note=said["note"]
        )
        return action(work, command, rules=current.rules)

    return record


def _revoked(by: By) -> Record:
    def record(work: Work, subject_ref: str, said: Mapping[str, Any]) -> object:
        ended = actions.Withdrawal(
            subject_ref=subject_ref, purpose=said["purpose"], how=said["how"], by=by, note=said["note"]
        )
        return actions.withdraw_consent(work, ended, rules=current.rules)

    return record


RECORDS: Mapping[str, Record] = {
    "yes": _yes,
    "no": _saying(actions.say_no),
    "later": _saying(actions.defer_consent),
    "court": _revoked(By.COURT),
    "ourselves": _revoked(By.ORGANISATION),
    "invalid": _saying(actions.invalidate_consent, By.ORGANISATION),
}


def _record_at_desk(subject_ref: str, form: Form) -> bool:
    require_duty(current.actor, Duty.CONSENT_RECORD)
    try:
        introduced(lambda work: RECORDS[form.command["says"]](work, subject_ref, form.command))
    except (ConsentError, KeyDestroyed) as error:
        form.refuse_by(error)
        return False
    return True
