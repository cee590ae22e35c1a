"""Recipients for staff: who outside gets or holds data, under which agreement, until when, with which safeguard."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug import Response

from waarborg_consent.actions import recipients as deeds
from waarborg_consent.domain.recipients import Agreement, AgreementKind, RecipientError, Safeguard, Term
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.in_words import RECIPIENT_KINDS
from waarborg_shared.web import Form, current, noted, read_form, show_form
from waarborg_shared.web.schemas import Choice, Day, Line, Schema, Words

recipient_pages = Blueprint("recipients", __name__, url_prefix="/consent", template_folder="../templates")

TERM_WORDS = {
    Term.NONE: noted("no agreement recorded"),
    Term.RUNS: noted("agreement runs"),
    Term.ENDS_SOON: noted("agreement ends soon"),
    Term.OVER: noted("agreement is over"),
}
TERM_TONES = {Term.NONE: "warning", Term.RUNS: "ok", Term.ENDS_SOON: "warning", Term.OVER: "danger"}
AGREEMENT_WORDS = {
    AgreementKind.PROCESSOR: noted("Processor agreement"),
    AgreementKind.JOINT: noted("Joint arrangement"),
    AgreementKind.INDEPENDENT: noted("Agreement with somebody responsible himself"),
}
SAFEGUARD_WORDS = {
    Safeguard.ADEQUACY: noted("Adequacy decision (art. 45 GDPR)"),
    Safeguard.CLAUSES: noted("Standard clauses (art. 46 GDPR)"),
    Safeguard.BINDING_RULES: noted("Binding corporate rules (art. 47 GDPR)"),
    Safeguard.CODE_OR_CERTIFICATE: noted("Code of conduct or certificate (art. 46 GDPR)"),
}
_MOST_SUB_PROCESSORS = 50


class AgreementForm(Schema):
    """What was signed."""

    kind = Choice(AgreementKind, required=True, label=lazy_gettext("What was agreed?"))
    signed_on = Day(required=True, label=lazy_gettext("Signed on"))
    until_on = Day(
        load_default=None,
        label=lazy_gettext("Until"),
        hint=lazy_gettext("The last day. Leave it empty where it runs until somebody ends it."),
    )
    sub_processors = Words(
        4_000,
        load_default="",
        label=lazy_gettext("Sub-processors"),
        hint=lazy_gettext("Whom the processor brings in, one on each line, with the country."),
    )
    safeguard = Choice(Safeguard, load_default=None, label=lazy_gettext("Safeguard outside the EEA"))
    kept_at = Line(200, load_default=None, label=lazy_gettext("Where is the agreement kept?"))


@recipient_pages.get("/recipients", endpoint="recipients")
def list_them() -> str:
    """List who outside gets or holds data."""
    require_duty(current.actor, Duty.CONSENT_READ)
    with current.read() as work:
        found = deeds.list_recipients(work, rules=current.rules)
    return render_template("consent/recipients.html", recipients=found, **_words())


@recipient_pages.route("/recipients/<recipient>", methods=["GET", "POST"])
def recipient(recipient: str) -> Response | tuple[str, int]:
    """Show one recipient with what was signed, and record what is new."""
    require_duty(current.actor, Duty.CONSENT_READ)
    form = read_form(AgreementForm)
    with current.read() as work:
        shown = deeds.show_recipient(work, recipient, rules=current.rules)
    if form.ok and _done(recipient, form):
        return redirect(url_for("recipients.recipient", recipient=recipient), 303)
    return show_form(
        "consent/recipient.html",
        form,
        listed=shown,
        who=shown.recipient,
        kinds=[(kind.value, gettext(words)) for kind, words in AGREEMENT_WORDS.items()],
        safeguards=[(each.value, gettext(words)) for each, words in SAFEGUARD_WORDS.items()],
        may=Duty.STATEMENT_KEEP in current.actor.duties,
        **_words(),
    )


@recipient_pages.post("/recipients/<recipient>/end")
def end(recipient: str) -> Response:
    """Record that the agreement with a recipient is over."""
    require_duty(current.actor, Duty.STATEMENT_KEEP)
    with current.begin() as work:
        deeds.end_agreement(work, recipient, rules=current.rules)
    return redirect(url_for("recipients.recipient", recipient=recipient), 303)


def _done(code: str, form: Form) -> bool:
    require_duty(current.actor, Duty.STATEMENT_KEEP)
    agreement = _agreement(code, form)
    if agreement is None:
        return False
    try:
        with current.begin() as work:
            deeds.record_agreement(work, agreement, kept_at=form.command["kept_at"], rules=current.rules)
    except RecipientError as error:
        form.refuse_by(error)
        return False
    return True


def _agreement(code: str, form: Form) -> Agreement | None:
    """Return what was filled in, or None where there are too many sub-processors, which the form then says."""
    said: dict[str, Any] = form.command
    lines = tuple(line.strip() for line in said["sub_processors"].splitlines() if line.strip())
    if len(lines) > _MOST_SUB_PROCESSORS:
        form.refuse("sub_processors", gettext("At most %(count)s lines.", count=_MOST_SUB_PROCESSORS))
        return None
    return Agreement(
        recipient=code,
        kind=said["kind"],
        signed_on=said["signed_on"],
        until_on=said["until_on"],
        sub_processors=lines,
        safeguard=said["safeguard"],
    )


def _words() -> dict[str, Any]:
    return {
        "term_words": TERM_WORDS,
        "term_tones": TERM_TONES,
        "agreement_words": AGREEMENT_WORDS,
        "safeguard_words": SAFEGUARD_WORDS,
        "kind_words": RECIPIENT_KINDS,
    }
