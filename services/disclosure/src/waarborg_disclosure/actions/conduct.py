"""Good faith: what was found of a reporter's conduct, decided by two, told to him; and handing his data over (B22)."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from waarborg_disclosure.actions.looking_twice import look
from waarborg_disclosure.actions.sealing import put_message, reachable, seal_in, unseal_in
from waarborg_disclosure.domain.conduct import (
    Conduct,
    Ground,
    HandedOverLater,
    check_finding,
    check_handing_over,
    promise_stands,
)
from waarborg_disclosure.domain.four_eyes import NothingProposed
from waarborg_disclosure.models import Finding, HandedOver, Report
from waarborg_shared.clocks import due_on
from waarborg_shared.events.disclosure import ConductDecided, ReporterHandedOver
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written

_FINDING = Finding.__tablename__
_HANDED = HandedOver.__tablename__


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedFinding:
    """A finding with what was written about it, opened for staff."""

    row: Finding
    evidence: Written
    reason: Written | None
    outsider: Written | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedHandingOver:
    """A handing over with what was written about it, opened for staff."""

    row: HandedOver
    to_whom: Written
    why: Written


def findings(work: Work, report: Report) -> tuple[Finding, ...]:
    """Return every finding about a report's conduct, oldest first."""
    mine = Finding.organisation == work.organisation, Finding.report_id == report.id
    return tuple(work.session.scalars(select(Finding).where(*mine).order_by(Finding.number)))


def opened_findings(work: Work, report: Report) -> tuple[OpenedFinding, ...]:
    """Return every finding with what was written about it, the newest first."""
    return tuple(
        OpenedFinding(
            row=row,
            evidence=_unseal(work, report, row, "evidence", row.evidence_sealed) or "",
            reason=_unseal(work, report, row, "reason", row.reason_sealed),
            outsider=_unseal(work, report, row, "outsider", row.outsider_sealed),
        )
        for row in reversed(findings(work, report))
    )


def decided(rows: tuple[Finding, ...]) -> Finding | None:
    """Return the newest finding that two looked at: the one that counts."""
    counting = [row for row in rows if row.decided_at is not None]
    return max(counting, key=lambda row: (row.decided_at, row.number)) if counting else None


def waiting(rows: tuple[Finding, ...]) -> Finding | None:
    """Return the finding that waits for a second look."""
    return next((row for row in rows if row.decided_at is None and row.dropped_at is None), None)


def stands(work: Work, report: Report) -> bool:
    """Whether the promise of no legal steps stands for who made this report."""
    newest = decided(findings(work, report))
    return promise_stands([Conduct(newest.found)] if newest is not None else [])


def propose_finding(work: Work, report: Report, found: Conduct, *, evidence: str, reason: str | None) -> Finding:
    """Write down with the evidence whether the rules were kept; nothing changes before a second look.

    Raises:
        AlreadyProposed, ReasonNeeded.
    """
    rows = findings(work, report)
    check_finding(found, reason=reason, waiting=waiting(rows) is not None)
    row = Finding(
        organisation=work.organisation,
        report_id=report.id,
        number=len(rows) + 1,
        found=found.value,
        proposed_at=work.now,
        proposed_by=work.actor.ref,
    )
    row.evidence_sealed = _seal(work, report, row, "evidence", evidence)
    if reason and reason.strip():
        row.reason_sealed = _seal(work, report, row, "reason", reason)
    work.add(row)
    report.revision += 1
    work.record(report, verb="found-conduct", facts={"found": found.value})
    return row


def decide_finding(work: Work, report: Report, *, outsider: str | None, rules: Rules) -> Finding:
    """Decide what was found, by a second look, and tell the reporter the reason where the promise is withheld.

    Raises:
        NothingProposed, OwnProposal, NotBeforeTomorrow.
    """
    row = waiting(findings(work, report))
    if row is None:
        raise NothingProposed
    how = look(work, rules, proposed_by=row.proposed_by, proposed_at=row.proposed_at, outsider=outsider)
    row.decided_at, row.decided_by, row.looked_how = work.now, work.actor.ref, how.value
    if outsider and outsider.strip():
        row.outsider_sealed = _seal(work, report, row, "outsider", outsider)
    reason = _unseal(work, report, row, "reason", row.reason_sealed)
    if isinstance(reason, str) and reason:
        put_message(work, report, reason, from_reporter=False)
    report.revision += 1
    work.record(report, verb="decided-conduct", facts={"found": row.found, "how": how.value}, why=outsider or "")
    kept = row.found == Conduct.KEPT
    work.emit(ConductDecided(report_ref=report.id, rules_kept=kept, look_kind=how.value), case=report)
    return row


def drop_finding(work: Work, report: Report, *, why: str) -> Finding:
    """Take a finding back that nobody decided, with the reason. Raises NothingProposed."""
    row = waiting(findings(work, report))
    if row is None:
        raise NothingProposed
    row.dropped_at = work.now
    report.revision += 1
    work.record(report, verb="dropped-finding", why=why)
    return row


def hand_over(
    work: Work, report: Report, ground: Ground, *, to_whom: str, why: str, on: date, told: str | None
) -> HandedOver:
    """Record that contact data were handed over, on a ground that allows it; ``told`` is what the reporter reads of it.

    Raises:
        NothingToHandOver, PromiseStands, HandedOverLater.
    """
    known = report.name_sealed is not None or reachable(work, report)
    check_handing_over(ground, stands=stands(work, report), known=known and report.erased_at is None)
    if on > due_on(work.now):
        raise HandedOverLater(on.isoformat())
    row = HandedOver(
        organisation=work.organisation,
        report_id=report.id,
        number=len(handings_over(work, report)) + 1,
        ground=ground.value,
        handed_on=on,
        told=bool(told and told.strip()),
        recorded_at=work.now,
        recorded_by=work.actor.ref,
    )
    row.to_whom_sealed = seal_in(work, report, to_whom, table=_HANDED, column="to_whom", row=_key(report, row.number))
    row.why_sealed = seal_in(work, report, why, table=_HANDED, column="why", row=_key(report, row.number))
    work.add(row)
    if told and told.strip():
        put_message(work, report, told, from_reporter=False)
    report.revision += 1
    work.record(report, verb="handed-over", facts={"ground": ground.value, "on": on.isoformat()}, why=why)
    work.emit(ReporterHandedOver(report_ref=report.id, ground=ground.value), case=report)
    return row


def handings_over(work: Work, report: Report) -> tuple[HandedOver, ...]:
    """Return every handing over of a report's contact data, oldest first."""
    mine = HandedOver.organisation == work.organisation, HandedOver.report_id == report.id
    return tuple(work.session.scalars(select(HandedOver).where(*mine).order_by(HandedOver.number)))


def opened_handings_over(work: Work, report: Report) -> tuple[OpenedHandingOver, ...]:
    """Return every handing over with what was written about it, the newest first."""
    return tuple(
        OpenedHandingOver(
            row=row,
            to_whom=_open_handed(work, report, row, "to_whom", row.to_whom_sealed),
            why=_open_handed(work, report, row, "why", row.why_sealed),
        )
        for row in reversed(handings_over(work, report))
    )


def duties(work: Work, report: Report, _rules: Rules) -> tuple[str, ...]:
    """Return what still has to be done about the conduct."""
    return ("conduct-to-decide",) if waiting(findings(work, report)) is not None else ()


def _key(report: Report, number: int) -> str:
    return f"{report.id}/{number}"


def _open_handed(work: Work, report: Report, row: HandedOver, column: str, sealed: bytes) -> Written:
    return unseal_in(work, report, sealed, table=_HANDED, column=column, row=_key(report, row.number))


def _seal(work: Work, report: Report, row: Finding, column: str, text: str) -> bytes:
    return seal_in(work, report, text, table=_FINDING, column=column, row=_key(report, row.number))


def _unseal(work: Work, report: Report, row: Finding, column: str, sealed: bytes | None) -> Written | None:
    if sealed is None:
        return None
    return unseal_in(work, report, sealed, table=_FINDING, column=column, row=_key(report, row.number))
