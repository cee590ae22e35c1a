"""Narrowing the work list: a condition for each filter, by which an index of that filter is read."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, select

from waarborg_requests.domain import RequestState
from waarborg_requests.domain.desk.finding import DueTime, Finding, Part, Whose, until
from waarborg_requests.models import Request, RequestNumber
from waarborg_shared.uow import Work

MOST_COUNTED = 99
"""A count beside a filter goes no further: it costs the same whatever lies behind it."""


def matching(finding: Finding, part: Part, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions of a list that is narrowed; what is due and late is of open requests, or of the answer."""
    return tuple(_conditions(finding, part, now))


def years_of(work: Work) -> tuple[int, ...]:
    """Return the years in which the organisation gave numbers to requests."""
    query = select(RequestNumber.year).where(RequestNumber.organisation == work.organisation)
    return tuple(work.session.scalars(query))


def holders(work: Work) -> tuple[str, ...]:
    """Return everybody who has an open request: one step in the index for each, and not one for each request."""
    mine = (Request.organisation == work.organisation, Request.answered_at.is_(None))
    first = select(func.min(Request.taken_up_by).label("ref")).where(*mine)
    found = first.cte("holder", recursive=True)
    following = select(func.min(Request.taken_up_by)).where(*mine, Request.taken_up_by > found.c.ref)
    step = select(following.scalar_subquery()).where(found.c.ref.is_not(None))
    every = found.union_all(step)
    return tuple(work.session.scalars(select(every.c.ref).where(every.c.ref.is_not(None))))


def counts(work: Work, asked: dict[str, Finding]) -> dict[str, int]:
    """Return how many open requests there are of each of some filters, as far as they are counted."""
    columns = []
    for name, finding in asked.items():
        mine = (Request.organisation == work.organisation, Request.answered_at.is_(None))
        some = select(Request.id).where(*mine, *matching(finding, Part.OPEN, work.now)).limit(MOST_COUNTED + 1)
        columns.append(select(func.count()).select_from(some.subquery()).scalar_subquery().label(name))
    if not columns:
        return {}
    return dict(work.session.execute(select(*columns)).mappings().one())


def count_not_carried_out(work: Work) -> int:
    """Return how many requests wait for somebody who did not carry out in time what was decided, as far as counted."""
    late = matching(Finding(due=DueTime.LATE), Part.CARRYING, work.now)
    some = select(Request.id).where(Request.organisation == work.organisation, *late).limit(MOST_COUNTED + 1)
    return work.session.scalar(select(func.count()).select_from(some.subquery())) or 0


def _conditions(finding: Finding, part: Part, now: datetime) -> Iterator[ColumnElement[bool]]:
    if finding.kind is not None:
        yield Request.kind == finding.kind.value
    if finding.request_class is not None:
        yield Request.request_class == finding.request_class.value
    if finding.came_by is not None:
        yield Request.came_by == finding.came_by.value
    if finding.due is not None:
        yield _due(finding.due, part, now)
    if finding.waiting:
        yield Request.state == RequestState.WAITING.value
    if finding.escalated:
        yield Request.escalated_at.is_not(None)
    if finding.reminded:
        yield Request.reminded_at.is_not(None)
    if finding.whose is not None:
        yield _whose(finding.whose)
    if finding.numbers is not None:
        yield Request.number.in_(finding.numbers) if finding.numbers else false()


def _due(due: DueTime, part: Part, now: datetime) -> ColumnElement[bool]:
    """What is late, or due from now until then; an answered request is late where its answer was, and what is carried
    out where somebody did not do it in time."""
    if part is Part.CARRYING and due is DueTime.LATE:
        return Request.carry_due_at <= now
    if part is Part.CARRYING:
        return and_(Request.carry_due_at > now, Request.carry_due_at < until(due, now))
    if part is not Part.OPEN:
        late = and_(Request.answered_at > Request.due_at, Request.outcome.is_not(None))
        return late if due is DueTime.LATE else false()
    if due is DueTime.LATE:
        return and_(not_(Request.stands_still), Request.due_at < now)
    return and_(not_(Request.stands_still), Request.due_at >= now, Request.due_at < until(due, now))


def _whose(whose: Whose) -> ColumnElement[bool]:
    named = Request.taken_up_by.in_(sorted(whose.refs)) if whose.refs else None
    if not whose.nobody:
        return named if named is not None else false()
    nobody = Request.taken_up_by.is_(None)
    return nobody if named is None else or_(nobody, named)
