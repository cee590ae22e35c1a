"""How long a closed report is kept, what holds it longer, and erasing it in two turns when its terms are over.

First its reporter's contact data go, then the key of all that was written. Codes, times, severity and whether promises
were kept stay for the figures, with when it was erased and by which rule: that row is the proof. An open report is
never erased.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from waarborg_disclosure.actions.crediting import credit_of, let_go
from waarborg_disclosure.actions.files import drop_files
from waarborg_disclosure.actions.found import verdict_of
from waarborg_disclosure.actions.rewarding import reward_of
from waarborg_disclosure.actions.sealing import seal, unseal
from waarborg_disclosure.domain import ReportState
from waarborg_disclosure.domain.keeping import (
    AlreadyErased,
    AlreadyHeld,
    Erased,
    HoldEndsInThePast,
    KeptUntil,
    Terms,
    held,
    kept_until,
)
from waarborg_disclosure.domain.thanking import RewardState
from waarborg_disclosure.models import Report
from waarborg_shared.clocks import due_on
from waarborg_shared.events.disclosure import ReportClosed, ReportErased
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written
from waarborg_shared.uow.work import DEFAULT_RETENTION

Part = Callable[[Work, Report, Rules], None]
REASON = "retention-over"
_STANDARD = "report_kept"
_OF_THE_REPORTER = ("name_sealed", "contact_sealed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How long a report is kept: by which terms, and until when once it was closed; and what holds it longer."""

    terms: Terms
    until: KeptUntil | None
    held: bool
    hold_why: Written | None
    waits_for_reward: bool


def terms_of(rules: Rules, on: date) -> Terms:
    """Return how long reports are kept: by a retention rule of the organisation, or else by its disclosure policy."""
    policy = rules.disclosure_policy
    rule = rules.retention(on).get(policy.retention) if policy.retention else None
    return Terms(
        reporter=policy.reporter_kept,
        report=rule.keep if rule is not None else policy.report_kept,
        rule=rule.code if rule is not None else _STANDARD,
        source=rule.source if rule is not None else policy.kept_source,
    )


def kept(work: Work, report: Report, rules: Rules) -> Kept:
    """Return how long a report is kept, and what holds it longer."""
    terms = terms_of(rules, due_on(work.now))
    return Kept(
        terms=terms,
        until=_until(report, terms, rules),
        held=held(report.hold_until, today=due_on(work.now)),
        hold_why=unseal(work, report, "hold_why"),
        waits_for_reward=_waits_for_reward(work, report),
    )


def on_closed(work: Work, report: Report, _rules: Rules) -> None:
    """Tell that a report was closed: from here on counts how long it is kept."""
    verdict, at = verdict_of(report), report.closed_at or work.now
    work.emit(
        ReportClosed(report_ref=report.id, verdict=verdict.value if verdict else "none", closed_at=at), case=report
    )


def hold(work: Work, report: Report, *, why: str, until: date) -> None:
    """Keep a report beyond its term, with the reason and the last day of it; it may be open or closed.

    Raises:
        AlreadyErased, AlreadyHeld, HoldEndsInThePast.
    """
    if report.erased_at is not None:
        raise AlreadyErased(report.id)
    if held(report.hold_until, today=due_on(work.now)):
        raise AlreadyHeld(report.id)
    if until <= due_on(work.now):
        raise HoldEndsInThePast(until.isoformat())
    report.held_at, report.hold_until = work.now, until
    report.hold_why_sealed = seal(work, report, "hold_why", why)
    report.revision += 1
    work.record(report, verb="held", facts={"until": until.isoformat()}, why=why)


def lift(work: Work, report: Report, *, why: str) -> None:
    """Let the term count again before the day that was said, with the reason. Raises AlreadyHeld."""
    if not held(report.hold_until, today=due_on(work.now)):
        raise AlreadyHeld(report.id)
    report.held_at = report.hold_until = report.hold_why_sealed = None
    report.revision += 1
    work.record(report, verb="hold-lifted", why=why)


def over_now(work: Work, rules: Rules, *, limit: int = 100) -> list[str]:
    """Return the closed reports of which a term is over and that nothing holds, the longest ago first.

    The organisation's plugin is asked only where something is closed.
    """
    today = due_on(work.now)
    query = (
        select(Report)
        .where(
            Report.organisation == work.organisation,
            Report.state == ReportState.CLOSED.value,
            Report.closed_at.is_not(None),
            Report.erased_at.is_(None),
            or_(Report.hold_until.is_(None), Report.hold_until < today),
        )
        .order_by(Report.closed_at, Report.id)
    )
    found: list[str] = []
    for report in work.session.scalars(query).yield_per(limit):
        until = _until(report, terms_of(rules, today), rules)
        if until is None or until.reporter >= work.now:
            break  # who was closed later is kept longer by the same terms
        if _next(work, report, until) is not None:
            found.append(report.id)
        if len(found) == limit:
            break
    return found


def erase_if_over(work: Work, report_id: str, rules: Rules, *, beside: Iterable[Part] = ()) -> Erased | None:
    """Erase of a report what its terms say, looked at anew under its lock; returns what went, None where nothing did.

    ``beside`` is what other parts erase with the whole report. Twice changes nothing. The key goes last: who stops
    before the commit finds the row as it was and does it again.
    """
    report = work.case(Report, report_id)
    terms = terms_of(rules, due_on(work.now))
    until = _until(report, terms, rules)
    if until is None or held(report.hold_until, today=due_on(work.now)):
        return None
    what = _next(work, report, until)
    if what is None:
        return None
    if report.reporter_erased_at is None:
        let_reporter_go(work, report)
    if what is Erased.REPORT:
        report.erased_at, report.erased_rule = work.now, terms.rule
        report.unread_since = report.held_at = report.hold_until = report.hold_why_sealed = None
        for part in beside:
            part(work, report, rules)
    report.revision += 1
    work.record(report, verb=f"erased-{what.value}", facts={"rule": terms.rule})
    work.emit(ReportErased(report_ref=report.id, erased_kind=what.value, kept_by=terms.rule), case=report)
    if what is Erased.REPORT:
        work.session.flush()
        credit = credit_of(work, report)
        if credit is not None and not credit.keep:
            let_go(work, report, credit)
        work.destroy_key(report.id, DEFAULT_RETENTION, reason=REASON)
        drop_files(work, report)
    return what


def _next(work: Work, report: Report, until: KeptUntil) -> Erased | None:
    """Return what is to go now: all of it, or first who reported; None before that or where it went already."""
    if report.erased_at is not None:
        return None
    if until.report < work.now:
        return Erased.REPORT
    over = until.reporter < work.now and report.reporter_erased_at is None
    return Erased.REPORTER if over and not _waits_for_reward(work, report) else None


def _until(report: Report, terms: Terms, rules: Rules) -> KeptUntil | None:
    if report.state != ReportState.CLOSED or report.closed_at is None:
        return None
    return kept_until(report.closed_at, terms, rules.calendar)


def _waits_for_reward(work: Work, report: Report) -> bool:
    """Whether who reported still has to get what was approved; his contact data serve for that."""
    reward = reward_of(work, report)
    return reward is not None and reward.state == RewardState.APPROVED


def let_reporter_go(work: Work, report: Report) -> None:
    """Let go of who reported it and how he is reached."""
    for name in _OF_THE_REPORTER:
        setattr(report, name, None)
    report.reporter_erased_at = work.now
    report.notice_state = report.notice_since = None
