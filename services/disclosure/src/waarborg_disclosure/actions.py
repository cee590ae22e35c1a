"""What can be done with a report: receive, look up by receipt, write, answer, mark an exposure, close."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from waarborg_disclosure import domain
from waarborg_disclosure.domain import RECEIPT_DIGITS, Answer, Reporter, ReportState
from waarborg_disclosure.models import Report, ReportMessage, ReportNumber
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.db import new_id
from waarborg_shared.events.disclosure import PersonalDataExposed, ReportAssessed, VulnerabilityReported
from waarborg_shared.hooks import Rules
from waarborg_shared.numbers import spell_number, take_number
from waarborg_shared.uow import Work

FIRST_ANSWER = "first_answer"
SEALED = ("what", "where", "how", "name", "contact")


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
    """A report that came in, with its receipt: shown once, kept as a keyed hash only."""

    report: Report
    receipt: str


class UnknownReceipt(LookupError):
    """No report of this organisation has that receipt."""


def receive_report(work: Work, command: NewReport, *, rules: Rules) -> Received:
    """Take in a report, start the clocks that were promised, and tell of exposed data without waiting (B22, J14).

    Raises:
        PseudonymNotAllowed: the policy has no pseudonyms.
    """
    policy = rules.disclosure_policy
    domain.check_reporter(policy, command.reporter)
    receipt = "".join(secrets.choice("0123456789") for _ in range(RECEIPT_DIGITS))
    report = Report(
        id=new_id(),
        number=_number(work),
        receipt_hash=work.search_hash("receipt", receipt),
        received_at=work.now,
        state=ReportState.RECEIVED.value,
        reporter=command.reporter.value,
        may_credit=command.may_credit,
        exposes_personal_data=False,
    )
    for column in SEALED:
        setattr(report, f"{column}_sealed", _sealed(work, report, column, getattr(command, column)))
    work.add(report)
    work.session.flush()
    for rule, at in domain.starts(policy, report.received_at):
        work.clocks.start(report, rule, at=at)
    work.record(report, verb="received-report", facts={"reporter": command.reporter.value})
    work.emit(VulnerabilityReported(report_ref=report.id, received_at=report.received_at), case=report)
    if command.exposes_personal_data:
        mark_exposure(work, report)
    return Received(report=report, receipt=receipt)


def mark_exposure(work: Work, report: Report) -> Report:
    """Mark that personal data are exposed, once: a breach known from the moment the report came in.

    The duty to notify does not wait for an assessment; the reporter's identity does not go along.
    """
    if not report.exposes_personal_data:
        report.exposes_personal_data = True
        work.record(report, verb="marked-exposure")
        work.emit(
            PersonalDataExposed(report_ref=report.id, discovered_at=report.received_at, aware_at=report.received_at),
            case=report,
        )
    return report


def find_by_receipt(work: Work, receipt: str) -> Report:
    """Return the report behind a receipt.

    Raises:
        UnknownReceipt: there is none; how much of it was right is not told.
    """
    digits = "".join(sign for sign in receipt if sign.isascii() and sign.isdigit())
    hashed = work.search_hash("receipt", digits)
    report = work.session.scalars(select(Report).where(Report.receipt_hash == hashed)).one_or_none()
    if report is None or len(digits) != RECEIPT_DIGITS:
        raise UnknownReceipt
    return report


def write_message(work: Work, report: Report, text: str, *, from_reporter: bool) -> ReportMessage:
    """Add a message to the mailbox behind the receipt; it is sealed."""
    message = ReportMessage(
        organisation=work.organisation,
        id=new_id(),
        report_id=report.id,
        at=work.now,
        from_reporter=from_reporter,
        author_ref="reporter" if from_reporter else work.actor.ref,
        text_sealed=b"",
    )
    message.text_sealed = work.seal(text, holder=report.id, table="report_message", column="text", row=message.id)
    work.add(message)
    work.record(report, verb="wrote-message", facts={"from_reporter": from_reporter})
    return message


def assess_report(work: Work, report: Report, answer: Answer, *, rules: Rules) -> Report:
    """Answer the reporter: the verdict, and what was promised with it. The first answer stops its clock.

    Raises:
        AnswerIncomplete, FixDateInThePast, UnknownRedirect, NoSuchMove: naming the field.
    """
    today = work.now.astimezone(AMSTERDAM).date()
    redirect = domain.check_answer(rules.disclosure_policy, answer, today=today)
    report.state = domain.move(ReportState(report.state), ReportState.ANSWERED).value
    report.verdict = answer.verdict.value
    report.redirect = redirect.code if redirect else None
    report.fix_on = answer.fix_date
    if report.answered_at is None:
        report.answered_at = work.now
        _stop_clocks(work, report)
    parts = [answer.assessment, answer.next_step or "", redirect.instead.nl if redirect else ""]
    write_message(work, report, "\n\n".join(part for part in parts if part.strip()), from_reporter=False)
    facts = {"verdict": answer.verdict.value, "redirect": report.redirect or ""}
    work.record(report, verb="assessed-report", facts=facts)
    work.emit(ReportAssessed(report_ref=report.id, verdict=answer.verdict.value), case=report)
    return report


def close_report(work: Work, report: Report) -> Report:
    """Close a report that was answered.

    Raises:
        NoSuchMove: it was not answered yet, or is closed already.
    """
    report.state = domain.move(ReportState(report.state), ReportState.CLOSED).value
    report.closed_at = work.now
    work.record(report, verb="closed-report")
    return report


def note_breach(work: Work, report_ref: str, *, breach_ref: str, number: str) -> None:
    """Keep the number of the breach case that this report opened, so that it shows here."""
    report = work.case(Report, report_ref)
    if report.breach_ref is None:
        report.breach_ref, report.breach_number = breach_ref, number
        work.record(report, verb="breach-opened", facts={"breach": breach_ref})


def opened(work: Work, report: Report, column: str) -> str | None:
    """Return a sealed text of the report, opened: ``what``, ``where``, ``how``, ``name`` or ``contact``."""
    sealed: bytes | None = getattr(report, f"{column}_sealed")
    if sealed is None:
        return None
    return work.unseal(sealed, holder=report.id, table="report", column=column, row=report.id)


def mailbox(work: Work, report: Report) -> list[tuple[datetime, bool, str]]:
    """Return the messages, oldest first: when, whether from the reporter, and the text opened."""
    query = select(ReportMessage).where(ReportMessage.report_id == report.id).order_by(ReportMessage.id)
    return [
        (
            message.at,
            message.from_reporter,
            work.unseal(message.text_sealed, holder=report.id, table="report_message", column="text", row=message.id),
        )
        for message in work.session.scalars(query)
    ]


def reports(work: Work, *, after: str | None = None, limit: int = 50, open_only: bool = False) -> list[Report]:
    """Return a page of reports, newest first, from the one after the report whose id is ``after``."""
    query = select(Report).order_by(Report.id.desc()).limit(limit)
    if after is not None:
        query = query.where(Report.id < after)
    if open_only:
        query = query.where(Report.state != ReportState.CLOSED.value)
    return list(work.session.scalars(query))


def _stop_clocks(work: Work, report: Report) -> None:
    for clock in work.clocks.of(report):
        if clock.name == FIRST_ANSWER and clock.stopped_at is None:
            work.clocks.stop(report, clock.name, reason="answered")


def _number(work: Work) -> str:
    year = work.now.astimezone(AMSTERDAM).year
    count = take_number(work, ReportNumber, year=year)
    return spell_number(work.organisation, letter="K", year=year, count=count)


def _sealed(work: Work, report: Report, column: str, text: str | None) -> bytes | None:
    if not text or not text.strip():
        return None
    return work.seal(text, holder=report.id, table="report", column=column, row=report.id)
