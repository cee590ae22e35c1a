"""Word for the person: the letter to print, and the button of whoever posted it or told the person himself."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions, domain
from waarborg_requests.domain import NoSuchDelivery, Told
from waarborg_requests.models import Request, RequestDelivery
from waarborg_requests.pages.case import again
from waarborg_requests.pages.rights import require_any_answering, require_posting
from waarborg_requests.pages.staff import staff
from waarborg_requests.schemas import DeliveredForm
from waarborg_requests.texts import ground_in_words, outcome_in_words
from waarborg_shared.hooks.values import RequestKind, Text
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.web import current, read_form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import reason_of


@staff.route("/cases/<request_id>/deliveries/<delivery_id>")
def letter(request_id: str, delivery_id: str) -> str:
    """Show the letter to print; that this member of staff looked is on the timeline."""
    require_any_answering()
    with current.begin() as work:
        row, opened = actions.read_request(work, request_id)
        require_posting(row)
        delivery = next((each for each in actions.deliveries_of(work, row) if each.id == delivery_id), None)
        if delivery is None:
            raise NoSuchDelivery(delivery_id)
        shown = _letter(row, delivery, steps_of(work, row, with_why=True))
    return render_template("requests/letter.html", row=row, opened=opened, delivery=delivery, **shown)


def _letter(row: Request, delivery: RequestDelivery, steps: tuple[Step, ...]) -> dict[str, Any]:
    why = [reason_of(step) for step in steps if step.verb == "extended"]
    return {
        "policy": actions.policy_of(row, current.rules),
        "message": delivery.template == Told.MESSAGE,
        "answered": delivery.template == Told.ANSWERED,
        "by_fact": domain.answered_by_fact(RequestKind(row.kind), row.outcome),
        "outcome": _said(outcome_in_words(RequestKind(row.kind), row.outcome)),
        "ground": _said(ground_in_words(RequestKind(row.kind), row.ground)),
        "why": why[-1] if why else "",
        "by_post": row.reach == domain.Reach.POST,
    }


@staff.route("/cases/<request_id>/deliveries/<delivery_id>/delivered", methods=["POST"])
def record_delivery(request_id: str, delivery_id: str) -> ResponseReturnValue:
    """Record that the letter was posted, or the person spoken to."""
    require_any_answering()
    form = read_form(DeliveredForm)
    if not form.ok:
        return again(request_id, {"deliver": form}, 422)
    with current.begin() as work:
        require_posting(work.case(Request, request_id))
        actions.record_delivery(work, request_id, delivery_id)
    return redirect(url_for("staff.case", request_id=request_id), 303)


def _said(words: Text | None) -> str:
    return said(words) if words is not None else ""
