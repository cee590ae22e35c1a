"""The reports for staff: those that wait for an answer, the most urgent first; the answered and the closed ones."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from waarborg_disclosure import actions, shown
from waarborg_disclosure.domain import Reporter, ReportState, Verdict
from waarborg_disclosure.domain.severity import Severity
from waarborg_disclosure.pages.blueprints import staff
from waarborg_disclosure.pages.visitors import labelled
from waarborg_disclosure.schemas import QuerySchema
from waarborg_disclosure.texts import REPORTED_BY, SEVERITIES, VERDICTS
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current, noted
from waarborg_shared.web.i18n import in_language as said

PAGE = 50
TABS = {
    ReportState.RECEIVED: noted("Waiting for our answer"),
    ReportState.REOPENED: noted("Opened again"),
    ReportState.ANSWERED: noted("Answered"),
    ReportState.FIXING: noted("Being fixed"),
    ReportState.FIXED: noted("Fixed"),
    ReportState.CLOSED: noted("Closed"),
}


@staff.get("/reports")
def reports() -> ResponseReturnValue:
    """Show the reports that wait for an answer, most urgent first; or the answered or the closed ones."""
    duties = current.actor.duties
    if Duty.COMPLAINTS_ANSWER in duties and Duty.DISCLOSURE_READ not in duties:
        return redirect(url_for("staff.complaints"), 303)
    require_duty(current.actor, Duty.DISCLOSURE_READ)
    asked = {name: request.args[name] for name in ("state", "cursor") if name in request.args}
    query = QuerySchema().load(asked)
    with current.read() as work:
        listed = actions.list_reports(work, state=query["state"], after=query["cursor"], limit=PAGE + 1)
    part = shown.part(listed, PAGE)
    following = url_for("staff.reports", state=query["state"].value, cursor=part.next) if part.next else ""
    return render_template(
        "disclosure/list.html",
        may_assess=Duty.DISCLOSURE_ASSESS in current.actor.duties,
        state=query["state"],
        tabs=TABS,
        items=[_row(each) for each in part.items],
        next=following,
    )


def _row(listed: actions.Listed) -> dict[str, Any]:
    row = listed.report
    return {
        "row": row,
        "link": url_for("staff.case", report_id=row.id),
        "reporter": said(REPORTED_BY[Reporter(row.reporter)]),
        "verdict": said(VERDICTS[Verdict(row.verdict)]) if row.verdict else "",
        "severity": said(SEVERITIES[Severity(row.severity)]) if row.severity else "",
        "clocks": labelled(shown.ours(listed.clocks) or listed.clocks),
    }
