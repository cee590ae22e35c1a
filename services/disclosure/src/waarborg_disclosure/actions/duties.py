"""What still has to be done with a report by those who assess and fix it."""

from collections.abc import Iterator

from waarborg_disclosure.actions import promises
from waarborg_disclosure.domain.fixing import ComplaintLeave, Retest
from waarborg_disclosure.domain.promises import PROGRESS
from waarborg_disclosure.domain.states import AWAITS_ANSWER, ReportState
from waarborg_disclosure.models import Report
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def of_the_course(work: Work, report: Report, _rules: Rules) -> Iterator[str]:
    """Name what has to be done, as far as it can be done now."""
    state = ReportState(report.state)
    if state in AWAITS_ANSWER:
        yield "answer"
    if report.unread_since is not None:
        yield "read-message"
    if promises.in_scope(report) and state in {ReportState.ANSWERED, ReportState.FIXING}:
        yield from _to_fix(work, report)
    if _may_close(report, state):
        yield "close"


def _to_fix(work: Work, report: Report) -> Iterator[str]:
    if report.fix_on is None:
        yield "say-date"
    elif report.fix_on < due_on(work.now):
        yield "say-new-date"
    progress = next((clock for clock in work.clocks.of(report) if clock.name == PROGRESS), None)
    if progress is not None and progress.stopped_at is None and progress.remind_at <= work.now:
        yield "tell-progress"
    if report.owner_ref is None:
        yield "take-up"
    if report.severity is None:
        yield "rate"
    yield "fix" if report.plan_sealed is not None else "plan"


def _may_close(report: Report, state: ReportState) -> bool:
    if state is ReportState.FIXED:
        return report.retest != Retest.ASKED
    waits = report.complaint == ComplaintLeave.ASKED and report.receipt_hash is not None
    return state is ReportState.ANSWERED and not promises.in_scope(report) and not waits
