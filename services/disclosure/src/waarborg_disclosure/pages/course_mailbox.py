"""What the reporter is asked in the mailbox, and the promises to him with what became of each."""

from collections.abc import Mapping
from typing import Any

from waarborg_disclosure.actions import asking, fixing, promises, referring
from waarborg_disclosure.domain import ReportState
from waarborg_disclosure.domain.fixing import ComplaintLeave, Wiped
from waarborg_disclosure.domain.promises import WAITS_FOR_REPORTER
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages.fixing import promised
from waarborg_disclosure.pages.sections import Section
from waarborg_disclosure.pages.steps import ReporterStep, plain
from waarborg_disclosure.schemas import ReceiptForm
from waarborg_disclosure.schemas.course import AnswerForm, LeaveForm, RetestForm, YesNo
from waarborg_disclosure.texts import clock_name
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said

STEPS: Mapping[str, ReporterStep] = {
    "answer": ReporterStep(
        plain(AnswerForm),
        lambda work, row, typed, rules: asking.answer(work, row, typed["answer_text"], rules=rules),
    ),
    "retest": ReporterStep(
        plain(RetestForm),
        lambda work, row, typed, rules: fixing.retest(work, row, typed["outcome"], typed["retest_words"], rules=rules),
    ),
    "wiped": ReporterStep(plain(ReceiptForm), lambda work, row, _typed, _rules: fixing.confirm_wiped(work, row)),
    "leave": ReporterStep(
        plain(LeaveForm),
        lambda work, row, typed, _rules: referring.answer_leave(work, row, given=typed["leave"] == YesNo.YES),
    ),
}


def _asked(work: Work, row: Report, rules: Rules) -> Mapping[str, Any] | None:
    question = next((each for each in asking.questions_of(work, row) if each.ended_at is None), None)
    asked = {
        "question": question,
        "retest": fixing.may_be_tried(row),
        "wiped": row.wiped == Wiped.ASKED and (row.fixed_at is not None or row.state == ReportState.CLOSED),
        "leave": row.complaint == ComplaintLeave.ASKED,
    }
    if not any(asked.values()):
        return None
    turns = {clock.name: clock.due_at for clock in work.clocks.of(row) if clock.stopped_at is None}
    by = {name: turns.get(name) for name in WAITS_FOR_REPORTER}
    return {**asked, "by": by, "paused": [said(clock_name(name)) for name in question.paused] if question else []}


def _promised(work: Work, row: Report, _rules: Rules) -> Mapping[str, Any] | None:
    made = promised(promises.promises_of(work, row))
    return {"promises": made} if made else None


SECTIONS = (
    Section("asked", "disclosure/course/asked.html", _asked, top=True),
    Section("promised", "disclosure/course/promised.html", _promised),
)
"""What we ask of the reporter comes first."""
