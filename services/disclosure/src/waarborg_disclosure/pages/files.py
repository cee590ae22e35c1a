"""A file that came with a report, for staff: to be saved, and never shown by us."""

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from waarborg_disclosure import actions
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages.blueprints import staff
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.web import current

_HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "X-Download-Options": "noopen",
}


@staff.get("/reports/<report_id>/files/<file_id>")
def file(report_id: str, file_id: str) -> ResponseReturnValue:
    """Give a file as bytes to save, whatever it is; that this member of staff took it is on the timeline."""
    require_duty(current.actor, Duty.DISCLOSURE_READ)
    try:
        with current.begin() as work:
            listed, content = actions.take_file(work, work.case(Report, report_id), file_id)
    except KeyDestroyed:
        return render_template("disclosure/reporting/gone.html", report_id=report_id)
    answer = Response(content, content_type="application/octet-stream", headers=_HARMLESS)
    answer.headers.set("Content-Disposition", "attachment", filename=str(listed.name))
    return answer
