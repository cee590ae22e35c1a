"""Word for the person: the letter to print, and the button of whoever posted it or told the person himself."""

from typing import Any

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions, domain
from waarborg_requests.actions.extending import planned_due
from waarborg_requests.domain import NoSuchDelivery, Told
from waarborg_requests.domain.identification import Doubt, ways_for
from waarborg_requests.models import Request, RequestDelivery
from waarborg_requests.pages.case import again
from waarborg_requests.pages.rights import require_any_answering, require_posting
from waarborg_requests.pages.staff import staff
from waarborg_requests.schemas import DeliveredForm
from waarborg_requests.texts import IDENTIFICATIONS, ground_in_words, outcome_in_words
from waarborg_requests.texts.beginning import DONE
from waarborg_requests.texts.identification import DOUBTS
from waarborg_shared.clocks import due_on
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
        shown["until"] = planned_due(work, row, current.rules)
    return render_template("requests/letter.html", row=row, opened=opened, delivery=delivery, **shown)


def _letter(row: Request, delivery: RequestDelivery, steps: tuple[Step, ...]) -> dict[str, Any]:
    kind = RequestKind(row.kind)
    asks_who = delivery.template == Told.IDENTIFY
    verb = "asked-identification" if asks_who else "extended"
    why = [reason_of(step) for step in steps if step.verb == verb]
    policy = actions.policy_of(row, current.rules)
    return {
        "policy": policy,
        "asks_who": asks_who,
        "with_code": delivery.template == Told.CODE,
        "doubt": said(DOUBTS[Doubt(row.doubt)]) if row.doubt else "",
        "ways": [said(IDENTIFICATIONS[way]) for way in ways_for(policy, (*domain.BY_STAFF, *domain.BY_HIMSELF[1:]))],
        "received_on": due_on(row.received_at),
        "received": delivery.template == Told.RECEIVED,
        "message": delivery.template == Told.MESSAGE,
        "answered": delivery.template == Told.ANSWERED,
        "withdrawn": delivery.template == Told.WITHDRAWN,
        "by_fact": domain.answered_by_fact(kind, row.outcome, in_words=row.answer_sealed is not None),
        "fact": said(DONE[kind][1 if row.ground else 0]) if kind in DONE else "",
        "outcome": _said(outcome_in_words(kind, row.outcome)),
        "ground": _said(ground_in_words(kind, row.ground)),
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
        actions.record_delivery(work, request_id, delivery_id, rules=current.rules)
    return redirect(url_for("staff.case", request_id=request_id), 303)


def _said(words: Text | None) -> str:
    return said(words) if words is not None else ""
