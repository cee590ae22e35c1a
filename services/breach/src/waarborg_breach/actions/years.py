"""Count breaches by year for the board. Exercises are not among them."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, func, select

from waarborg_breach.actions.notices import any_late
from waarborg_breach.domain import CaseState
from waarborg_breach.domain.years import YEARS, Counted
from waarborg_breach.models import BreachCase, BreachFact, BreachMeasure
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.uow import Work

_NO_BREACH = (CaseState.RETRACTED, CaseState.MERGED)


def counted(work: Work) -> Sequence[Counted]:
    """Return what is counted of the breaches of the last years, this one among them.

    A report that was retracted was no breach; one that goes on under another number is counted there.
    """
    case, fact = BreachCase, BreachFact
    columns = (
        case.discovered_at, case.reported_at, case.created_at, case.decided_at, case.notified_at, case.informed_at,
        case.origin, case.kind, fact.value.label("intent"), any_late(work.organisation).label("late"), case.id,
    )  # fmt: skip
    its_intent = and_(fact.organisation == case.organisation, fact.breach_id == case.id, fact.fact == "intent")
    query = select(*columns).outerjoin(fact, its_intent).where(case.organisation == work.organisation)
    query = query.where(case.drill.is_(False), case.case_state.not_in(_NO_BREACH))
    rows = work.session.execute(query.where(case.discovered_at >= _first_moment(work.now))).all()
    overdue = _overdue(work)
    return [
        Counted(
            discovered_at=row.discovered_at,
            reported_at=row.reported_at or row.created_at,
            decided_at=row.decided_at,
            notified_at=row.notified_at,
            informed_at=row.informed_at,
            origin=row.origin,
            kind=row.kind,
            intent=row.intent,
            late=row.late,
            overdue_measures=overdue.get(row.id, 0),
        )
        for row in rows
    ]


def _overdue(work: Work) -> Mapping[str, int]:
    """Return of each breach how many of its measures were not taken by their day, without those let go."""
    query = select(BreachMeasure.breach_id, func.count().label("number")).where(
        BreachMeasure.organisation == work.organisation,
        BreachMeasure.overdue_at.is_not(None),
        BreachMeasure.dropped_at.is_(None),
    )
    return {row.breach_id: row.number for row in work.session.execute(query.group_by(BreachMeasure.breach_id))}


def _first_moment(now: datetime) -> datetime:
    local = now.astimezone(AMSTERDAM)
    return datetime(local.year - YEARS + 1, 1, 1, tzinfo=AMSTERDAM)
