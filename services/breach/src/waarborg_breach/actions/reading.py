"""Read cases: one with what people wrote, and those that somebody reported himself."""

from sqlalchemy import CompoundSelect, func, select, union

from waarborg_breach.actions.grievances import left_by_grievances
from waarborg_breach.actions.notices import late_without_reasons
from waarborg_breach.domain import HANDLED, CaseState
from waarborg_breach.models import BreachCase
from waarborg_shared.auth import ActorKind
from waarborg_shared.uow import UnknownCase, Work, Written


def read_case(work: Work, breach_id: str) -> BreachCase:
    """Return a case, and record that this actor looked. Raises UnknownCase."""
    case = work.case(BreachCase, breach_id)
    work.record(case, verb="looked")
    return case


def opened(work: Work, case: BreachCase, column: str) -> Written | None:
    """Return a sealed text of the case, opened: ``summary``, ``reporter``, ``reason``, ``processor``, …"""
    sealed: bytes | None = getattr(case, f"{column}_sealed")
    if sealed is None:
        return None
    return work.unseal_to_show(sealed, holder=case.id, table="breach_case", column=column, row=case.id)


def told_how(work: Work, case: BreachCase) -> Written | None:
    """Return how the persons were told: a code, or what somebody typed, opened; or the one and below it the other."""
    typed = opened(work, case, "informed_how")
    if isinstance(typed, str) and case.informed_how:
        return f"{case.informed_how}\n{typed}"
    return typed or case.informed_how


def own_report(work: Work, breach_id: str) -> BreachCase:
    """Return the case that this member of staff reported. Raises UnknownCase, also for a case of somebody else's."""
    case = work.case(BreachCase, breach_id)
    if work.actor.kind is not ActorKind.STAFF or case.reported_by != work.actor.ref:
        raise UnknownCase(BreachCase.__name__)
    return case


def own_reports(work: Work, *, limit: int = 20) -> list[BreachCase]:
    """Return the cases that this member of staff reported, newest first; also those that are closed."""
    query = select(BreachCase).where(BreachCase.reported_by == work.actor.ref)
    return list(work.session.scalars(query.order_by(BreachCase.id.desc()).limit(limit)))


def open_cases(work: Work, *, limit: int) -> list[BreachCase]:
    """Return the cases on which something is to be done: first those with a clock that runs, the first due first."""
    due = work.clocks.first_due(BreachCase.id)
    ours = BreachCase.organisation == work.organisation
    query = select(BreachCase).where(ours, BreachCase.id.in_(_open(work).scalar_subquery()))
    ordered = query.order_by(due.is_(None), due, BreachCase.discovered_at, BreachCase.id)
    return list(work.session.scalars(ordered.limit(limit)))


def count_open(work: Work) -> int:
    """Return on how many cases something is to be done; an exercise is counted nowhere."""
    return work.session.scalar(select(func.count()).select_from(_open(work).subquery())) or 0


def _open(work: Work) -> CompoundSelect[str]:
    """Return what stands on the desk: also what is over, where reasons for delay are owed or a grievance waits.

    An exercise does not. Each is found by an index of its own, so that what is closed costs next to nothing: none
    closes with a late notification that says no reasons, so that only where times were corrected since it may have one.
    """
    real = BreachCase.drill.is_(False)
    handled = select(BreachCase.id).where(
        BreachCase.organisation == work.organisation, BreachCase.case_state.in_(HANDLED), real
    )
    owed = late_without_reasons(work.organisation).where(
        BreachCase.case_state == CaseState.CLOSED,
        BreachCase.destroyed_at.is_(None),
        BreachCase.retimed_at.is_not(None),
        real,
    )
    return union(handled, owed, left_by_grievances(work.organisation).where(real))
