"""What staff do with a report: mark an exposure, answer, write to the reporter, close."""

from waarborg_disclosure import domain
from waarborg_disclosure.actions import course, fixing, promises, referring, triage, writing
from waarborg_disclosure.actions.sealing import open_report, put_message
from waarborg_disclosure.domain import Answer, ReportState, Verdict
from waarborg_disclosure.domain.fixing import check_closing
from waarborg_disclosure.domain.promises import FIRST_ANSWER, FIX, PROGRESS
from waarborg_disclosure.models import Report
from waarborg_shared.clocks import due_on
from waarborg_shared.events.disclosure import PersonalDataExposed, ReportAssessed
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Handover, Redirect
from waarborg_shared.uow import Work


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

    What turns out to be a data leak goes to who deals with those at once; of a complaint the reporter is asked first.

    Raises:
        AnswerIncomplete, FixDateInThePast, UnknownRedirect, NotTheFirst, NoSuchMove: naming the field.
    """
    state = _state_after(report, answer)
    fixing.not_fixed_after_all(work, report, state)
    redirect = domain.check_answer(rules.disclosure_policy, answer, today=due_on(work.now))
    duplicate = answer.verdict is Verdict.DUPLICATE
    first = triage.first_of(work, report, answer.duplicate_of) if duplicate else None
    report.state = state.value
    report.revision += 1
    report.verdict = answer.verdict.value
    report.redirect = redirect.code if redirect else None
    report.duplicate_of = first.id if first is not None else None
    was_known, report.known = report.known, triage.known_of(report, answer, first)
    report.unread_since = None
    report.answered_at = report.answered_at or work.now
    if report.known != was_known:
        triage.tell_duplicates(work, report, was_known)
    _keep_promises(work, report, answer, rules)
    words = (answer.assessment, answer.next_step or "", _way(redirect))
    text = "\n\n".join(part for part in words if part.strip())
    put_message(work, report, text, from_reporter=False, kind="answer", day=report.fix_on)
    facts = {"verdict": answer.verdict.value, "redirect": report.redirect or "none"}
    work.record(report, verb="assessed-report", facts=facts)
    work.emit(ReportAssessed(report_ref=report.id, verdict=answer.verdict.value), case=report)
    _hand_over(work, report, redirect)


def _state_after(report: Report, answer: Answer) -> ReportState:
    """What is being fixed stays so when the answer is that it is right, once more; all else is answered."""
    state = ReportState(report.state)
    if state is ReportState.FIXING and answer.verdict is Verdict.IN_SCOPE:
        return state
    return domain.move(state, ReportState.ANSWERED)


def _keep_promises(work: Work, report: Report, answer: Answer, rules: Rules) -> None:
    promises.meet(work, report, FIRST_ANSWER)
    if not promises.in_scope(report):
        report.fix_on = None
        promises.end(work, report, FIX, PROGRESS)
    elif answer.fix_date is not None:
        moved = report.fix_on is not None
        promises.expect_fix(work, report, answer.fix_date, reason=answer.assessment if moved else None, rules=rules)
    promises.tell(work, report, rules)


def _way(redirect: Redirect | None) -> str:
    """The way to go instead, in both languages: who reported reads one of them."""
    if redirect is None:
        return ""
    return "\n".join(
        f"{redirect.name.to(lang)}: {redirect.instead.to(lang)} {redirect.phone or ''}".strip() for lang in ("nl", "en")
    )


def _hand_over(work: Work, report: Report, redirect: Redirect | None) -> None:
    goes_to = redirect.goes_to if redirect is not None else None
    if goes_to is Handover.BREACH and not report.exposes_personal_data:
        expose(work, report)
    if goes_to is Handover.REQUESTS:
        referring.ask_leave(work, report)


def reply(
    work: Work, report: Report, text: str, *, rules: Rules, tells_progress: bool = False, kind: str | None = None
) -> None:
    """Write to the reporter, in the mailbox; it is no answer to the report. Raises ReportClosed.

    ``tells_progress``: it says how it stands, so that the time for that starts anew. ``kind`` is what else it is.
    """
    writing.check_writable(work, report)
    put_message(work, report, text, from_reporter=False, kind="progress" if tells_progress else kind)
    report.unread_since = None
    if tells_progress:
        promises.tell(work, report, rules)


def mark_read(report: Report) -> None:
    """Note that what the reporter wrote was read, where nothing is written back."""
    report.unread_since = None
    report.revision += 1


def close_report(work: Work, report: Report, *, rules: Rules, why: str | None = None) -> None:
    """Close a report that was answered, with whatever clocks still ran; the reporter reads ``why``.

    Raises:
        NoSuchMove: it was not answered yet, or is closed already.
        ReasonToClose: it is right and not fixed, and nobody says why it is closed.
    """
    state = domain.move(ReportState(report.state), ReportState.CLOSED)
    unfixed = promises.in_scope(report) and report.fixed_at is None
    if open_report(work, report).erased:
        why = None  # nobody can read a reason any more
    else:
        check_closing(unfixed=unfixed, why=why)
    if why and why.strip():
        put_message(work, report, why, from_reporter=False, kind="closed_unfixed" if unfixed else "closed")
    report.state = state.value
    report.revision += 1
    report.closed_at = work.now
    report.unread_since = None
    work.clocks.stop_all(report, reason="closed")
    work.record(report, verb="closed-report", why=why or "")
    course.run(course.ON_CLOSED, work, report, rules)
