"""A report that was passed on as a complaint, for who deals with complaints: what was written, and answering it (B19).

Only with the reporter's leave, and without his name and how he is reached: he is answered in his mailbox.
"""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from waarborg_disclosure import actions
from waarborg_disclosure.actions import referring
from waarborg_disclosure.domain import DisclosureError, Stale
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages.blueprints import staff
from waarborg_disclosure.pages.letters import letter_words
from waarborg_disclosure.schemas import ComplaintReplyForm
from waarborg_shared.auth import Missing, require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, read_form

MOST = 200
_STALE, _WRONG = 412, 422


@staff.get("/complaints/")
def complaints() -> str:
    """List the reports that were passed on as complaints, those in which there is something new first."""
    require_duty(current.actor, Duty.COMPLAINTS_ANSWER)
    with current.read() as work:
        return render_template("disclosure/complaints.html", rows=actions.passed_on(work, limit=MOST))


@staff.route("/complaints/<complaint_id>", methods=["GET", "POST"])
def complaint(complaint_id: str) -> ResponseReturnValue:
    """Show a report that was passed on, or write to who made it; who looked stands on its timeline."""
    require_duty(current.actor, Duty.COMPLAINTS_ANSWER)
    form = read_form(ComplaintReplyForm())
    if not form.ok:
        return _show(complaint_id, form, _WRONG if form.errors else 200)
    try:
        with current.begin() as work:
            row = _passed_on(work, complaint_id)
            _check_seen(row)
            actions.reply(work, row, form.command["complaint_text"], rules=current.rules, kind="complaint")
    except (DisclosureError, KeyDestroyed) as refused:
        form.refuse_by(refused)
        return _show(complaint_id, form, _STALE if isinstance(refused, Stale) else _WRONG)
    return redirect(url_for("staff.complaint", complaint_id=complaint_id), 303)


@staff.post("/complaints/<complaint_id>/seen")
def complaint_seen(complaint_id: str) -> ResponseReturnValue:
    """Note that what the reporter wrote was read, where nothing is written back."""
    require_duty(current.actor, Duty.COMPLAINTS_ANSWER)
    with current.begin() as work:
        row = _passed_on(work, complaint_id)
        _check_seen(row)
        actions.mark_read(row)
    return redirect(url_for("staff.complaint", complaint_id=complaint_id), 303)


def _show(complaint_id: str, form: Form, status: int) -> ResponseReturnValue:
    with current.begin() as work:
        row = _passed_on(work, complaint_id)
        row, opened = actions.read_report(work, row.id)
        page = {"row": row, "opened": opened, "letters": actions.messages_of(work, row)}
    return render_template("disclosure/complaint.html", form=form, letter_words=letter_words, **page), status


def _passed_on(work: Work, report_id: str) -> Report:
    """Return a report that was passed on as a complaint. Raises UnknownCase, Missing."""
    row = work.case(Report, report_id)
    if not referring.passed_on(row):
        raise Missing(Duty.DISCLOSURE_READ)
    return row


def _check_seen(row: Report) -> None:
    if request.args.get("revision", str(row.revision)) != str(row.revision):
        raise Stale
