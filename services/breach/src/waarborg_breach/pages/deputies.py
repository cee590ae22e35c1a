"""Who decides for the responsible person: appointed for a time by him, listed, and ended early."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from waarborg_breach.actions import deputies as acts
from waarborg_breach.actions.deputies import NewDeputy
from waarborg_breach.domain import BreachError, NoSuchAppointment
from waarborg_breach.models import BreachDeputy
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.schemas import AppointForm, EndForm
from waarborg_shared.auth import require_duty
from waarborg_shared.colleagues import Colleagues, colleagues_of
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import UnknownCase, Work
from waarborg_shared.web import Form, current, read_form
from waarborg_shared.web.i18n import in_language as said


@pages.route("/deputies", methods=["GET", "POST"])
def deputies() -> ResponseReturnValue:
    """Show who was appointed; the responsible person appoints somebody for a time."""
    require_duty(current.actor, Duty.BREACH_READ)
    colleagues, form = _colleagues(), read_form(AppointForm)
    if form.ok and not colleagues.known:
        form.refuse("who", gettext("Who works here cannot be asked at the moment. Try again in a while."))
    if form.ok:
        try:
            with current.begin() as work:
                _appoint(work, form.command, colleagues)
            return redirect(url_for("pages.deputies"), 303)
        except BreachError as refused:
            form.refuse_by(refused)
    return _page(form, colleagues)


@pages.post("/deputies/ended")
def end_deputy() -> ResponseReturnValue:
    """End an appointment now."""
    require_duty(current.actor, Duty.BREACH_READ)
    form = read_form(EndForm)
    if form.ok:
        try:
            with current.begin() as work:
                acts.end_appointment(work, form.command["deputy"], rules=current.rules)
            return redirect(url_for("pages.deputies"), 303)
        except BreachError as refused:
            form.refuse("", said(refused.text))
        except UnknownCase:
            form.refuse("", said(NoSuchAppointment("ended").text))
    shown = Form(AppointForm())
    shown.errors = {"": [words for each in form.errors.values() for words in each]}
    return _page(shown, _colleagues())


def _appoint(work: Work, said_so: Mapping[str, Any], colleagues: Colleagues) -> None:
    acts.require_himself(work, current.rules)
    if said_so["who"] not in colleagues.names:
        raise NoSuchAppointment("unknown")
    acts.appoint(work, NewDeputy(**said_so), rules=current.rules)


def _page(form: Form, colleagues: Colleagues) -> tuple[str, int]:
    protocol = current.rules.breach_protocol
    with current.begin() as work:
        rows = [_shown(work, row, colleagues) for row in acts.appointments(work)]
        himself = acts.is_responsible(work, current.rules)
    choices = [(ref, colleagues.called(ref)) for ref in colleagues.names if ref != current.actor.ref]
    rendered = render_template(
        "breach/deciding/deputies.html",
        form=form,
        rows=rows,
        himself=himself,
        known=colleagues.known,
        choices=choices,
        protocol=protocol,
        deputies=[said(current.rules.roles[role].name) for role in protocol.deputies if role in current.rules.roles],
    )
    return rendered, 422 if form.errors else 200


def _shown(work: Work, row: BreachDeputy, colleagues: Colleagues) -> dict[str, Any]:
    ends = row.ended_at or row.until_at
    return {
        "id": row.id,
        "who": colleagues.called(row.who),
        "from_at": row.from_at,
        "until_at": ends,
        "reason": acts.reason_of_appointment(work, row, rules=current.rules),
        "reason_gone": row.reason_destroyed_at is not None,
        "state": "over" if ends <= work.now else "now" if row.from_at <= work.now else "later",
    }


def _colleagues() -> Colleagues:
    headers = {"Cookie": request.headers.get("Cookie", "")}
    return colleagues_of(current.runtime.client, current.organisation, Duty.BREACH_DECIDE, headers=headers)
