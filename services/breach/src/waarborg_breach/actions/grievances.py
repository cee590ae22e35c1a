"""Somebody disagrees with the decision: a grievance to the management, which stops no clock (B24 art. 10)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select

from waarborg_breach.domain import HANDLED, CaseState, NoSuchMove
from waarborg_breach.domain.handling import (
    AlreadyGrieved,
    AnotherReviews,
    GrievanceAbout,
    GrievanceOutcome,
    Grieved,
    NoSuchGrievance,
    NothingDecided,
    NotTheReviewer,
    check_review,
    check_reviewer,
    grievance_duties,
)
from waarborg_breach.models import BreachCase, BreachGrievance
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written

_TAKEN_IN = (*HANDLED, CaseState.CLOSED)
"""Where somebody may disagree: a closed case stays closed, and its grievance is to be reviewed all the same."""
_BY_CODE = Actor.anonymous("").ref
"""Who files without signing in, with the code of the case."""
_WON = (GrievanceOutcome.UPHELD.value, GrievanceOutcome.IN_PART.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grievance:
    """A grievance as it is read.

    ``reviewer`` is an account. ``called`` is somebody from outside by name, or whom somebody named in his own words
    before reviewers were accounts.
    ``may_review``: who is looking at it may say what comes of it. ``parties`` are who has a part in it.
    """

    id: str
    about: GrievanceAbout
    what: Written = field(repr=False)
    filed_at: datetime
    by_discoverer: bool
    reviewer: str | None
    called: Written | None = field(repr=False)
    outcome: GrievanceOutcome | None
    reason: Written | None = field(repr=False)
    decided_at: datetime | None
    may_review: bool
    parties: frozenset[str]


def may_grieve(case: BreachCase) -> bool:
    """Whether somebody may disagree with something in this case: one that is handled, or closed."""
    return case.case_state in _TAKEN_IN


def file_grievance(work: Work, case: BreachCase, about: GrievanceAbout, *, what: str) -> BreachGrievance:
    """Put a grievance to the management; clocks, decision and the state of the case stay as they are.

    Raises:
        NothingDecided: it is about a decision that was not taken yet.
        AlreadyGrieved: the same person's about the same thing waits still.
        NoSuchMove: the report was retracted, or goes on under another number.
    """
    if not may_grieve(case):
        raise NoSuchMove(case.case_state)
    if case.decided_at is None and about is not GrievanceAbout.HANDLING:
        raise NothingDecided(case.id)
    who = work.actor.ref
    if any(each.filed_by == who and each.about == about and each.outcome is None for each in _rows(work, case)):
        raise AlreadyGrieved(case.id)
    grievance_id = new_id()
    row = work.add(
        BreachGrievance(
            id=grievance_id,
            breach_id=case.id,
            about=about.value,
            what_sealed=_seal(work, case, grievance_id, "what", what),
            filed_at=work.now,
            filed_by=who,
            against=case.decided_by,
        )
    )
    case.revision += 1
    work.record(case, verb="filed-grievance", facts={"about": about.value})
    return row


def name_reviewer(work: Work, case: BreachCase, grievance_id: str, *, who: str) -> None:
    """Choose the colleague, by account, who looks at it; another may be chosen while it waits.

    Raises:
        AnotherReviews: that is who decided, or who filed it.
        NoSuchGrievance
    """
    row = _waiting(work, case, grievance_id)
    check_reviewer(who, parties=_parties(case, row))
    row.reviewer, row.reviewer_sealed = who, None
    case.revision += 1
    work.record(case, verb="named-reviewer")


def name_outsider(work: Work, case: BreachCase, grievance_id: str, *, called: str, rules: Rules) -> None:
    """Write down who from outside looks at it, where one person is the whole organisation.

    Raises:
        AnotherReviews: there are colleagues here.
        NoSuchGrievance
    """
    row = _waiting(work, case, grievance_id)
    if not rules.organisation.one_person:
        raise AnotherReviews(case.id)
    row.reviewer, row.reviewer_sealed = None, _seal(work, case, row.id, "reviewer", called)
    case.revision += 1
    work.record(case, verb="named-reviewer", facts={"one_person": True})


def answer_grievance(
    work: Work, case: BreachCase, grievance_id: str, outcome: GrievanceOutcome, *, why: str, rules: Rules
) -> None:
    """Keep what came of a grievance, from the reviewer himself; where it was upheld it is decided again.

    Raises:
        AnotherReviews: who decided, or who filed it, says so himself.
        NotTheReviewer: somebody else was named.
        NoSuchGrievance
    """
    row = _waiting(work, case, grievance_id)
    outsider = _by_outsider(row, rules)
    check_review(work.actor.ref, reviewer=row.reviewer, parties=_parties(case, row), outsider=outsider)
    row.outcome, row.decided_at, row.decided_by = outcome.value, work.now, work.actor.ref
    row.reviewer = None if outsider else work.actor.ref
    row.outcome_sealed = _seal(work, case, row.id, "outcome", why)
    case.revision += 1
    alone = {"one_person": True} if outsider else {}
    work.record(case, verb="answered-grievance", facts={"outcome": outcome.value, **alone})


def grievances_of(work: Work, case: BreachCase, rules: Rules) -> Sequence[Grievance]:
    """Return the grievances of a case, in the order in which they came."""
    return [_read(work, case, row, rules) for row in _rows(work, case)]


def own_grievances(work: Work, case: BreachCase, rules: Rules) -> Sequence[Grievance]:
    """Return those that whoever asks filed himself; without signing in, those that were filed with the case's code."""
    return [_read(work, case, row, rules) for row in _rows(work, case) if row.filed_by == work.actor.ref]


def duties(work: Work, case: BreachCase, _rules: Rules) -> tuple[str, ...]:
    """Return what grievances leave to be done; on a closed case too, which stays closed for it."""
    grieved = [
        Grieved(outcome=GrievanceOutcome(row.outcome) if row.outcome else None, decided_at=row.decided_at)
        for row in _rows(work, case)
    ]
    return grievance_duties(grieved, decided_at=case.decided_at)


def left_by_grievances() -> ColumnElement[bool]:
    """Return the condition that a case has a grievance that waits, or that was right and not decided on again."""
    not_since = BreachCase.decided_at.is_(None) | (BreachGrievance.decided_at >= BreachCase.decided_at)
    again = BreachGrievance.outcome.in_(_WON) & not_since & (BreachCase.case_state != CaseState.MERGED.value)
    of_it = (BreachGrievance.organisation == BreachCase.organisation) & (BreachGrievance.breach_id == BreachCase.id)
    return exists().where(of_it, BreachGrievance.outcome.is_(None) | again).correlate(BreachCase)


def to_review(work: Work, breach_ids: Collection[str]) -> frozenset[str]:
    """Return those of the cases with a grievance that waits."""
    query = select(BreachGrievance.breach_id).where(
        BreachGrievance.organisation == work.organisation,
        BreachGrievance.breach_id.in_(sorted(breach_ids)),
        BreachGrievance.outcome.is_(None),
    )
    return frozenset(work.session.scalars(query))


def _parties(case: BreachCase, row: BreachGrievance) -> frozenset[str]:
    return frozenset(each for each in (case.decided_by, row.against, row.filed_by) if each is not None)


def _by_outsider(row: BreachGrievance, rules: Rules) -> bool:
    return rules.organisation.one_person and row.reviewer is None and row.reviewer_sealed is not None


def _may_review(work: Work, case: BreachCase, row: BreachGrievance, rules: Rules) -> bool:
    try:
        outsider = _by_outsider(row, rules)
        check_review(work.actor.ref, reviewer=row.reviewer, parties=_parties(case, row), outsider=outsider)
    except (AnotherReviews, NotTheReviewer):
        return False
    return work.actor.kind is ActorKind.STAFF


def _read(work: Work, case: BreachCase, row: BreachGrievance, rules: Rules) -> Grievance:
    return Grievance(
        id=row.id,
        about=GrievanceAbout(row.about),
        what=_open(work, case, row.id, "what", row.what_sealed),
        filed_at=row.filed_at,
        by_discoverer=row.filed_by in (case.reported_by, _BY_CODE),
        reviewer=row.reviewer,
        called=_open(work, case, row.id, "reviewer", row.reviewer_sealed) if row.reviewer_sealed else None,
        outcome=GrievanceOutcome(row.outcome) if row.outcome else None,
        reason=_open(work, case, row.id, "outcome", row.outcome_sealed) if row.outcome_sealed else None,
        decided_at=row.decided_at,
        may_review=_may_review(work, case, row, rules),
        parties=_parties(case, row),
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
