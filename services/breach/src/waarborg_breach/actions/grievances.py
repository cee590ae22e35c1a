"""Somebody of staff disagrees with the decision: a grievance to the management, which stops no clock (B24 art. 10)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from waarborg_breach.actions.handling import changing
from waarborg_breach.domain.handling import (
    GrievanceAbout,
    GrievanceOutcome,
    Grieved,
    NoSuchGrievance,
    NothingDecided,
    check_reviewer,
    grievance_duties,
)
from waarborg_breach.models import BreachCase, BreachGrievance
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Grievance:
    """A grievance as it is read; ``against_own``: who is looking at it took the decision or filed it himself."""

    id: str
    about: GrievanceAbout
    what: Written = field(repr=False)
    filed_at: datetime
    reviewer: Written | None = field(repr=False)
    outcome: GrievanceOutcome | None
    reason: Written | None = field(repr=False)
    decided_at: datetime | None
    against_own: bool


def file_grievance(work: Work, case: BreachCase, about: GrievanceAbout, *, what: str) -> BreachGrievance:
    """Put a grievance to the management; clocks and decision run on.

    Raises:
        NothingDecided: it is about a decision that was not taken yet.
        NoSuchMove: the case is closed.
    """
    changing(work, case)
    if case.decided_at is None and about is not GrievanceAbout.HANDLING:
        raise NothingDecided(case.id)
    grievance_id = new_id()
    row = work.add(
        BreachGrievance(
            id=grievance_id,
            breach_id=case.id,
            about=about.value,
            what_sealed=_seal(work, case, grievance_id, "what", what),
            filed_at=work.now,
            filed_by=work.actor.ref,
            against=case.decided_by,
        )
    )
    work.record(case, verb="filed-grievance", facts={"about": about.value})
    return row


def name_reviewer(work: Work, case: BreachCase, grievance_id: str, *, who: str) -> None:
    """Write down who, without a part in the decision, looks at it. Raises NoSuchGrievance, NoSuchMove."""
    changing(work, case)
    row = _waiting(work, case, grievance_id)
    row.reviewer_sealed = _seal(work, case, row.id, "reviewer", who)
    work.record(case, verb="named-reviewer")


def answer_grievance(work: Work, case: BreachCase, grievance_id: str, outcome: GrievanceOutcome, *, why: str) -> None:
    """Keep what came of a grievance; where it was upheld the responsible person decides again.

    Raises:
        AnotherReviews: who decided, or who filed it, says so himself and nobody else was named.
        NoSuchGrievance, NoSuchMove
    """
    changing(work, case)
    row = _waiting(work, case, grievance_id)
    named = row.reviewer_sealed is not None
    check_reviewer(work.actor.ref, decided_by=case.decided_by or row.against, filed_by=row.filed_by, named=named)
    row.outcome, row.decided_at, row.decided_by = outcome.value, work.now, work.actor.ref
    row.outcome_sealed = _seal(work, case, row.id, "outcome", why)
    work.record(case, verb="answered-grievance", facts={"outcome": outcome.value, "named": named})


def grievances_of(work: Work, case: BreachCase) -> Sequence[Grievance]:
    """Return the grievances of a case, in the order in which they came."""
    return [_read(work, case, row) for row in _rows(work, case)]


def duties(work: Work, case: BreachCase, _rules: Rules) -> tuple[str, ...]:
    """Return what grievances leave to be done before the case may close."""
    grieved = [
        Grieved(
            named=row.reviewer_sealed is not None,
            outcome=GrievanceOutcome(row.outcome) if row.outcome else None,
            decided_at=row.decided_at,
        )
        for row in _rows(work, case)
    ]
    return grievance_duties(grieved, decided_at=case.decided_at)


def _read(work: Work, case: BreachCase, row: BreachGrievance) -> Grievance:
    return Grievance(
        id=row.id,
        about=GrievanceAbout(row.about),
        what=_open(work, case, row.id, "what", row.what_sealed),
        filed_at=row.filed_at,
        reviewer=_open(work, case, row.id, "reviewer", row.reviewer_sealed) if row.reviewer_sealed else None,
        outcome=GrievanceOutcome(row.outcome) if row.outcome else None,
        reason=_open(work, case, row.id, "outcome", row.outcome_sealed) if row.outcome_sealed else None,
        decided_at=row.decided_at,
        against_own=work.actor.ref in (case.decided_by, row.against, row.filed_by),
    )


def _rows(work: Work, case: BreachCase) -> Sequence[BreachGrievance]:
    query = select(BreachGrievance).where(BreachGrievance.breach_id == case.id).order_by(BreachGrievance.id)
    return work.session.scalars(query).all()


def _waiting(work: Work, case: BreachCase, grievance_id: str) -> BreachGrievance:
    row = next((each for each in _rows(work, case) if each.id == grievance_id), None)
    if row is None or row.outcome is not None:
        raise NoSuchGrievance(grievance_id)
    return row


def _seal(work: Work, case: BreachCase, grievance_id: str, column: str, text: str) -> bytes:
    return work.seal(text, holder=case.id, table="breach_grievance", column=column, row=grievance_id)


def _open(work: Work, case: BreachCase, grievance_id: str, column: str, blob: bytes) -> Written:
    return work.unseal_to_show(blob, holder=case.id, table="breach_grievance", column=column, row=grievance_id)
