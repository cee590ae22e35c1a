"""Applications in which staff work, for an organisation's administrator: see which there are, and shut one out."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from waarborg_identity.actions import let_in_client, suspend_client
from waarborg_identity.actions.applications import ask_application, list_applications, show_application
from waarborg_identity.domain import ClientState
from waarborg_identity.pages.partner_deeds import last_days
from waarborg_identity.pages.partners import badge_of, entry_of
from waarborg_identity.schemas import ReasonForm
from waarborg_identity.schemas.applications import AsksForm
from waarborg_identity.texts.applications import PROOFS, RIGHTS
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import Form, current, read_form

application_pages = Blueprint("applications", __name__, url_prefix="/identity", template_folder="../templates")


def _may() -> None:
    require_duty(current.actor, Duty.PARTNERS_MANAGE)


@application_pages.get("/applications")
def applications() -> str:
    """List the applications in which the organisation's staff work."""
    _may()
    with current.read() as work:
        listed = list_applications(work)
    rows = [(row.client, badge_of(row.client, None), row.last_used_at) for row in listed]
    return render_template("identity/applications.html", rows=rows)


@application_pages.get("/applications/<application_id>")
def application(application_id: str) -> str:
    """Show an application with what it may do and what happened to it."""
    _may()
    return _page(application_id)


@application_pages.post("/applications/<application_id>/asks")
def ask(application_id: str) -> ResponseReturnValue:
    """Ask of an application that it proves a key, or sends its requests ahead."""
    _may()
    form = read_form(AsksForm)
    if not form.ok:
        return _page(application_id, asks=form), 422
    with current.begin() as work:
        asked = form.command
        ask_application(work, application_id, dpop=asked["require_dpop"], pushed=asked["require_pushed"])
    return redirect(url_for("applications.application", application_id=application_id), 303)


@application_pages.post("/applications/<application_id>/suspend")
def suspend(application_id: str) -> ResponseReturnValue:
    """Shut an application out at once."""
    return _with_reason(application_id, suspend_client)


@application_pages.post("/applications/<application_id>/let-in")
def let_in(application_id: str) -> ResponseReturnValue:
    """Let an application in again."""
    return _with_reason(application_id, let_in_client)


def _with_reason(application_id: str, act: Any) -> ResponseReturnValue:
    _may()
    form = read_form(ReasonForm)
    if not form.ok:
        return _page(application_id, reason=form), 422
    with current.begin() as work:
        show_application(work, application_id)
        act(work, application_id, why=form.command["why"])
    return redirect(url_for("applications.application", application_id=application_id), 303)


def _page(application_id: str, **forms: Form) -> str:
    with current.read() as work:
        shown, days = show_application(work, application_id), last_days(work, application_id)
    client = shown.client
    asked = {"require_dpop": client.require_dpop, "require_pushed": client.require_pushed}
    made = {
        "asks": forms.get("asks") or Form(AsksForm(), asked),
        "reason": forms.get("reason") or Form(ReasonForm()),
    }
    return render_template(
        "identity/application.html",
        application=shown,
        days=days,
        client=client,
        badge=badge_of(client, None),
        suspended=ClientState(client.state).shut_out,
        form=next(iter(forms.values()), made["reason"]),
        forms=made,
        proof=PROOFS[client.auth_method],
        rights=[RIGHTS[code] for code in client.scopes if code in RIGHTS],
        entries=[entry_of(step) for step in reversed(shown.steps)],
    )
