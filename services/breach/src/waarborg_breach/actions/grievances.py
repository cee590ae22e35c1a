"""Somebody disagrees with the decision: a grievance to the management, which stops no clock (B24 art. 10)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select

from waarborg_breach.actions.of_case import rows_of
from waarborg_breach.actions.settling import goes_on_in
from waarborg_breach.domain import HANDLED, CaseState, NoSuchMove
from waarborg_breach.domain.handling import (
    RECONSIDER,
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
from waarborg_breach.models import BreachCase, BreachGrievance, KeptDecision
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work, Written

_TAKEN_IN = (*HANDLED, CaseState.CLOSED)
"""Where somebody may disagree: a closed case stays closed, and its grievance is to be reviewed all the same."""
_BY_CODE = Actor.anonymous("").ref
"""Who files without signing in, with the code of the case."""
WON = (GrievanceOutcome.UPHELD.value, GrievanceOutcome.IN_PART.value)
"""What leads to a new decision."""
_NO_CASE = frozenset({CaseState.RETRACTED.value, CaseState.MERGED.value})
"""Reports that are no case of their own: nothing is decided again there."""


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


def file_grievance(
    work: Work, case: BreachCase, about: GrievanceAbout, *, what: str, report: BreachCase | None = None
) -> BreachGrievance:
    """Put a grievance to the management; clocks, decision and the state of the case stay as they are.

    ``report`` is whose discoverer files it, where that goes on under the number of this case.

    Raises:
        NothingDecided: it is about a decision that was not taken yet.
        AlreadyGrieved: the same person's about the same thing waits still.
        NoSuchMove: the report was retracted, or goes on under another number.
    """
    if not may_grieve(case):
        raise NoSuchMove(case.case_state)
    if case.decided_at is None and about is not GrievanceAbout.HANDLING:
        raise NothingDecided(case.id)
    who, report_id = work.actor.ref, report.id if report is not None else case.id
    waiting = [each for each in _rows(work, case) if each.about == about and each.outcome is None]
    if any(each.filed_by == who and (who != _BY_CODE or _report_of(each) == report_id) for each in waiting):
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
            report_id=report_id if report_id != case.id else None,
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
    check_reviewer(who, parties=_parties(work, case, row))
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
    check_review(work.actor.ref, reviewer=row.reviewer, parties=_parties(work, case, row), outsider=outsider)
    row.outcome, row.decided_at, row.decided_by = outcome.value, work.now, work.actor.ref
    row.reviewer = None if outsider else work.actor.ref
    row.outcome_sealed = _seal(work, case, row.id, "outcome", why)
    case.revision += 1
    alone = {"one_person": True} if outsider else {}
    work.record(case, verb="answered-grievance", facts={"outcome": outcome.value, **alone})


def grievances_of(work: Work, case: BreachCase, rules: Rules) -> Sequence[Grievance]:
    """Return the grievances of a case, in the order in which they came."""
    return [_read(work, case, row, rules) for row in _rows(work, case)]


def own_grievances(work: Work, report: BreachCase, rules: Rules) -> Sequence[Grievance]:
    """Return those that whoever asks filed himself, about his report and where it goes on.

    Without signing in these are those that were filed with the code of this report, and with no other.
    """
    root = goes_on_in(work, report)
    return [
        _read(work, case, row, rules)
        for case in ((report,) if root is report else (report, root))
        for row in _rows(work, case)
        if row.filed_by == work.actor.ref and (row.filed_by != _BY_CODE or _report_of(row) == report.id)
    ]


def duties(work: Work, case: BreachCase, _rules: Rules) -> tuple[str, ...]:
    """Return what grievances leave to be done; on a closed case too, which stays closed for it."""
    grieved = [
        Grieved(outcome=GrievanceOutcome(row.outcome) if row.outcome else None, decided_at=row.decided_at)
        for row in _rows(work, case)
    ]
    left = grievance_duties(grieved, decided_at=case.decided_at)
    return tuple(duty for duty in left if duty != RECONSIDER or case.case_state not in _NO_CASE)


def left_by_grievances(organisation: str) -> Select[str]:
    """Return the query for the cases with a grievance that waits, or that was right and not decided on again."""
    of_it = (BreachCase.organisation == BreachGrievance.organisation) & (BreachCase.id == BreachGrievance.breach_id)
    query = select(BreachGrievance.breach_id).join(BreachCase, of_it)
    left = BreachGrievance.outcome.is_(None) | _to_decide_again()
    return query.where(BreachGrievance.organisation == organisation, BreachCase.organisation == organisation, left)


def to_reconsider(work: Work, breach_ids: Collection[str]) -> frozenset[str]:
    """Return those of the cases that are to be decided again, for a grievance was right."""
    query = left_by_grievances(work.organisation)
    found = query.where(BreachGrievance.breach_id.in_(sorted(breach_ids)), BreachGrievance.outcome.is_not(None))
    return frozenset(work.session.scalars(found))


def _to_decide_again() -> ColumnElement[bool]:
    not_since = BreachCase.decided_at.is_(None) | (BreachGrievance.decided_at >= BreachCase.decided_at)
    return BreachGrievance.outcome.in_(WON) & not_since & BreachCase.case_state.not_in(_NO_CASE)


def to_review(work: Work, breach_ids: Collection[str]) -> frozenset[str]:
    """Return those of the cases with a grievance that waits."""
    query = select(BreachGrievance.breach_id).where(
        BreachGrievance.organisation == work.organisation,
        BreachGrievance.breach_id.in_(sorted(breach_ids)),
        BreachGrievance.outcome.is_(None),
    )
    return frozenset(work.session.scalars(query))


def _parties(work: Work, case: BreachCase, row: BreachGrievance) -> frozenset[str]:
    """Who decided, then or last, be it that the others are told by an announcement; and who filed it."""
    query = select(KeptDecision.decided_by).where(KeptDecision.breach_id == case.id)
    last = work.session.scalars(query.order_by(KeptDecision.number.desc()).limit(1)).one_or_none()
    return frozenset(each for each in (case.decided_by, last, row.against, row.filed_by) if each is not None)


def _report_of(row: BreachGrievance) -> str:
    """Whose discoverer filed it: the report that goes on in the case, or the case itself."""
    return row.report_id or row.breach_id


def _discoverers(work: Work, case: BreachCase, row: BreachGrievance) -> tuple[str | None, ...]:
    report = work.case(BreachCase, row.report_id, lock=False) if row.report_id else case
    return case.reported_by, report.reported_by, _BY_CODE


def _by_outsider(row: BreachGrievance, rules: Rules) -> bool:
    return rules.organisation.one_person and row.reviewer is None and row.reviewer_sealed is not None


def _may_review(work: Work, case: BreachCase, row: BreachGrievance, rules: Rules) -> bool:
    try:
        outsider = _by_outsider(row, rules)
        check_review(work.actor.ref, reviewer=row.reviewer, parties=_parties(work, case, row), outsider=outsider)
    except (AnotherReviews, NotTheReviewer):
        return False
    return work.actor.kind is ActorKind.STAFF


def _read(work: Work, case: BreachCase, row: BreachGrievance, rules: Rules) -> Grievance:
    return Grievance(
        id=row.id,
        about=GrievanceAbout(row.about),
        what=_open(work, case, row.id, "what", row.what_sealed),
        filed_at=row.filed_at,
        by_discoverer=row.filed_by in _discoverers(work, case, row),
        reviewer=row.reviewer,
        called=_open(work, case, row.id, "reviewer", row.reviewer_sealed) if row.reviewer_sealed else None,
        outcome=GrievanceOutcome(row.outcome) if row.outcome else None,
        reason=_open(work, case, row.id, "outcome", row.outcome_sealed) if row.outcome_sealed else None,
        decided_at=row.decided_at,
        may_review=_may_review(work, case, row, rules),
        parties=_parties(work, case, row),
    )


def _rows(work: Work, case: BreachCase) -> Sequence[BreachGrievance]:
    return rows_of(work, case, BreachGrievance, "id")


def _waiting(work: Work, case: BreachCase, grievance_id: str) -> BreachGrievance:
    row = next((each for each in _rows(work, case) if each.id == grievance_id), None)
    if row is None or row.outcome is not None:
        raise NoSuchGrievance(grievance_id)
    return row


def _seal(work: Work, case: BreachCase, grievance_id: str, column: str, text: str) -> bytes:
    return work.seal(text, holder=case.id, table="breach_grievance", column=column, row=grievance_id)


def _open(work: Work, case: BreachCase, grievance_id: str, column: str, blob: bytes) -> Written:
    return work.unseal_to_show(blob, holder=case.id, table="breach_grievance", column=column, row=grievance_id)
