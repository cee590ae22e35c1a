"""Going on with a publication whose reporter does not answer: a reminder, a reason, a second look, and word of it."""

from sqlalchemy import select

from waarborg_disclosure.actions.advisories import advisory_of, standing_of
from waarborg_disclosure.actions.looking_twice import look
from waarborg_disclosure.actions.sealing import put_message, seal_in, unseal_in
from waarborg_disclosure.domain import silence
from waarborg_disclosure.domain.conduct import AlreadyProposed
from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_disclosure.domain.four_eyes import NothingProposed
from waarborg_disclosure.domain.publishing import NoDayProposed
from waarborg_disclosure.models import Advisory, Report, ReportMessage
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written

_TABLE = Advisory.__tablename__


def remind(work: Work, report: Report, *, rules: Rules) -> None:
    """Remind the reporter, once, of the day that he was asked about. Raises NoDayProposed, TimeToAnswer."""
    row = _asked(work, report)
    term = rules.disclosure_policy.question_term
    silence.check_reminder(standing_of(row), term=term, calendar=rules.calendar, now=work.now)
    row.reminded_at = work.now
    put_message(work, report, "", from_reporter=False, kind="day_reminder")
    report.revision += 1
    work.record(report, verb="reminded-of-day")


def propose(work: Work, report: Report, *, why: str, rules: Rules) -> None:
    """Propose to go on without the reporter's word, with the reason; it takes a second look.

    Raises:
        NoDayProposed, RemindFirst, TimeToAnswer, NotSilent, AlreadyProposed.
    """
    row = _asked(work, report)
    _check(work, report, row, rules)
    if row.silence_at is not None:
        raise AlreadyProposed(row.number)
    row.silence_at, row.silence_by = work.now, work.actor.ref
    row.silence_why_sealed = seal_in(work, report, why, table=_TABLE, column="silence_why", row=row.id)
    report.revision += 1
    work.record(report, verb="proposed-to-go-on", why=why)


def decide(work: Work, report: Report, *, outsider: str | None, rules: Rules) -> None:
    """Go on without the reporter's word, by a second look; he reads it, and can refuse until it is public.

    Raises:
        NoDayProposed, NothingProposed, RemindFirst, TimeToAnswer, NotSilent, OwnProposal, NotBeforeTomorrow.
    """
    row = _asked(work, report)
    if row.silence_at is None or row.silence_by is None or row.proposed_on is None:
        raise NothingProposed
    _check(work, report, row, rules)
    how = look(work, rules, proposed_by=row.silence_by, proposed_at=row.silence_at, outsider=outsider)
    row.agreed_at, row.agreed_how = work.now, how.value
    row.proposed_on = silence.public_on(row.proposed_on, today=due_on(work.now))
    put_message(work, report, "", from_reporter=False, kind="day_goes_on")
    report.revision += 1
    facts = {"how": how.value, "on": row.proposed_on.isoformat()}
    work.record(report, verb="went-on-without-reporter", facts=facts, why=outsider or "")


def why_of(work: Work, report: Report, row: Advisory) -> Written | None:
    """Return why somebody wants to go on without the reporter."""
    if row.silence_why_sealed is None:
        return None
    return unseal_in(work, report, row.silence_why_sealed, table=_TABLE, column="silence_why", row=row.id)


def may_remind(work: Work, report: Report, rules: Rules) -> bool:
    """Whether the reporter can be reminded now."""
    row = advisory_of(work, report)
    term = rules.disclosure_policy.question_term
    try:
        if row is not None:
            silence.check_reminder(standing_of(row), term=term, calendar=rules.calendar, now=work.now)
    except DisclosureError:
        return False
    return row is not None


def may_go_on(work: Work, report: Report, rules: Rules) -> bool:
    """Whether it can be decided now to go on without the reporter."""
    row = advisory_of(work, report)
    try:
        if row is not None:
            _check(work, report, row, rules)
    except DisclosureError:
        return False
    return row is not None


def duties(work: Work, report: Report, rules: Rules) -> tuple[str, ...]:
    """Return what still has to be done about a day that is not answered."""
    if may_remind(work, report, rules):
        return ("remind-of-day",)
    row = advisory_of(work, report)
    if row is None or not may_go_on(work, report, rules):
        return ()
    return ("silence-to-decide",) if row.silence_at is not None else ("day-unanswered",)


def _asked(work: Work, report: Report) -> Advisory:
    row = advisory_of(work, report)
    if row is None or report.erased_at is not None:
        raise NoDayProposed
    silence.asked(standing_of(row))
    return row


def _check(work: Work, report: Report, row: Advisory, rules: Rules) -> None:
    term = rules.disclosure_policy.question_term
    standing, wrote = standing_of(row), _wrote_since(work, report, row)
    silence.check_going_on(standing, wrote=wrote, term=term, calendar=rules.calendar, now=work.now)


def _wrote_since(work: Work, report: Report, row: Advisory) -> bool:
    theirs = (
        ReportMessage.organisation == work.organisation,
        ReportMessage.report_id == report.id,
        ReportMessage.from_reporter.is_(True),
        ReportMessage.at >= (row.proposed_at or work.now),
    )
    return work.session.scalars(select(ReportMessage.id).where(*theirs).limit(1)).first() is not None
