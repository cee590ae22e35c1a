"""What staff do with a report: mark an exposure, answer, write to the reporter, close."""

from waarborg_disclosure import domain
from waarborg_disclosure.actions import course
from waarborg_disclosure.actions.sealing import put_message
from waarborg_disclosure.domain import Answer, ReportState
from waarborg_disclosure.models import Report
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.events.disclosure import PersonalDataExposed, ReportAssessed
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

FIRST_ANSWER = "first_answer"


def mark_exposure(work: Work, report: Report) -> None:
    """Mark that personal data are exposed, once, in whatever state the report is."""
    if not report.exposes_personal_data:
        report.revision += 1
        expose(work, report)


def expose(work: Work, report: Report) -> None:
    """Tell that personal data are exposed: a breach, known from the moment that the report came in.

    The duty to notify does not wait for an assessment; nothing of what the reporter wrote goes along.
    """
    report.exposes_personal_data = True
    work.record(report, verb="marked-exposure")
    work.emit(
        PersonalDataExposed(report_ref=report.id, discovered_at=report.received_at, aware_at=report.received_at),
        case=report,
    )


def assess_report(work: Work, report: Report, answer: Answer, *, rules: Rules) -> None:
    """Answer the reporter: the verdict, and what was promised with it. The first answer stops its clock.

    Raises:
        AnswerIncomplete, FixDateInThePast, UnknownRedirect, NoSuchMove: naming the field.
    """
    today = work.now.astimezone(AMSTERDAM).date()
    state = domain.move(ReportState(report.state), ReportState.ANSWERED)
    redirect = domain.check_answer(rules.disclosure_policy, answer, today=today)
    report.state = state.value
    report.revision += 1
    report.verdict = answer.verdict.value
    report.redirect = redirect.code if redirect else None
    report.fix_on = answer.fix_date
    report.unread_since = None
    if report.answered_at is None:
        report.answered_at = work.now
        _stop(work, report, FIRST_ANSWER)
    words = (answer.assessment, answer.next_step or "")
    put_message(work, report, "\n\n".join(part for part in words if part.strip()), from_reporter=False)
    facts = {"verdict": answer.verdict.value, "redirect": report.redirect or "none"}
    work.record(report, verb="assessed-report", facts=facts)
    work.emit(ReportAssessed(report_ref=report.id, verdict=answer.verdict.value), case=report)
    course.run(course.ON_ASSESSED, work, report, rules)


def reply(work: Work, report: Report, text: str) -> None:
    """Write to the reporter, in the mailbox; it is no answer to the report. Raises ReportClosed."""
    domain.check_open(ReportState(report.state))
    put_message(work, report, text, from_reporter=False)
    report.unread_since = None


def close_report(work: Work, report: Report, *, rules: Rules) -> None:
    """Close a report that was answered, with whatever clocks still ran.

    Raises:
        NoSuchMove: it was not answered yet, or is closed already.
    """
    report.state = domain.move(ReportState(report.state), ReportState.CLOSED).value
    report.revision += 1
    report.closed_at = work.now
    report.unread_since = None
    work.clocks.stop_all(report, reason="closed")
    work.record(report, verb="closed-report")
    course.run(course.ON_CLOSED, work, report, rules)


def _stop(work: Work, report: Report, name: str) -> None:
    for clock in work.clocks.of(report):
        if clock.name == name and clock.stopped_at is None:
            work.clocks.stop(report, name, reason="answered")
