"""Complaints: made by the person from his own page, judged by the officer on the case page, and listed for him."""

from collections.abc import Mapping
from secrets import token_bytes
from typing import Any

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions
from waarborg_requests.actions import complaining
from waarborg_requests.actions.complaint_reading import complaints
from waarborg_requests.actions.complaint_rows import complaint_of
from waarborg_requests.domain import RequestError, RequestState
from waarborg_requests.domain.terms import LAW
from waarborg_requests.models import Request
from waarborg_requests.pages.case import act_on
from waarborg_requests.pages.intake import receipt_page
from waarborg_requests.pages.own_case import NotYours, Own, act_on_own, ask_again, own_case
from waarborg_requests.pages.own_page import own_page, record_look
from waarborg_requests.pages.public import CODE_BYTES, public
from waarborg_requests.pages.rights import require_reading_complaints
from waarborg_requests.pages.staff import staff
from waarborg_requests.schemas.complaining import ComplainForm
from waarborg_requests.texts import CLOCKS, STATES
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, LabelledClock, current, read_form
from waarborg_shared.web.i18n import in_language as said

_PERMITTED = Text("Wie uw klacht behandelt mag uw verzoek inzien.", "Who handles your complaint may see your request.")
_ENDED = Text(
    "Wie uw klacht behandelt mag uw verzoek niet meer inzien.",
    "Who handles your complaint may see your request no more.",
)


@public.post("/own/complaint")
def complain() -> ResponseReturnValue:
    """Make a complaint about one's own request, and show its own number and code."""
    form = read_form(ComplainForm)
    try:
        if form.ok:
            try:
                with own_case(form) as own:
                    return _receipt(own, form.command)
            except RequestError as refused:
                form.refuse_by(refused)
        return _again(form)
    except NotYours as refused:
        return ask_again(refused, {"complain": form})


def _again(form: Form) -> ResponseReturnValue:
    with own_case(form) as own:
        record_look(own)
        return make_response(own_page(own, {"complain": form}), 422)


def _receipt(own: Own, typed: Mapping[str, Any]) -> ResponseReturnValue:
    """The receipt, as of any request. It is kept, sealed, for who presses twice: his code must not be lost to him."""
    rules = current.rules
    filed = complaining.complain_about(
        own.work,
        own.row,
        typed["complaint"],
        permission=typed["permission"],
        rules=rules,
        entropy=token_bytes(CODE_BYTES),
    )
    return make_response(receipt_page("requests/receipt.html", filed))


@public.post("/own/permission")
def permit() -> ResponseReturnValue:
    """Let who handles the complaint look into the request that it is about, or no longer."""

    def act(own: Own, typed: Mapping[str, Any]) -> None:
        complaining.permit(own.work, own.row, yes=typed["permitted"])

    def done(own: Own) -> Text:
        complaint = complaint_of(own.work, own.row)
        return _PERMITTED if complaint is not None and complaint.permission_at is not None else _ENDED

    return act_on_own("permit", act, done=done)


@staff.post("/cases/<request_id>/judge")
def judge(request_id: str) -> ResponseReturnValue:
    """Judge a complaint; where one person judges his own work it is proposed first (J8)."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        complaining.judge(work, request_id, typed["judged"], revision=typed["revision"], rules=current.rules)
        return work.case(Request, request_id)

    return act_on(request_id, "judge", act)


@staff.post("/cases/<request_id>/measures")
def carry_out(request_id: str) -> ResponseReturnValue:
    """Record that a measure was carried out."""
    return act_on(request_id, "carry-out", lambda work, typed: complaining.carry_out(work, request_id, typed["number"]))


@staff.get("/complaints")
def list_complaints() -> str:
    """List the complaints that are open, and those with a measure that is not carried out yet, most urgent first."""
    require_reading_complaints()
    with current.read() as work:
        found = complaints(work)
    return render_template("requests/complaining/list.html", items=[_listed(each) for each in found])


def _listed(listed: actions.Listed) -> dict[str, Any]:
    row = listed.request
    running = [clock for clock in listed.clocks if clock.stopped_at is None and clock.name != LAW]
    clock = min(running, key=lambda each: each.due_at, default=None)
    return {
        "number": row.number,
        "link": url_for("staff.case", request_id=row.id),
        "state": said(STATES[RequestState(row.state)]),
        "message": row.message_waits_since is not None,
        "clock": LabelledClock(said(CLOCKS[clock.name]), clock, promise=clock.source) if clock else None,
    }
