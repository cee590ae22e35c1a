"""Reading requests: the work list in its parts, most urgent first, and one case with what people wrote."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, tuple_

from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.desk.finding import matching
from waarborg_requests.actions.sealing import Opened, open_request
from waarborg_requests.domain import CLOCKS
from waarborg_requests.domain.desk.finding import Finding, Part
from waarborg_requests.models import Request, RequestDelivery
from waarborg_shared.clocks import Clock
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True)
class Listed:
    """A request as the work list shows it: codes and clocks, nothing that anybody wrote."""

    request: Request
    clocks: tuple[Clock, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A part of the work list, and where the next part begins (None: this was the last)."""

    items: tuple[Listed, ...]
    after: tuple[datetime, str] | None


ALL = Finding()


def list_requests(
    work: Work,
    *,
    part: Part = Part.OPEN,
    only: Finding = ALL,
    after: tuple[datetime, str] | None = None,
    limit: int = 50,
) -> Page:
    """Return one part, narrowed by what is asked: open requests and those of which word is still to be given by the
    moment that they are due (or were), answered ones with the newest answer first, those that are carried out by when
    the first has to have done it. A number is sought in every part."""
    query = _part(part, after) if only.numbers is None else _first_due(after)
    query = query.where(Request.organisation == work.organisation, *matching(only, part, work.now))
    found = work.session.scalars(query.limit(limit + 1)).all()
    shown = found[:limit]
    items = _listed(work, shown)
    if len(found) <= limit:
        return Page(items, None)
    last = shown[-1]
    ordered_by = {Part.ANSWERED: last.answered_at, Part.CARRYING: last.carry_due_at} if only.numbers is None else {}
    moment = ordered_by.get(part, last.due_at)
    assert moment is not None
    return Page(items, (moment, last.id))


def most_urgent(work: Work, *, limit: int) -> tuple[Listed, ...]:
    """Return open requests for the desk: first those with a clock that runs, the first due first; then the others."""
    runs = work.clocks.first_due(Request.id, names=CLOCKS).is_not(None)
    query = _by_due(Part.OPEN, None).where(Request.organisation == work.organisation)
    found = list(work.session.scalars(query.where(runs).limit(limit)))
    if len(found) < limit:
        found += work.session.scalars(query.where(~runs).limit(limit - len(found)))
    return _listed(work, found)


def still_to_deliver(work: Work, *, limit: int) -> tuple[Listed, ...]:
    """Return answered requests for the desk of which the person does not know yet."""
    query = _by_due(Part.TO_DELIVER, None).where(Request.organisation == work.organisation)
    return _listed(work, work.session.scalars(query.where(Request.answered_at.is_not(None)).limit(limit)).all())


def count_on_desk(work: Work, *, also: ColumnElement[bool]) -> int:
    """Return how many requests are open in all, answered and the person does not know yet, have a message, or are
    still carried out; ``also``: what else there is for staff to do."""
    query = select(func.count()).select_from(Request).where(Request.organisation == work.organisation)
    waited_for = or_(Request.message_waits_since.is_not(None), Request.carry_due_at.is_not(None))
    on_desk = or_(Request.answered_at.is_(None), _to_deliver(), waited_for, also)
    return work.session.scalar(query.where(on_desk)) or 0


def with_a_message(work: Work, *, limit: int) -> tuple[Listed, ...]:
    """Return the requests of which a message of the person waits for staff, the longest wait first."""
    query = select(Request).where(Request.message_waits_since.is_not(None))
    query = query.order_by(Request.message_waits_since, Request.id)
    found = work.session.scalars(query.where(Request.organisation == work.organisation).limit(limit)).all()
    return _listed(work, found)


def carried_after_the_answer(work: Work, *, limit: int) -> tuple[Listed, ...]:
    """Return requests for the desk that were closed while somebody still has to carry something out."""
    query = _carried_out(None).where(Request.organisation == work.organisation, Request.answered_at.is_not(None))
    return tuple(Listed(row, ()) for row in work.session.scalars(query.limit(limit)))


def _listed(work: Work, rows: Sequence[Request]) -> tuple[Listed, ...]:
    clocks = work.clocks.of_many([row.id for row in rows])
    return tuple(Listed(row, clocks.get(row.id, ())) for row in rows)


def _part(part: Part, after: tuple[datetime, str] | None) -> Select[Request]:
    if part is Part.CARRYING:
        return _carried_out(after)
    return _answered(after) if part is Part.ANSWERED else _by_due(part, after)


def _by_due(part: Part, after: tuple[datetime, str] | None) -> Select[Request]:
    return _first_due(after).where(Request.answered_at.is_(None) if part is Part.OPEN else _to_deliver())


def _first_due(after: tuple[datetime, str] | None) -> Select[Request]:
    query = select(Request).order_by(Request.due_at, Request.id)
    return query if after is None else query.where(tuple_(Request.due_at, Request.id) > after)


def _to_deliver() -> ColumnElement[bool]:
    """Word of it is ready and not given yet."""
    return exists().where(
        RequestDelivery.organisation == Request.organisation,
        RequestDelivery.request_id == Request.id,
        RequestDelivery.delivered_at.is_(None),
        RequestDelivery.called_off_at.is_(None),
    )


def _carried_out(after: tuple[datetime, str] | None) -> Select[Request]:
    """What is carried out and not done everywhere, the first due first: of open requests, and after the answer too."""
    query = select(Request).where(Request.carry_due_at.is_not(None)).order_by(Request.carry_due_at, Request.id)
    return query if after is None else query.where(tuple_(Request.carry_due_at, Request.id) > after)


def _answered(after: tuple[datetime, str] | None) -> Select[Request]:
    query = select(Request).where(Request.answered_at.is_not(None))
    query = query.order_by(Request.answered_at.desc(), Request.id.desc())
    return query if after is None else query.where(tuple_(Request.answered_at, Request.id) < after)


def read_request(work: Work, request_id: str) -> tuple[Request, Opened]:
    """Return a request with what people wrote, and record that this actor looked. Raises UnknownCase."""
    row = work.case(Request, request_id)
    opened = open_request(work, row)
    work.record(row, verb="looked", facts=in_role(work))
    return row, opened
