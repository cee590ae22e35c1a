"""Word for the person: the letter to print, and the button of whoever posted it or told the person himself."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions, domain
from waarborg_requests.domain import Ground, NoSuchDelivery, Outcome, Told
from waarborg_requests.models import Request, RequestDelivery
from waarborg_requests.pages.case import again
from waarborg_requests.pages.staff import staff
from waarborg_requests.schemas import DeliveredForm
from waarborg_requests.texts import GROUNDS, OUTCOMES
from waarborg_requests.texts.beginning import DONE
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty, RequestKind
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.web import current, read_form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import reason_of


@staff.route("/cases/<request_id>/deliveries/<delivery_id>")
def letter(request_id: str, delivery_id: str) -> str:
    """Show the letter to print; that this member of staff looked is on the timeline."""
    require_duty(current.actor, Duty.REQUESTS_ANSWER)
    with current.begin() as work:
        row, opened = actions.read_request(work, request_id)
        delivery = next((each for each in actions.deliveries_of(work, row) if each.id == delivery_id), None)
        if delivery is None:
            raise NoSuchDelivery(delivery_id)
        shown = _letter(row, delivery, steps_of(work, row, with_why=True))
    return render_template("requests/letter.html", row=row, opened=opened, delivery=delivery, **shown)


def _letter(row: Request, delivery: RequestDelivery, steps: tuple[Step, ...]) -> dict[str, Any]:
    kind = RequestKind(row.kind)
    why = [reason_of(step) for step in steps if step.verb == "extended"]
    return {
        "policy": actions.policy_of(row, current.rules),
        "answered": delivery.template == Told.ANSWERED,
        "withdrawn": delivery.template == Told.WITHDRAWN,
        "by_fact": domain.answered_by_fact(kind, row.outcome, in_words=row.answer_sealed is not None),
        "fact": said(DONE[kind][1 if row.ground else 0]) if kind in DONE else "",
        "outcome": said(OUTCOMES[Outcome(row.outcome)]) if row.outcome else "",
        "ground": said(GROUNDS[Ground(row.ground)]) if row.ground else "",
        "why": why[-1] if why else "",
        "by_post": row.reach == domain.Reach.POST,
    }


@staff.route("/cases/<request_id>/deliveries/<delivery_id>/delivered", methods=["POST"])
def record_delivery(request_id: str, delivery_id: str) -> ResponseReturnValue:
    """Record that the letter was posted, or the person spoken to."""
    require_duty(current.actor, Duty.REQUESTS_ANSWER)
    form = read_form(DeliveredForm)
    if not form.ok:
        return again(request_id, {"deliver": form}, 422)
    with current.begin() as work:
        actions.record_delivery(work, request_id, delivery_id)
    return redirect(url_for("staff.case", request_id=request_id), 303)
