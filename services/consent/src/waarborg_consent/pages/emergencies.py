"""The emergency button: for staff who need to look at once, who judges that afterwards, and the client himself."""

import re
from collections.abc import Iterable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext

from waarborg_consent import actions
from waarborg_consent.actions.telling import read_by_client
from waarborg_consent.domain.emergencies import REVIEW, TELLING, EmergencyError, EmergencyVerdict, ToldHow
from waarborg_consent.models import Emergency
from waarborg_consent.pages.clients import client_of
from waarborg_consent.pages.colleagues import named
from waarborg_consent.pages.letters.to_send import NAMED, TOLD
from waarborg_consent.persons import find_by_number
from waarborg_consent.texts import NOBODY_IN_EMERGENCY
from waarborg_shared import auth
from waarborg_shared.auth import ActorKind, Missing
from waarborg_shared.client import ServiceAway
from waarborg_shared.clocks import Clock
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.web import Form, current, noted, read_form, show_form
from waarborg_shared.web.i18n import in_language
from waarborg_shared.web.schemas import Choice, Line, Reference, Schema, Words

emergency_pages = Blueprint("emergencies", __name__, url_prefix="/consent", template_folder="../templates")

MOST = 200
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
VERDICTS = {
    EmergencyVerdict.JUSTIFIED: noted("It was right to look"),
    EmergencyVerdict.NOT_JUSTIFIED: noted("It was not right to look"),
}


class EmergencyForm(Schema):
    """Whose data somebody has to see now, and why."""

    client = Line(
        100,
        required=True,
        label=lazy_gettext("Client number or reference"),
        hint=lazy_gettext("The button works for this one client."),
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
    form = read_form(EmergencyForm, values={"client": request.args.get("person", "")[: Reference.LONGEST]})
    if form.ok:
        subject_ref = _client(form, form.command["client"])
        ref = _take(form, subject_ref) if subject_ref else ""
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
        if unread := [row.id for row, _, _ in rows if row.told_at is None]:
            with current.begin() as work:
                read_by_client(work, unread)
        return render_template("consent/my-emergencies.html", rows=rows, verdicts=VERDICTS, Verdict=EmergencyVerdict)
    auth.require_duty(actor, Duty.CONSENT_REVIEW)
    with current.read() as work:
        waiting = actions.open_emergencies(work, limit=MOST)
        clocks = work.clocks.of_many([row.id for row in waiting])
    shown = [
        (row, client_of(row.subject_ref) if place < NAMED else None, _judging(clocks.get(row.id, ())))
        for place, row in enumerate(waiting)
    ]
    who = named(row.staff_ref for row in waiting)
    return render_template("consent/emergencies.html", rows=shown, who=who)


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
        client=client_of(row.subject_ref),
        who=named((row.staff_ref, row.reviewed_by, row.told_by)),
        why=why,
        found=found,
        clocks=_judging(clocks),
        telling=[clock for clock in clocks if clock.name == TELLING.name and clock.stopped_at is None],
        told=TOLD[ToldHow(row.told_how)] if row.told_how else "",
        may_review=Duty.CONSENT_REVIEW in current.actor.duties and row.verdict is None,
        verdicts=[(verdict.value, words) for verdict, words in VERDICTS.items()],
        verdict=VERDICTS[EmergencyVerdict(row.verdict)] if row.verdict else "",
        own=row.staff_ref == current.actor.ref,
        now=current.now(),
    )


def _judging(clocks: Iterable[Clock]) -> list[Clock]:
    """The clocks of the judgement that run; the letter to the client has one of its own."""
    return [clock for clock in clocks if clock.name == REVIEW.name and clock.stopped_at is None]


def _client(form: Form, typed: str) -> str | None:
    """Return whose number or reference was typed, and None where it is no client's number and no reference.

    While the register does not answer, whatever has the shape of a reference is taken for one: an emergency does not
    wait. When it does, only what cannot be a number of ours is.
    """
    client, organisation = current.runtime.client, current.organisation
    headers = {"Cookie": request.headers.get("Cookie", "")}
    try:
        found = find_by_number(client, organisation, typed, headers=headers)
        is_reference = _UUID.fullmatch(typed) is not None
    except ServiceAway:
        found, is_reference = None, Reference.fits(typed)
    if found is None and is_reference:
        found = typed
    if found is None:
        form.refuse("client", in_language(NOBODY_IN_EMERGENCY))
    return found


def _take(form: Form, subject_ref: str) -> str:
    try:
        with current.begin() as work:
            return actions.take_emergency(work, subject_ref, form.command["why"], rules=current.rules).id
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
