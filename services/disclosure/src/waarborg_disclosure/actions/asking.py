"""Asking the reporter: a question in the mailbox, what waits for the answer, and going on without one."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from waarborg_disclosure import domain
from waarborg_disclosure.actions import promises
from waarborg_disclosure.actions.sealing import put_message, seal_in, unseal_in
from waarborg_disclosure.domain import ReportState
from waarborg_disclosure.domain.fixing import AskedAlready, CannotBeAsked, NothingAsked
from waarborg_disclosure.domain.promises import PRACTICE, QUESTION
from waarborg_disclosure.models import Report, ReportQuestion
from waarborg_shared.clocks import ClockRule
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written

_TABLE = ReportQuestion.__tablename__


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question to the reporter: what, since when, what stood still for it, and how it ended."""

    question: Written
    asked_at: datetime
    paused: tuple[str, ...]
    ended_at: datetime | None
    ended_how: str | None


def ask(work: Work, report: Report, question: str, *, rules: Rules) -> None:
    """Ask the reporter something: what the policy lets wait stands still until he answers.

    Raises:
        ReportClosed, CannotBeAsked, AskedAlready.
    """
    domain.check_open(ReportState(report.state))
    if report.receipt_hash is None:
        raise CannotBeAsked(report.id)
    if open_question(work, report) is not None:
        raise AskedAlready(report.id)
    policy = rules.disclosure_policy
    names = promises.pause(work, report, rules, reason="asked-reporter")
    rule = ClockRule(name=QUESTION, start_event="asked", term=policy.question_term, source=PRACTICE)
    promises.run_anew(work, report, rule, rules)
    put_message(work, report, question, from_reporter=False, kind="question")
    row = ReportQuestion(
        organisation=work.organisation,
        id=new_id(),
        report_id=report.id,
        asked_by=work.actor.ref,
        asked_at=work.now,
        paused=",".join(names),
    )
    row.question_sealed = seal_in(work, report, question, table=_TABLE, column="question", row=row.id)
    work.add(row)
    report.unread_since = None
    report.revision += 1
    work.record(report, verb="asked-reporter", facts=dict.fromkeys(names, "paused"))


def answer(work: Work, report: Report, words: str, *, rules: Rules) -> None:
    """Take the reporter's answer to the open question. Raises NothingAsked."""
    if open_question(work, report) is None:
        raise NothingAsked(report.id)
    put_message(work, report, words, from_reporter=True, kind="answered")
    report.unread_since = report.unread_since or work.now
    _go_on(work, report, "answered", rules)


def take_back(work: Work, report: Report, *, rules: Rules) -> None:
    """Go on without the answer. Raises NothingAsked."""
    if not _go_on(work, report, "withdrawn", rules):
        raise NothingAsked(report.id)


def let_go(work: Work, report: Report, rules: Rules) -> None:
    """The reporter left the question for as long as the policy waits: what stood still goes on."""
    _go_on(work, report, "not_answered", rules)


def open_question(work: Work, report: Report) -> ReportQuestion | None:
    """Return the question that waits for the reporter."""
    mine = ReportQuestion.organisation == work.organisation, ReportQuestion.report_id == report.id
    return work.session.scalars(select(ReportQuestion).where(*mine, ReportQuestion.ended_at.is_(None))).first()


def questions_of(work: Work, report: Report) -> tuple[Asked, ...]:
    """Return every question that the reporter was asked, with what stood still for it."""
    mine = ReportQuestion.organisation == work.organisation, ReportQuestion.report_id == report.id
    rows = work.session.scalars(select(ReportQuestion).where(*mine).order_by(ReportQuestion.asked_at))
    return tuple(
        Asked(
            question=unseal_in(work, report, row.question_sealed, table=_TABLE, column="question", row=row.id),
            asked_at=row.asked_at,
            paused=tuple(name for name in row.paused.split(",") if name),
            ended_at=row.ended_at,
            ended_how=row.ended_how,
        )
        for row in rows
    )


def end_at_closing(work: Work, report: Report, _rules: Rules) -> None:
    """A question that is open when the report is closed waits for nobody any more."""
    row = open_question(work, report)
    if row is not None:
        row.ended_at, row.ended_how = work.now, "closed"


def _go_on(work: Work, report: Report, how: str, rules: Rules) -> bool:
    row = open_question(work, report)
    if row is None:
        return False
    row.ended_at, row.ended_how = work.now, how
    promises.stop_turn(work, report, QUESTION, reason=how.replace("_", "-"))
    moved = promises.resume(work, report, row.paused.split(","), rules)
    if moved is not None:
        put_message(work, report, "", from_reporter=False, kind="moved", day=moved)
    report.revision += 1
    work.record(report, verb="question-ended", facts={"how": how})
    return True
