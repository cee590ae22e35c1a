"""What happens to a report without anybody at the desk: a breach that was opened from it, clocks that run down."""

from datetime import datetime

from waarborg_disclosure.domain import ReportState
from waarborg_disclosure.models import Report
from waarborg_shared.events.disclosure import DisclosureClockLapsed, DisclosureClockNeared
from waarborg_shared.uow import Work


def note_breach(work: Work, report_ref: str, *, breach_ref: str, number: str) -> None:
    """Keep the number of the breach case that this report opened, so that staff see it here. Raises UnknownCase."""
    report = work.case(Report, report_ref)
    if report.breach_ref is None:
        report.breach_ref, report.breach_number = breach_ref, number
        report.revision += 1
        work.record(report, verb="breach-opened", facts={"breach": breach_ref})


def remind(work: Work, report_ref: str, clock: str, *, due_at: datetime) -> None:
    """Tell that a promise to a reporter has used up most of its term. Raises UnknownCase."""
    report = work.case(Report, report_ref)
    if report.state == ReportState.CLOSED:
        return
    work.record(report, verb="clock-neared", facts={"clock": clock})
    work.emit(DisclosureClockNeared(report_ref=report.id, clock=clock, due_at=due_at), case=report)


def escalate(work: Work, report_ref: str, clock: str, *, due_at: datetime) -> None:
    """Tell that a promise to a reporter was missed; the lists show it as late. Raises UnknownCase."""
    report = work.case(Report, report_ref)
    if report.state == ReportState.CLOSED:
        return
    work.record(report, verb="clock-lapsed", facts={"clock": clock})
    work.emit(DisclosureClockLapsed(report_ref=report.id, clock=clock, due_at=due_at), case=report)
