"""What staff see first: the work list, most urgent first."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions, domain
from waarborg_requests.actions import Part
from waarborg_requests.domain import RequestState
from waarborg_requests.paging import cursor_of
from waarborg_requests.schemas import QuerySchema
from waarborg_requests.texts import CLASSES, CLOCKS, KINDS, STATES, outcome_in_words
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty, RequestClass, RequestKind
from waarborg_shared.web import LabelledClock, current
from waarborg_shared.web.i18n import in_language as said

staff = Blueprint("staff", __name__, url_prefix="/requests", template_folder="../templates")


@staff.route("/")
def work_list() -> ResponseReturnValue:
    """Show the open requests, most urgent first; or those of which word is still to be given, or the answered ones.

    Who handles complaints and no other request is led to his own list.
    """
    if Duty.REQUESTS_READ not in current.actor.duties and Duty.COMPLAINTS_ANSWER in current.actor.duties:
        return redirect(url_for("staff.list_complaints"), 303)
    require_duty(current.actor, Duty.REQUESTS_READ)
    query = QuerySchema(exclude=("limit",)).load({name: request.args[name] for name in request.args if name != "lang"})
    part: Part = query["state"]
    with current.read() as work:
        page = actions.list_requests(work, part=part, after=query["cursor"])
    return render_template(
        "requests/list.html",
        part=part,
        Part=Part,
        items=[_row(each) for each in page.items],
        next=_next(cursor_of(page.after), part),
    )


def _next(cursor: str | None, part: Part) -> str:
    if cursor is None:
        return ""
    return url_for("staff.work_list", cursor=cursor, state=None if part is Part.OPEN else part.value)


def _row(listed: actions.Listed) -> dict[str, Any]:
    row, clock = listed.request, domain.most_urgent(listed.clocks)
    outcome = outcome_in_words(RequestKind(row.kind), row.outcome)
    return {
        "number": row.number,
        "link": url_for("staff.case", request_id=row.id),
        "kind": said(KINDS[RequestKind(row.kind)]),
        "named": said(CLASSES[RequestClass(row.request_class)]),
        "state": said(STATES[RequestState(row.state)]),
        "message": row.message_waits_since is not None,
        "escalated": row.escalated_at is not None,
        "clock": LabelledClock(said(CLOCKS[clock.name]), clock, promise=clock.source),
        "outcome": said(outcome) if outcome is not None else "",
    }
