"""Receiving a report: number, receipt, the clocks that were promised, and word of exposed data at once."""

from dataclasses import dataclass

from waarborg_disclosure import domain
from waarborg_disclosure.actions import course
from waarborg_disclosure.actions.handling import expose
from waarborg_disclosure.actions.sealing import seal, seal_filled
from waarborg_disclosure.domain import Introduction, Reporter, ReportState
from waarborg_disclosure.models import Report, ReportNumber
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.db import new_id
from waarborg_shared.events.disclosure import VulnerabilityReported
from waarborg_shared.hooks import Rules
from waarborg_shared.numbers import spell_number, take_number
from waarborg_shared.uow import Work

RECEIPT = "receipt"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """A report of a vulnerability; every text in it is sealed. Nothing tells who sent it but what they wrote."""

    what: str
    where: str
    reporter: Reporter
    how: str | None = None
    name: str | None = None
    contact: str | None = None
    may_credit: bool = False
    exposes_personal_data: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A report that came in, with its receipt: it is nowhere else. None where the policy gives no mailbox."""

    report: Report
    receipt: str | None


def receive_report(work: Work, command: NewReport, *, rules: Rules, entropy: bytes) -> Received:
    """Take in a report, start the clocks that were promised, and tell of exposed data without waiting (B22, J14).

    ``entropy`` (16 random bytes or more) makes the receipt.

    Raises:
        PseudonymNotAllowed, NameNeeded, AnonymousWithTrace, CreditNotOffered: naming the field.
    """
    policy = rules.disclosure_policy
    domain.check_introduction(policy, _introduction(command))
    receipt = domain.spell_receipt(entropy) if domain.has_mailbox(policy, command.reporter) else None
    report = _row(work, command, receipt)
    work.add(report)
    work.session.flush()
    started = [
        work.clocks.start(report, rule, at=at, calendar=rules.calendar)
        for rule, at in domain.starts(policy, report.received_at)
    ]
    report.due_at = min((clock.due_at for clock in started), default=report.received_at)
    work.record(report, verb="received-report", facts={"reporter": command.reporter.value})
    work.emit(VulnerabilityReported(report_ref=report.id, received_at=report.received_at), case=report)
    if command.exposes_personal_data:
        expose(work, report)
    course.run(course.ON_RECEIVED, work, report, rules)
    return Received(report=report, receipt=receipt)


def _introduction(command: NewReport) -> Introduction:
    return Introduction(
        reporter=command.reporter, name=command.name, contact=command.contact, may_credit=command.may_credit
    )


def _row(work: Work, command: NewReport, receipt: str | None) -> Report:
    report = Report(
        id=new_id(),
        revision=1,
        number=_number(work),
        receipt_hash=work.search_hash(RECEIPT, receipt) if receipt is not None else None,
        received_at=work.now,
        due_at=work.now,
        state=ReportState.RECEIVED.value,
        reporter=command.reporter.value,
        may_credit=command.may_credit,
        exposes_personal_data=False,
    )
    report.what_sealed = seal(work, report, "what", command.what)
    report.where_sealed = seal(work, report, "where", command.where)
    report.how_sealed = seal_filled(work, report, "how", command.how)
    report.name_sealed = seal_filled(work, report, "name", command.name)
    report.contact_sealed = seal_filled(work, report, "contact", command.contact)
    return report


def _number(work: Work) -> str:
    year = work.now.astimezone(AMSTERDAM).year
    count = take_number(work, ReportNumber, year=year)
    return spell_number(work.organisation, letter="K", year=year, count=count)
