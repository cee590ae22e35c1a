"""Receiving a report: number, receipt, the clocks that were promised, and word of exposed data at once."""

from dataclasses import dataclass
from datetime import datetime

from waarborg_disclosure import answer_keys, domain
from waarborg_disclosure.actions import course, promises
from waarborg_disclosure.actions.files import keep_files
from waarborg_disclosure.actions.handling import expose
from waarborg_disclosure.actions.sealing import give_key, seal_words
from waarborg_disclosure.domain import CameBy, Introduction, Reporter, ReportState
from waarborg_disclosure.evidence import Evidence
from waarborg_disclosure.models import Report, ReportNumber
from waarborg_disclosure.receipts import Receipt
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.clocks import Clock
from waarborg_shared.db import new_id
from waarborg_shared.events.disclosure import VulnerabilityReported
from waarborg_shared.hooks import Rules
from waarborg_shared.numbers import spell_number, take_number
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReport:
    """A report of a vulnerability; every text in it is sealed. Nothing tells who sent it but what they wrote.

    ``came_by`` and ``received_at`` are of a report that staff enter; without them it came now, by the form or the API.
    ``follows_id`` is the closed report that it goes on from.
    """

    what: str
    where: str
    reporter: Reporter
    how: str | None = None
    name: str | None = None
    contact: str | None = None
    answer_key: str | None = None
    may_credit: bool = False
    exposes_personal_data: bool = False
    files: tuple[Evidence, ...] = ()
    came_by: CameBy | None = None
    received_at: datetime | None = None
    follows_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A report that came in, with its receipt: it is nowhere else. None where the policy gives no mailbox."""

    report: Report
    receipt: str | None
    clocks: tuple[Clock, ...]


def receive_report(work: Work, command: NewReport, *, rules: Rules, receipt: Receipt) -> Received:
    """Take in a report, start the clocks that were promised, and tell of exposed data without waiting (B22, J14).

    The promises run from the moment at which it was received, also where staff enter it later. ``receipt`` was made
    before this unit of work, for hashing it takes long.

    Raises:
        PseudonymNotAllowed, NameNeeded, AnonymousWithTrace, CreditNotOffered, ReceivedInFuture, WrongAnswerKey: naming
        the field.
    """
    policy = rules.disclosure_policy
    domain.check_introduction(policy, _introduction(command))
    received_at = domain.check_received(command.received_at or work.now, now=work.now)
    if command.answer_key is not None:
        answer_keys.check(command.answer_key, now=work.now)
    mailbox = domain.has_mailbox(policy, command.reporter)
    report = _row(work, command, received_at, hashed=receipt.hashed if mailbox else None)
    work.add(report)  # written once, with all that is said of it below
    started = work.clocks.begin(report, domain.starts(rules.disclosure_policy, received_at), calendar=rules.calendar)
    report.due_at = min((clock.due_at for clock in started), default=received_at)
    promises.begin(work, report, started, rules=rules)
    work.record(report, verb="received-report" if command.came_by is None else "entered-report", facts=_facts(command))
    work.emit(VulnerabilityReported(report_ref=report.id, received_at=received_at), case=report)
    if command.exposes_personal_data:
        expose(work, report)
    report.number = _number(work)
    keep_files(work, report, command.files)
    course.run(course.ON_RECEIVED, work, report, rules)
    return Received(report=report, receipt=receipt.digits if mailbox else None, clocks=started)


def _facts(command: NewReport) -> dict[str, str | int]:
    facts: dict[str, str | int] = {"reporter": command.reporter.value}
    if command.came_by is not None:
        facts["came_by"] = command.came_by.value
    if command.files:
        facts["files"] = len(command.files)
    if command.follows_id is not None:
        facts["follows"] = command.follows_id
    return facts


def _introduction(command: NewReport) -> Introduction:
    return Introduction(
        reporter=command.reporter, name=command.name, contact=command.contact, may_credit=command.may_credit
    )


def _row(work: Work, command: NewReport, received_at: datetime, *, hashed: bytes | None) -> Report:
    report = Report(
        id=new_id(),
        revision=1,
        receipt_hash=hashed,
        received_at=received_at,
        due_at=received_at,
        state=ReportState.RECEIVED.value,
        reporter=command.reporter.value,
        may_credit=command.may_credit,
        exposes_personal_data=False,
        came_by=command.came_by.value if command.came_by else None,
        follows_id=command.follows_id,
    )
    give_key(work, report)
    names = ("what", "where", "how", "name", "contact", "answer_key")
    seal_words(work, report, {name: getattr(command, name) for name in names})
    return report


def _number(work: Work) -> str:
    """Take the next number, as late as can be: who takes one makes all others wait, until the commit."""
    year = work.now.astimezone(AMSTERDAM).year
    count = take_number(work, ReportNumber, year=year)
    return spell_number(work.organisation, letter="K", year=year, count=count)
