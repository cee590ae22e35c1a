"""What the product told this member of staff by itself, and the button that he saw it."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests.actions import notices
from waarborg_requests.domain.notices import Notice
from waarborg_requests.pages.case import again
from waarborg_requests.pages.staff import staff
from waarborg_requests.schemas.identification import NoticeSeenForm
from waarborg_requests.texts import CLOCKS, KINDS
from waarborg_requests.texts.identification import NOTICES
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty, RequestKind
from waarborg_shared.web import current, read_form
from waarborg_shared.web.i18n import in_language as said

MOST_SHOWN = 100


@staff.route("/notices")
def notice_list() -> str:
    """Show what lies on the desk of this member of staff: reminders, what is late, what needs somebody to look."""
    require_duty(current.actor, Duty.REQUESTS_READ)
    with current.read() as work:
        found = notices.unseen(work, limit=MOST_SHOWN)
        shown = [
            {
                "id": each.notice.id,
                "request_id": each.request.id,
                "number": each.request.number,
                "kind": said(KINDS[RequestKind(each.request.kind)]),
                "what": said(NOTICES[Notice(each.notice.what)]),
                "clock": said(CLOCKS[each.notice.clock]) if each.notice.clock in CLOCKS else "",
                "at": each.notice.at,
            }
            for each in found
        ]
    return render_template("requests/identification/notices.html", items=shown)


@staff.route("/cases/<request_id>/notices/<notice_id>/seen", methods=["POST"])
def notice_seen(request_id: str, notice_id: str) -> ResponseReturnValue:
    """Take a notice off one's desk."""
    require_duty(current.actor, Duty.REQUESTS_READ)
    form = read_form(NoticeSeenForm)
    if not form.ok:
        return again(request_id, {"deliver": form}, 422)
    with current.begin() as work:
        notices.see(work, request_id, notice_id)
    return redirect(url_for("staff.case", request_id=request_id), 303)
