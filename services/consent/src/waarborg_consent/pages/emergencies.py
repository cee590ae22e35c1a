"""The emergency button: for staff who need to look at once, who judges that afterwards, and the client himself."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext

from waarborg_consent import actions
from waarborg_consent.domain.emergencies import EmergencyError, EmergencyVerdict
from waarborg_consent.models import Emergency
from waarborg_shared import auth
from waarborg_shared.auth import ActorKind, Missing
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.web import Form, current, noted, read_form, show_form
from waarborg_shared.web.schemas import Choice, Reference, Schema, Words

emergency_pages = Blueprint("emergencies", __name__, url_prefix="/consent", template_folder="../templates")

MOST = 200
VERDICTS = {
    EmergencyVerdict.JUSTIFIED: noted("It was right to look"),
    EmergencyVerdict.NOT_JUSTIFIED: noted("It was not right to look"),
}


class EmergencyForm(Schema):
    """Whose data somebody has to see now, and why."""

    subject_ref = Reference(
        required=True,
        label=lazy_gettext("Reference of the client"),
        hint=lazy_gettext("It stands on the client's page. The button works for this one client."),
    )
    why = Words(
        1_000,
        required=True,
        label=lazy_gettext("Why must you see these data now?"),
        hint=lazy_gettext("The client reads this, and so does who judges it afterwards. It is stored encrypted."),
    )


class ReviewForm(Schema):
    """What somebody finds of it."""

    verdict = Choice(EmergencyVerdict, required=True, label=lazy_gettext("Was it right?"))
    found = Words(
        1_000,
        required=True,
        label=lazy_gettext("What did you find?"),
        hint=lazy_gettext("The client reads this too."),
    )


@emergency_pages.route("/emergency", methods=["GET", "POST"])
def emergency() -> Any:
    """Let a member of staff look at a client's data at once."""
    auth.require_duty(current.actor, Duty.CONSENT_OVERRIDE)
    form = read_form(EmergencyForm, values={"subject_ref": request.args.get("person", "")[: Reference.LONGEST]})
    if form.ok:
        ref = _take(form)
        if ref:
            return redirect(url_for("emergencies.one", emergency_id=ref), 303)
    return show_form("consent/emergency.html", form)


@emergency_pages.get("/emergencies")
def several() -> str:
    """Show a person who looked at his data in an emergency, and who judges it what waits."""
    actor = current.actor
    auth.require_somebody(actor)
    if actor.kind is ActorKind.PERSON and actor.subject_ref:
        with current.read() as work:
            rows = [(row, *actions.said_of(work, row)) for row in actions.emergencies_of(work, actor.subject_ref)]
        return render_template("consent/my-emergencies.html", rows=rows, verdicts=VERDICTS, Verdict=EmergencyVerdict)
    auth.require_duty(actor, Duty.CONSENT_REVIEW)
    with current.read() as work:
        waiting = actions.open_emergencies(work, limit=MOST)
        clocks = work.clocks.of_many([row.id for row in waiting])
    return render_template("consent/emergencies.html", rows=[(row, clocks.get(row.id, ())) for row in waiting])


@emergency_pages.route("/emergencies/<uuid:emergency_id>", methods=["GET", "POST"])
def one(emergency_id: Any) -> Any:
    """Show one use of the button to whoever used it and to who judges it, and let the latter judge."""
    ref = str(emergency_id)
    auth.require_somebody(current.actor)
    form = read_form(ReviewForm)
    if form.ok and _review(ref, form):
        return redirect(url_for("emergencies.one", emergency_id=ref), 303)
    with current.read() as work:
        row = work.case(Emergency, ref)
        _require_concerned(row)
        why, found = actions.said_of(work, row)
        clocks = work.clocks.of(row)
    return show_form(
        "consent/emergency-one.html",
        form,
        row=row,
        why=why,
        found=found,
        clocks=[clock for clock in clocks if clock.stopped_at is None],
        may_review=Duty.CONSENT_REVIEW in current.actor.duties and row.verdict is None,
        verdicts=[(verdict.value, words) for verdict, words in VERDICTS.items()],
        verdict=VERDICTS[EmergencyVerdict(row.verdict)] if row.verdict else "",
        own=row.staff_ref == current.actor.ref,
        now=current.now(),
    )


def _take(form: Form) -> str:
    said = form.command
    try:
        with current.begin() as work:
            return actions.take_emergency(work, said["subject_ref"], said["why"], rules=current.rules).id
    except KeyDestroyed as error:
        form.refuse_by(error)
        return ""


def _review(ref: str, form: Form) -> bool:
    auth.require_duty(current.actor, Duty.CONSENT_REVIEW)
    try:
        with current.begin() as work:
            actions.review_emergency(
                work, work.case(Emergency, ref), actions.Review(**form.command), rules=current.rules
            )
    except (EmergencyError, KeyDestroyed) as error:
        form.refuse_by(error)
        return False
    return True


def _require_concerned(row: Emergency) -> None:
    """Let in who judges, who used the button, and nobody else. Raises Missing."""
    if row.staff_ref != current.actor.ref and Duty.CONSENT_REVIEW not in current.actor.duties:
        raise Missing(Duty.CONSENT_REVIEW)
