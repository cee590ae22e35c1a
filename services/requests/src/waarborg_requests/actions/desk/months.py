"""What is due in a month, or on one day: the terms of the open requests, by promise and by law."""

from datetime import date, timedelta

from sqlalchemy import Select, and_, func, select

from waarborg_requests.domain import TERMS
from waarborg_requests.domain.desk.months import Due, DueDay, begin_of, by_day, month_after, weeks_of
from waarborg_requests.models import Request
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work

IN_A_DAY = 4
MOST_ON_A_DAY = 200


def due_in_month(work: Work, month: date) -> dict[date, DueDay]:
    """Return what is due on each day of the weeks that a month's calendar shows, the first few of each day."""
    weeks = weeks_of(month)
    return _between(work, weeks[0][0], weeks[-1][-1] + timedelta(days=1), most=IN_A_DAY)


def due_on_day(work: Work, day: date) -> DueDay:
    """Return what is due on one day."""
    found = _between(work, day, day + timedelta(days=1), most=MOST_ON_A_DAY)
    return found.get(day, DueDay(day, (), 0))


def _between(work: Work, first: date, after: date, *, most: int) -> dict[date, DueDay]:
    """Read no more of each clock at each moment than is shown of a day, and count the others."""
    ranked = _ranked(work, first, after).subquery()
    query = select(ranked).where(ranked.c.rank <= most)
    dues = []
    for row in work.session.execute(query):
        due = Due(row.id, row.number, RequestKind(row.kind), row.name, row.due_at, row.paused_at is not None)
        dues.append((due, row.together))
    return by_day(dues, most=most)


def _ranked(work: Work, first: date, after: date) -> Select[tuple[object, ...]]:
    clock = work.plumbing.deadline.c
    alike = (clock.name, clock.due_at)
    of_request = and_(clock.organisation == Request.organisation, clock.case_ref == Request.id)
    return (
        select(
            Request.id,
            Request.number,
            Request.kind,
            clock.name,
            clock.due_at,
            clock.paused_at,
            func.row_number().over(partition_by=alike, order_by=Request.number).label("rank"),
            func.count().over(partition_by=alike).label("together"),
        )
        .select_from(Request)
        .join(work.plumbing.deadline, of_request)
        .where(
            Request.organisation == work.organisation,
            clock.organisation == work.organisation,
            Request.answered_at.is_(None),
            # Whatever binds is due first, and no term is longer than what the law adds to it.
            Request.due_at >= begin_of(month_after(first.replace(day=1), -_LONGEST_BEHIND)),
            Request.due_at < begin_of(after),
            clock.name.in_(TERMS),
            clock.stopped_at.is_(None),
            clock.due_at >= begin_of(first),
            clock.due_at < begin_of(after),
        )
    )


_LONGEST_BEHIND = 12
"""So many months, at the most, does the law's term of a request end after the one that binds."""
