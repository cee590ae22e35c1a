"""The promises to a reporter: made, met, moved, paused and ended, each with its clock; and those that were missed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from waarborg_disclosure import domain
from waarborg_disclosure.actions.sealing import seal_in, unseal_in
from waarborg_disclosure.domain import promises as rulebook
from waarborg_disclosure.domain.promises import Standing, standing
from waarborg_disclosure.models import Report, ReportPromise
from waarborg_shared.clocks import Clock, ClockRule, due, due_on
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written

_TABLE = ReportPromise.__tablename__


@dataclass(frozen=True, slots=True, kw_only=True)
class Promised:
    """One promise with what became of it, for who may read it."""

    name: str
    source: str
    made_at: datetime
    due_at: datetime
    met_at: datetime | None
    standing: Standing
    reason: Written | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A promise that was not kept in time, with the report that it was made for. ``met_at``: kept after all, late."""

    report_id: str
    number: str
    name: str
    due_at: datetime
    met_at: datetime | None


def begin(work: Work, report: Report, started: Iterable[Clock], *, rules: Rules) -> None:
    """Write down what is promised when a report comes in: the receipt, given now, and what its clocks count."""
    receipt = rulebook.acknowledgement(rules.disclosure_policy)
    if receipt is not None:
        due_at = due(receipt, report.received_at, rules.calendar)
        work.append_after(report, ReportPromise, **_columns(work, report, receipt, due_at), met_at=work.now)
    for clock in started:
        work.append_after(report, ReportPromise, **_columns(work, report, clock.rule, clock.due_at), met_at=None)


def from_another_moment(work: Work, report: Report, rules: Rules) -> None:
    """Work out anew what was promised at receipt, once it is known that the report came in at another moment."""
    rows = work.session.scalars(
        select(ReportPromise).where(
            ReportPromise.organisation == work.organisation, ReportPromise.report_id == report.id
        )
    ).all()
    receipt = rulebook.acknowledgement(rules.disclosure_policy)
    promised = {
        rule.name: due(rule, at, rules.calendar)
        for rule, at in domain.starts(rules.disclosure_policy, report.received_at)
    }
    if receipt is not None:
        promised[receipt.name] = due(receipt, report.received_at, rules.calendar)
    for row in rows:
        if row.name in promised and row.moved_at is None:
            row.made_at, row.due_at = report.received_at, promised[row.name]


def meet(work: Work, report: Report, name: str, *, reason: str = "answered") -> None:
    """Keep a promise: its clock stops. Nothing where it is not open."""
    open_one = _open(work, report, name)
    _stop(work, report, name, reason=reason)
    if open_one is not None:
        open_one.met_at, open_one.paused_at = work.now, None


def not_met_after_all(work: Work, report: Report, name: str) -> None:
    """What was thought to be kept is not: the last promise of that name is open again, to its own time."""
    mine = ReportPromise.organisation == work.organisation, ReportPromise.report_id == report.id
    made = select(ReportPromise).where(*mine, ReportPromise.name == name).order_by(ReportPromise.made_at.desc())
    last = work.session.scalars(made.limit(1)).first()
    if last is None or last.met_at is None:
        return
    last.met_at = None
    clock = next((each for each in work.clocks.of(report) if each.name == name), None)
    if clock is not None and clock.stopped_at is not None:
        work.clocks.reopen(report, name)


def end(work: Work, report: Report, *names: str) -> None:
    """Let promises fall away that nobody waits for any more, with their clocks."""
    for name in names:
        open_one = _open(work, report, name)
        _stop(work, report, name, reason="ended")
        if open_one is not None:
            open_one.ended_at, open_one.paused_at = work.now, None


def end_all(work: Work, report: Report, _rules: Rules) -> None:
    """Let every promise fall away that is open when a report is closed; what was missed by then stays missed."""
    for open_one in _open_ones(work, report):
        open_one.ended_at, open_one.paused_at = work.now, None


def tell(work: Work, report: Report, rules: Rules) -> None:
    """The reporter just heard how it stands: that promise is kept, and made again for as long as it is not fixed."""
    meet(work, report, rulebook.PROGRESS, reason="told")
    state = domain.ReportState(report.state)
    if rulebook.tells_progress(state, in_scope=in_scope(report)):
        make(work, report, rules.disclosure_policy.progress, rules)
    settle_due(work, report)


def expect_fix(work: Work, report: Report, fix_on: date, *, reason: str | None, rules: Rules) -> None:
    """Promise a day for the fix; another one that was told is moved and stays in the history, with the reason."""
    if report.fix_on == fix_on and _open(work, report, rulebook.FIX) is not None:
        return
    earlier = _open(work, report, rulebook.FIX)
    if earlier is not None:
        earlier.moved_at, earlier.paused_at = work.now, None
    report.fix_on = fix_on
    rule = rulebook.fix_rule(rules.disclosure_policy, today=due_on(work.now), fix_on=fix_on)
    make(work, report, rule, rules, reason=reason)
    settle_due(work, report)


def make(work: Work, report: Report, rule: ClockRule, rules: Rules, *, reason: str | None = None) -> None:
    """Make a promise from now: its clock starts, or starts anew."""
    clock = run_anew(work, report, rule, rules)
    row = _row(work, report, rule, clock.due_at)
    row.paused_at = clock.paused_at
    if reason and reason.strip():
        row.reason_sealed = seal_in(work, report, reason, table=_TABLE, column="reason", row=row.id)
    work.add(row)


def run_anew(work: Work, report: Report, rule: ClockRule, rules: Rules) -> Clock:
    """Start a clock from now, whether it never ran, runs, or was stopped."""
    before = next((clock for clock in work.clocks.of(report) if clock.name == rule.name), None)
    if before is None:
        return work.clocks.start(report, rule, calendar=rules.calendar)
    if before.stopped_at is not None:
        work.clocks.reopen(report, rule.name)
    return work.clocks.restart(report, rule, at=work.now, calendar=rules.calendar)[1]


def stop_turn(work: Work, report: Report, name: str, *, reason: str) -> None:
    """Stop a clock of the reporter's turn, where it runs."""
    _stop(work, report, name, reason=reason)
    settle_due(work, report)


def pause(work: Work, report: Report, rules: Rules, *, reason: str) -> tuple[str, ...]:
    """Let stand still what the policy lets wait for the reporter; what is over already is not paused any more."""
    running = [
        clock.name
        for clock in work.clocks.of(report)
        if clock.stopped_at is None and clock.paused_at is None and clock.due_at >= work.now
    ]
    names = rulebook.paused_by_a_question(rules.disclosure_policy, running)
    for name in names:
        work.clocks.pause(report, name, reason=reason)
        open_one = _open(work, report, name)
        if open_one is not None:
            open_one.paused_at = work.now
    return names


def resume(work: Work, report: Report, names: Iterable[str], rules: Rules) -> date | None:
    """Let run again what stood still; returns the expected fix date when that moved by the waiting, else None."""
    moved = None
    for clock in work.clocks.of(report):
        if clock.name not in set(names) or clock.paused_at is None or clock.stopped_at is not None:
            continue
        runs = work.clocks.resume(report, clock.name, calendar=rules.calendar)
        open_one = _open(work, report, clock.name)
        if open_one is not None:
            open_one.due_at, open_one.paused_at = runs.due_at, None
        if clock.name == rulebook.FIX and report.fix_on != runs.due_on:
            report.fix_on = moved = runs.due_on
    settle_due(work, report)
    return moved


def settle_due(work: Work, report: Report) -> None:
    """Copy the moment of the earliest promise that runs, so that lists show the most urgent first."""
    work.session.flush()
    running = [
        clock.due_at
        for clock in work.clocks.of(report)
        if clock.stopped_at is None and clock.name not in rulebook.WAITS_FOR_REPORTER
    ]
    report.due_at = min(running, default=report.due_at)


def in_scope(report: Report) -> bool:
    """Whether it was found to be right."""
    return report.verdict == domain.Verdict.IN_SCOPE


def promises_of(work: Work, report: Report) -> tuple[Promised, ...]:
    """Return every promise to the reporter with what became of it, in the order in which they were made."""
    mine = ReportPromise.organisation == work.organisation, ReportPromise.report_id == report.id
    rows = work.session.scalars(select(ReportPromise).where(*mine).order_by(ReportPromise.made_at, ReportPromise.id))
    return tuple(
        Promised(
            name=row.name,
            source=row.source,
            made_at=row.made_at,
            due_at=row.due_at,
            met_at=row.met_at,
            standing=standing(row, work.now),
            reason=unseal_in(work, report, row.reason_sealed, table=_TABLE, column="reason", row=row.id)
            if row.reason_sealed is not None
            else None,
        )
        for row in rows
    )


def missed(
    work: Work, *, since: datetime | None = None, until: datetime | None = None, limit: int = 100
) -> Sequence[Missed]:
    """Return the promises that were not kept in time, the latest first: those of after ``since`` and
    before ``until``, at most ``limit``."""
    over = func.coalesce(
        ReportPromise.met_at, ReportPromise.moved_at, ReportPromise.ended_at, ReportPromise.paused_at, work.now
    )
    late = ReportPromise.due_at < work.now, over > ReportPromise.due_at
    query = (
        select(ReportPromise, Report.number)
        .join(Report, (Report.organisation == ReportPromise.organisation) & (Report.id == ReportPromise.report_id))
        .where(ReportPromise.organisation == work.organisation, Report.organisation == work.organisation, *late)
    )
    if since is not None:
        query = query.where(ReportPromise.due_at >= since)
    if until is not None:
        query = query.where(ReportPromise.due_at < until)
    rows = work.session.execute(query.order_by(ReportPromise.due_at.desc(), ReportPromise.id).limit(limit))
    return [
        Missed(report_id=row.report_id, number=number, name=row.name, due_at=row.due_at, met_at=row.met_at)
        for row, number in rows
    ]


def _row(work: Work, report: Report, rule: ClockRule, due_at: datetime) -> ReportPromise:
    return ReportPromise(organisation=work.organisation, **_columns(work, report, rule, due_at))


def _columns(work: Work, report: Report, rule: ClockRule, due_at: datetime) -> dict[str, Any]:
    from_when = report.received_at if rule.start_event == "received" else work.now
    return {
        "id": new_id(),
        "report_id": report.id,
        "name": rule.name,
        "source": rule.source,
        "made_at": from_when,
        "due_at": due_at,
    }


def _open_ones(work: Work, report: Report) -> Sequence[ReportPromise]:
    mine = ReportPromise.organisation == work.organisation, ReportPromise.report_id == report.id
    ends = ReportPromise.met_at.is_(None), ReportPromise.moved_at.is_(None), ReportPromise.ended_at.is_(None)
    return work.session.scalars(select(ReportPromise).where(*mine, *ends)).all()


def _open(work: Work, report: Report, name: str) -> ReportPromise | None:
    return next((row for row in _open_ones(work, report) if row.name == name), None)


def _stop(work: Work, report: Report, name: str, *, reason: str) -> None:
    clock = next((each for each in work.clocks.of(report) if each.name == name), None)
    if clock is None or clock.stopped_at is not None:
        return
    if clock.paused_at is not None:
        work.clocks.resume(report, name)
    work.clocks.stop(report, name, reason=reason)
