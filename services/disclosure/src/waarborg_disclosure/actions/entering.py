"""A report that came by e-mail, telephone or on paper: since when the promises run, and correcting that."""

from datetime import datetime

from waarborg_disclosure import domain
from waarborg_disclosure.actions import promises
from waarborg_disclosure.models import Report
from waarborg_shared.events.disclosure import ExposureTimesCorrected
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def correct_received(work: Work, report: Report, received_at: datetime, *, why: str, rules: Rules) -> None:
    """Put another moment in the place of that at which a report came in, and work out anew the promises that run
    from it; what it was stays on the timeline. A breach that was opened from it hears of it too.

    Raises:
        ReceivedByForm, CorrectionReason, ReceivedInFuture, NothingCorrected, NotInForce.
    """
    was = report.received_at
    domain.check_correction(report.came_by, was=was, received_at=received_at, why=why, now=work.now)
    running = {clock.name: clock for clock in work.clocks.of(report)}
    for rule, at in domain.starts(rules.disclosure_policy, received_at):
        before = running.get(rule.name)
        if before is not None and before.started_at == was:
            work.clocks.restart(report, rule, at=at, calendar=rules.calendar)
    report.received_at = received_at
    promises.from_another_moment(work, report, rules)
    promises.settle_due(work, report)
    report.revision += 1
    facts = {"was": was.isoformat(), "is": received_at.isoformat()}
    work.record(report, verb="corrected-received", why=why, facts=facts)
    if report.exposes_personal_data:
        told = ExposureTimesCorrected(report_ref=report.id, was_at=was, discovered_at=received_at, aware_at=received_at)
        work.emit(told, case=report)
