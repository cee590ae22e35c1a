"""Where a partner's events go, for an administrator: the address, a try, the delivery log, and sending again."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from waarborg_identity import actions
from waarborg_identity.addresses import checked_address
from waarborg_identity.domain import BadClient, BadMove, DeliveryState, EndpointState
from waarborg_identity.domain.webhooks import may_be_told
from waarborg_identity.models import WebhookDelivery
from waarborg_identity.schemas import AddressForm, LeaveOutForm, OverlapForm, ReplayForm, place_in_log
from waarborg_identity.texts import partner_events
from waarborg_identity.texts import partners as partner_texts
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, read_form
from waarborg_shared.web.cursors import Cursor, part_of
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import short_moment

PAGE = 25
webhook_pages = Blueprint("webhooks", __name__, url_prefix="/identity/partners", template_folder="../templates")


def _may() -> None:
    require_duty(current.actor, Duty.PARTNERS_MANAGE)


@webhook_pages.route("/<client_id>/webhooks", methods=["GET", "POST"])
def webhooks(client_id: str) -> ResponseReturnValue:
    """Show where events go and what became of them; or say where they go from now on."""
    _may()
    form = read_form(AddressForm)
    if form.ok:
        try:
            url = checked_address(form.command["url"], "url")
            with current.begin() as work:
                made = actions.set_endpoint(work, client_id, url)
        except BadClient as error:
            form.refuse_by(error)
        else:
            if made.secret:
                return _shown_once(client_id, gettext("Secret to check events by"), made.secret)
            return _back(client_id)
    return _page(client_id, url=form), 422 if form.errors else 200


@webhook_pages.post("/<client_id>/webhooks/secret")
def secret(client_id: str) -> ResponseReturnValue:
    """Make a new secret to sign events with, and show it this once."""
    _may()
    form = read_form(OverlapForm)
    if not form.ok:
        return _page(client_id, overlap=form), 422
    with current.begin() as work:
        overlap = timedelta(hours=form.command["overlap_hours"])
        made = actions.renew_webhook_secret(work, client_id, overlap=overlap)
    return _shown_once(client_id, gettext("New secret to check events by"), made)


@webhook_pages.post("/<client_id>/webhooks/test")
def test(client_id: str) -> ResponseReturnValue:
    """Send a test."""
    return _do(client_id, lambda work: actions.send_test(work, client_id))


@webhook_pages.post("/<client_id>/webhooks/turn-on")
def turn_on(client_id: str) -> ResponseReturnValue:
    """Send events again after that was stopped."""
    return _do(client_id, lambda work: actions.turn_on(work, client_id))


@webhook_pages.post("/<client_id>/webhooks/replay")
def replay(client_id: str) -> ResponseReturnValue:
    """Send again what was told from a moment on."""
    _may()
    form = read_form(ReplayForm)
    if form.ok:
        try:
            with current.begin() as work:
                actions.replay_since(work, client_id, form.command["since"])
        except BadClient as error:
            form.refuse_by(error)
        else:
            return _back(client_id)
    return _page(client_id, since=form), 422


@webhook_pages.post("/<client_id>/webhooks/<message_id>/again")
def again(client_id: str, message_id: str) -> ResponseReturnValue:
    """Send one event again."""
    return _do(client_id, lambda work: actions.send_again(work, client_id, message_id))


@webhook_pages.post("/<client_id>/webhooks/leave-out")
def leave_out(client_id: str) -> ResponseReturnValue:
    """Let go of one event that the partner cannot take."""
    _may()
    form = read_form(LeaveOutForm)
    if form.ok:
        try:
            with current.begin() as work:
                actions.leave_out(work, client_id, **form.command)
        except BadMove:
            form.refuse("message_id", gettext("This event does not wait any more."))
        else:
            return _back(client_id)
    return _page(client_id, leave_out=form), 422


def _do(client_id: str, act: Callable[[Work], object]) -> ResponseReturnValue:
    _may()
    with current.begin() as work:
        act(work)
    return _back(client_id)


def _back(client_id: str) -> ResponseReturnValue:
    return redirect(url_for("webhooks.webhooks", client_id=client_id), 303)


def _page(client_id: str, **forms: Form) -> str:
    with current.read() as work:
        shown = actions.show_partner(work, client_id)
        rows = actions.deliveries(work, client_id, limit=PAGE + 1, before=_cursor())
    part = part_of(rows, PAGE, lambda row: (row.queued_at.isoformat(), row.message_id))
    empty = {"url": AddressForm, "overlap": OverlapForm, "since": ReplayForm, "leave_out": LeaveOutForm}
    made = {name: forms.get(name) or Form(schema()) for name, schema in empty.items()}
    if shown.endpoint is not None and "url" not in made["url"].values:
        made["url"].values = {"url": shown.endpoint.url}
    return render_template(
        "identity/webhooks.html",
        client=shown.client,
        endpoint=shown.endpoint,
        disabled=shown.endpoint is not None and shown.endpoint.state == EndpointState.DISABLED.value,
        why_disabled=partner_texts.DISABLED_WHY,
        forms=made,
        form=next((form for form in forms.values() if form.errors), made["url"]),
        rows=[_row(row) for row in part.items],
        again={row.message_id for row in part.items if may_be_told(row.type, shown.client.events)},
        waiting=[_choice(row) for row in part.items if row.state == DeliveryState.WAITING.value],
        next=url_for("webhooks.webhooks", client_id=client_id, cursor=part.next) if part.next else "",
    )


def _cursor() -> Any:
    """Return where the log goes on; a cursor that is none begins it anew."""
    try:
        place: Any = Cursor().deserialize(request.args["cursor"]) if "cursor" in request.args else None
        return place_in_log(place)
    except ValidationError:
        return None


def _row(row: WebhookDelivery) -> dict[str, Any]:
    words, _hint = partner_events.EVENTS.get(row.type, (None, None))
    state = DeliveryState(row.state)
    return {
        "row": row,
        "what": said(words) if words else row.type,
        "state": said(partner_texts.DELIVERY_STATES[state]),
        "waiting": state is DeliveryState.WAITING,
        "tone": {DeliveryState.DELIVERED: "ok", DeliveryState.WAITING: "warning"}.get(state, "plain"),
        "answer": _answer(row),
    }


def _choice(row: WebhookDelivery) -> tuple[str, str]:
    return row.message_id, f"{_row(row)['what']}, {short_moment(row.told_at)}"


def _answer(row: WebhookDelivery) -> str:
    """Return what the last try gave, in words."""
    if row.last_tried_at is None:
        return gettext("Not tried yet")
    gave = str(row.last_status) if row.last_error is None else said(partner_texts.OUTWARD[row.last_error])
    return gettext("%(answer)s, in %(milliseconds)s ms", answer=gave, milliseconds=row.last_milliseconds)


def _shown_once(client_id: str, title: str, made: str) -> str:
    back = url_for("webhooks.webhooks", client_id=client_id)
    return render_template("identity/partner-secret.html", title=title, client_id="", secret=made, back=back)
