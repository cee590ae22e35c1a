"""Correct a time: the old one stays on the timeline, and every clock that runs from it is worked out anew."""

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.actions.deciding import may_decide
from waarborg_breach.actions.notices import due_for, is_late, notices_of
from waarborg_breach.actions.settling import set_clocks, states_of, tell, times_of
from waarborg_breach.domain import CaseState, Times
from waarborg_breach.domain.reports import NoProcessor
from waarborg_breach.domain.times import CorrectionReason, WrongTimes, changed, check_correction, moments_of, starts
from waarborg_breach.models import BreachCase
from waarborg_shared.clocks import Clock, ClockRule
from waarborg_shared.deadlines.watch import PERIOD_OVER
from waarborg_shared.events.breach import BreachTimesCorrected
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work

NOT_IN_FORCE = "not-in-force"
_NOT_HANDLED_HERE = (CaseState.RETRACTED, CaseState.MERGED)


def correct_times(work: Work, case: BreachCase, times: Times, *, why: str | None, rules: Rules) -> None:
    """Put other times in the place of those of the case, with the reason; clocks that run from them are reworked.

    Whoever sees to breaches may, and the responsible person; also after closing, for the register has to be right.

    Raises:
        NotResponsible, NoSuchMove, NothingChanged, CorrectionReason, NoProcessor, WrongTimes.
    """
    if Duty.BREACH_DECIDE not in work.actor.duties and not may_decide(work, case, rules=rules):
        raise domain.NotResponsible(rules.breach_protocol.responsible_role)
    if case.case_state in (CaseState.RETRACTED, CaseState.MERGED):
        raise domain.NoSuchMove(case.case_state)
    was = times_of(case)
    if not why or not why.strip():
        raise CorrectionReason("empty")
    domain.check_times(times, now=work.now)
    done = (case.decided_at, case.notified_at, case.informed_at)
    if times.processor_aware_at not in (None, was.processor_aware_at) and case.processor_sealed is None:
        raise NoProcessor("processor_aware_at")
    check_correction(was, times, came_in_at=case.created_at, done_at=done)
    put_times(work, case, times, verb="corrected-times", why=why, rules=rules)


def follow_report(work: Work, report_ref: str, *, was_at: datetime, times: Times, rules: Rules) -> None:
    """A report that opened a case came in at another moment: its times follow, where nobody corrected them here.

    What cannot be so beside what was done since stays as it is, and stands on the timeline to be looked at.
    """
    found = select(BreachCase.id).where(
        BreachCase.organisation == work.organisation,
        BreachCase.origin == "disclosure",
        BreachCase.origin_ref == report_ref,
    )
    case_id = work.session.scalars(found).one_or_none()
    if case_id is None:
        return
    case = work.case(BreachCase, case_id)
    was = times_of(case)
    followed = replace(was, discovered_at=times.discovered_at, aware_at=times.aware_at)
    if not changed(was, followed):
        return
    as_it_was_told = {was.discovered_at, was.aware_at} == {was_at} and case.case_state not in _NOT_HANDLED_HERE
    if as_it_was_told and _can_be_so(work, case, was, followed):
        put_times(work, case, followed, verb="corrected-times", rules=rules)
    else:
        work.record(case, verb="report-came-in-at", facts={"at": times.discovered_at.isoformat()})


def _can_be_so(work: Work, case: BreachCase, was: Times, times: Times) -> bool:
    done = (case.decided_at, case.notified_at, case.informed_at)
    try:
        domain.check_times(times, now=work.now)
        check_correction(was, times, came_in_at=case.created_at, done_at=done)
    except WrongTimes:
        return False
    return True


def put_times(work: Work, case: BreachCase, times: Times, *, verb: str, why: str = "", rules: Rules) -> None:
    """Keep these times and what they were, and rework the clocks from those that changed.

    Raises:
        WrongTimes: there was no duty to notify on that day.
    """
    was, late = times_of(case), _late_notices(work, case)
    begins = starts(rules.breach_protocol, times)
    differs = changed(was, times)
    for name, value in asdict(times).items():
        setattr(case, name, value)
    case.revision += 1
    case.retimed_at = work.now if case.closed_at is not None else case.retimed_at
    work.record(case, verb=verb, why=why, facts={"times": {name: _pair(*pair) for name, pair in differs.items()}})
    recount(work, case, begins, was=was, times=times, rules=rules)
    _say_what_is_late(work, case, late)
    tell(
        work, case, BreachTimesCorrected(breach_ref=case.id, discovered_at=times.discovered_at, aware_at=times.aware_at)
    )


def recount(
    work: Work,
    case: BreachCase,
    begins: Iterable[tuple[ClockRule, datetime]],
    *,
    was: Times,
    times: Times,
    rules: Rules,
) -> None:
    """Work out anew each clock whose moment changed: by the version of the rule that holds on its new day.

    A clock that did not exist on the old day begins; one that does not hold on the new day stops.
    """
    old, new = moments_of(was), moments_of(times)
    moved: dict[str, datetime] = {event: at for event, at in new.items() if old[event] != at}
    running = {clock.name: clock for clock in work.clocks.of(case)}
    begun = {rule.name: (rule, at) for rule, at in begins if rule.start_event in moved}
    ours = {rule.name for rule in rules.breach_protocol.clocks}
    for name, clock in running.items():
        if name in begun or clock.rule.start_event not in moved:
            continue
        if name not in ours:
            begun[name] = (clock.rule, moved[clock.rule.start_event])
        elif clock.stopped_at is None:
            work.clocks.stop(case, name, reason=NOT_IN_FORCE)
            work.record(case, verb="clock-not-in-force", facts={"clock": name})
    for name, (rule, at) in begun.items():
        if name in running:
            _restart(work, case, running[name], rule, at=at, rules=rules)
        else:
            work.clocks.start(case, rule, at=at, calendar=rules.calendar)
    set_clocks(work, case, states_of(case))


def _late_notices(work: Work, case: BreachCase) -> frozenset[int]:
    if case.notified_at is None:
        return frozenset()
    due_at = due_for(work, case)
    return frozenset(row.number for row in notices_of(work, case) if is_late(row, due_at))


def _say_what_is_late(work: Work, case: BreachCase, before: frozenset[int]) -> None:
    """Put on the timeline what turns out late, or in time, now that the clock was worked out anew."""
    after = _late_notices(work, case)
    for number in sorted(before ^ after):
        work.record(case, verb="notice-late" if number in after else "notice-in-time", facts={"number": number})


def _restart(work: Work, case: BreachCase, clock: Clock, rule: ClockRule, *, at: datetime, rules: Rules) -> None:
    if clock.stop_reason in (PERIOD_OVER, NOT_IN_FORCE):
        work.clocks.reopen(case, clock.name)
    before, after = work.clocks.restart(case, rule, at=at, calendar=rules.calendar)
    gone = after.stopped_at is None and not after.period and after.due_at <= work.now < before.due_at
    work.record(
        case,
        verb="clock-reworked-lapsed" if gone else "clock-reworked",
        facts={"clock": clock.name, "was": before.due_at.isoformat(), "is": after.due_at.isoformat()},
    )


def _pair(was: object, now_is: object) -> list[str | bool | None]:
    return [_plain(was), _plain(now_is)]


def _plain(value: object) -> str | bool | None:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, bool) else None
