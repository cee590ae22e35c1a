"""A report that came by e-mail, telephone or on paper, as staff enter it; and correcting since when it was here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from waarborg_disclosure import actions
from waarborg_disclosure.domain import DisclosureError
from waarborg_disclosure.evidence import LARGEST_FORM
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages.arriving import MOST, files_sent, receipt_page, taken_once, ways_to_report
from waarborg_disclosure.pages.blueprints import staff
from waarborg_disclosure.pages.sections import Section
from waarborg_disclosure.pages.steps import Step, plain
from waarborg_disclosure.receipts import TooBusy
from waarborg_disclosure.schemas import CorrectReceivedForm, EnteredReportSchema
from waarborg_disclosure.texts import CAME_BY, ENTERED_FOR
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, read_form, show_form
from waarborg_shared.web.forms import to_local
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.security import body_limit


@staff.route("/reports/new", methods=["GET", "POST"])
@body_limit(LARGEST_FORM)
def enter() -> ResponseReturnValue:
    """Show the form, or enter the report and show the receipt for the reporter, this once."""
    require_duty(current.actor, Duty.DISCLOSURE_ASSESS)
    form = read_form(EnteredReportSchema)
    if form.ok:
        try:
            return _entered(form)
        except DisclosureError as refused:
            form.refuse_by(refused)
        except TooBusy:
            form.refuse("", gettext("Much is coming in at this moment. Send it again in a few seconds."))
    return show_form(
        "disclosure/reporting/enter.html",
        form,
        policy=current.rules.disclosure_policy,
        reporters=ways_to_report({}, words=ENTERED_FOR),
        ways=[(each.value, said(text)) for each, text in CAME_BY.items()],
        most=MOST,
        again=bool(request.files),
    )


def _entered(form: Form) -> ResponseReturnValue:
    files = files_sent()
    command = replace(form.command, files=files)
    received = taken_once(command)
    case = url_for("staff.case", report_id=received.report.id)
    return receipt_page(received, reachable=bool(command.contact), files=files, case=case)


def _correct(work: Work, row: Report, typed: Mapping[str, Any], rules: Rules) -> None:
    actions.correct_received(work, row, typed["received_at"], why=typed["why"], rules=rules)


def _shown(work: Work, row: Report, _rules: Rules) -> Mapping[str, Any] | None:
    followed = work.case(Report, row.follows_id, lock=False) if row.follows_id else None
    return {
        "came_by": said(next(text for each, text in CAME_BY.items() if each == row.came_by)) if row.came_by else "",
        "follows": {"number": followed.number, "id": followed.id} if followed else None,
        "files": actions.files_of(work, row),
        "wants_encrypted": row.contact_sealed is not None and bool(actions.open_report(work, row).answer_key),
    }


STEPS: Mapping[str, Step] = {
    "correct-received": Step(
        plain(CorrectReceivedForm), _correct, kept=lambda _work, row: {"received_at": to_local(row.received_at)}
    ),
}
SECTION = Section("reporting", "disclosure/reporting/case.html", _shown)
