"""Fixing what was reported: the plan, the date and each slip of it, the fix, and what the reporter does after it."""

from datetime import date

from waarborg_disclosure import domain
from waarborg_disclosure.actions import asking, promises
from waarborg_disclosure.actions.sealing import put_message, seal
from waarborg_disclosure.domain import ReportState
from waarborg_disclosure.domain.fixing import NothingAsked, OnlyInScope, Retest, Wiped, check_retest
from waarborg_disclosure.domain.promises import FIX, PRACTICE, PROGRESS, RETEST, check_slip
from waarborg_disclosure.models import Report
from waarborg_shared.clocks import ClockRule, due_on
from waarborg_shared.events.disclosure import ReportReopened, VulnerabilityFixed
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

_MAY_BE_TRIED = frozenset({Retest.ASKED.value, Retest.NOT_ANSWERED.value})
_TRIED = {Retest.DONE: "retest_done", Retest.STILL_THERE: "still_there"}
_TRIED_IN = frozenset({ReportState.FIXED.value, ReportState.CLOSED.value})


def plan(work: Work, report: Report, words: str, *, rules: Rules) -> None:
    """Write down how it is fixed; from here it is being fixed. Raises OnlyInScope, NoSuchMove."""
    _check_right(report)
    state = ReportState(report.state)
    if state is not ReportState.FIXING:
        report.state = domain.move(state, ReportState.FIXING).value
        not_fixed_after_all(work, report, ReportState.FIXING)
    report.plan_sealed = seal(work, report, "plan", words)
    report.revision += 1
    work.record(report, verb="planned-fix")


def give_date(work: Work, report: Report, fix_on: date, reason: str | None, *, rules: Rules) -> None:
    """Tell the reporter by which day a fix is expected, or that another day takes its place and why (J14).

    Raises:
        OnlyInScope, ReportClosed, NewDateInThePast, SameFixDate, ReasonForSlip.
    """
    _check_right(report)
    domain.check_open(ReportState(report.state))
    before = report.fix_on
    check_slip(before, fix_on, reason, today=due_on(work.now))
    kind = "slip" if before is not None else "date"
    put_message(work, report, reason or "", from_reporter=False, kind=kind, day=fix_on)
    promises.expect_fix(work, report, fix_on, reason=reason, rules=rules)
    promises.tell(work, report, rules)
    report.revision += 1
    work.record(report, verb="moved-fix-date" if before is not None else "gave-fix-date", why=reason or "")


def note_fixed(work: Work, report: Report, words: str, *, rules: Rules) -> None:
    """Write down that it is fixed and how, tell the reporter, and ask him to try it and to wipe what he obtained.

    Raises:
        OnlyInScope, NoSuchMove.
    """
    _check_right(report)
    report.state = domain.move(ReportState(report.state), ReportState.FIXED).value
    if asking.open_question(work, report) is not None:
        asking.take_back(work, report, rules=rules)
    report.fixed_at = work.now
    report.fixed_how_sealed = seal(work, report, "fixed_how", words)
    put_message(work, report, words, from_reporter=False, kind="fixed")
    promises.meet(work, report, FIX, reason="fixed")
    promises.meet(work, report, PROGRESS, reason="fixed")
    if report.receipt_hash is not None:
        _ask_to_try(work, report, rules)
    promises.settle_due(work, report)
    report.revision += 1
    work.record(report, verb="fixed")
    work.emit(VulnerabilityFixed(report_ref=report.id, fixed_at=work.now), case=report)


def retest(work: Work, report: Report, outcome: Retest, words: str | None, *, rules: Rules) -> None:
    """Take what the reporter says of the fix. Still there: it is taken up again, also when it was closed.

    Raises:
        NothingAsked, StillThere.
    """
    if not may_be_tried(report):
        raise NothingAsked(report.id)
    check_retest(outcome, words)
    report.retest, report.retest_at = outcome.value, work.now
    promises.stop_turn(work, report, RETEST, reason="answered")
    put_message(work, report, words or "", from_reporter=True, kind=_TRIED[outcome])
    report.unread_since = report.unread_since or work.now
    if outcome is Retest.STILL_THERE:
        _take_up_again(work, report, rules)
    report.revision += 1
    work.record(report, verb="retested", facts={"outcome": outcome.value})


def take_as_done(work: Work, report: Report) -> None:
    """The reporter did not try the fix within the time that the policy gives: it counts as done."""
    promises.stop_turn(work, report, RETEST, reason="not-answered")
    if report.retest == Retest.ASKED:
        report.retest, report.retest_at = Retest.NOT_ANSWERED.value, work.now
        report.revision += 1
        work.record(report, verb="retested", facts={"outcome": Retest.NOT_ANSWERED.value})


def confirm_wiped(work: Work, report: Report) -> None:
    """Take the reporter's word that what he obtained is wiped (J14). Raises NothingAsked."""
    if report.wiped != Wiped.ASKED:
        raise NothingAsked(report.id)
    report.wiped, report.wiped_at = Wiped.CONFIRMED.value, work.now
    put_message(work, report, "", from_reporter=True, kind="wiped")
    report.revision += 1
    work.record(report, verb="confirmed-wiped")


def ask_to_wipe(work: Work, report: Report, _rules: Rules) -> None:
    """Ask once more at closing that what was obtained is wiped; closing does not wait for it."""
    owed = promises.in_scope(report) or report.exposes_personal_data
    if owed and report.receipt_hash is not None and report.wiped != Wiped.CONFIRMED:
        report.wiped = Wiped.ASKED.value
        put_message(work, report, "", from_reporter=False, kind="wipe")


def not_fixed_after_all(work: Work, report: Report, then: ReportState) -> None:
    """Take back that it was fixed where a report goes on from there: it is not to be tried, nor published, any more."""
    if report.fixed_at is None or then in (ReportState.FIXED, ReportState.CLOSED):
        return
    report.fixed_at = report.retest = report.retest_at = None
    promises.stop_turn(work, report, RETEST, reason="taken-up-again")


def may_be_tried(report: Report) -> bool:
    """Whether the reporter can still say what he sees of the fix."""
    return report.retest in _MAY_BE_TRIED and report.state in _TRIED_IN


def _ask_to_try(work: Work, report: Report, rules: Rules) -> None:
    policy = rules.disclosure_policy
    report.retest, report.retest_at = Retest.ASKED.value, None
    if report.wiped is None:
        report.wiped = Wiped.ASKED.value
    rule = ClockRule(name=RETEST, start_event="fixed", term=policy.retest_term, source=PRACTICE)
    promises.run_anew(work, report, rule, rules)


def _take_up_again(work: Work, report: Report, rules: Rules) -> None:
    closed = report.state == ReportState.CLOSED
    report.state = domain.move(ReportState(report.state), ReportState.REOPENED if closed else ReportState.FIXING).value
    report.fixed_at = report.closed_at = None
    report.reopened_at = work.now
    promises.not_met_after_all(work, report, FIX)
    promises.make(work, report, rules.disclosure_policy.progress, rules)
    promises.settle_due(work, report)
    work.emit(ReportReopened(report_ref=report.id), case=report)


def _check_right(report: Report) -> None:
    if not promises.in_scope(report):
        raise OnlyInScope(report.id)
