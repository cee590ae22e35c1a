"""How long a report is kept, on its page and in its mailbox, and keeping it longer."""

from collections.abc import Mapping
from typing import Any

from waarborg_disclosure.actions import retention
from waarborg_disclosure.domain import ReportState
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages.sections import Section
from waarborg_disclosure.pages.steps import Step, plain
from waarborg_disclosure.schemas.keeping import HoldForm, LiftForm
from waarborg_shared.hooks import Rules
from waarborg_shared.in_words import term_in_words
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said


def _case(work: Work, report: Report, rules: Rules) -> Mapping[str, Any]:
    kept = retention.kept(work, report, rules)
    return {
        "kept": kept,
        "reporter_term": said(term_in_words(kept.terms.reporter)),
        "report_term": said(term_in_words(kept.terms.report)),
    }


def _mailbox(work: Work, report: Report, rules: Rules) -> Mapping[str, Any] | None:
    if report.state != ReportState.CLOSED:
        return None
    return {"until": retention.kept(work, report, rules).until}


SECTION = Section("keeping", "disclosure/keeping/case.html", _case)
MAILBOX_SECTION = Section("keeping", "disclosure/keeping/mailbox.html", _mailbox)
STEPS: Mapping[str, Step] = {
    "hold": Step(
        plain(HoldForm),
        lambda work, row, typed, _rules: retention.hold(work, row, why=typed["hold_why"], until=typed["hold_until"]),
    ),
    "hold-lifted": Step(
        plain(LiftForm), lambda work, row, typed, _rules: retention.lift(work, row, why=typed["lift_why"])
    ),
}
