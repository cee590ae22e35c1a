"""Reading requests: the work list, most urgent first, and one case with its clocks and its timeline."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, tuple_

from waarborg_requests.actions.sealing import Opened, open_request
from waarborg_requests.models import Request
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


def list_requests(
    work: Work, *, answered: bool = False, after: tuple[datetime, str] | None = None, limit: int = 50
) -> Page:
    """Return open requests by the moment that they are due, or answered ones with the newest answer first."""
    query = _answered(after) if answered else _open(after)
    found = work.session.scalars(query.where(Request.organisation == work.organisation).limit(limit + 1)).all()
    shown = found[:limit]
    items = _listed(work, shown)
    if len(found) <= limit:
        return Page(items, None)
    last = shown[-1]
    moment = last.answered_at if answered else last.due_at
    assert moment is not None
    return Page(items, (moment, last.id))


def most_urgent(work: Work, *, limit: int) -> tuple[Listed, ...]:
    """Return open requests for the desk: first those with a clock that runs, the first due first; then the others."""
    runs = work.clocks.first_due(Request.id).is_not(None)
    query = _open(None).where(Request.organisation == work.organisation)
    found = list(work.session.scalars(query.where(runs).limit(limit)))
    if len(found) < limit:
        found += work.session.scalars(query.where(~runs).limit(limit - len(found)))
    return _listed(work, found)


def count_open(work: Work) -> int:
    """Return how many requests are open in all."""
    query = select(func.count()).select_from(Request).where(Request.organisation == work.organisation)
    return work.session.scalar(query.where(Request.answered_at.is_(None))) or 0


def _listed(work: Work, rows: Sequence[Request]) -> tuple[Listed, ...]:
    clocks = work.clocks.of_many([row.id for row in rows])
    return tuple(Listed(row, clocks.get(row.id, ())) for row in rows)


def _open(after: tuple[datetime, str] | None) -> Select[Request]:
    query = select(Request).where(Request.answered_at.is_(None)).order_by(Request.due_at, Request.id)
    return query if after is None else query.where(tuple_(Request.due_at, Request.id) > after)


def _answered(after: tuple[datetime, str] | None) -> Select[Request]:
    query = select(Request).where(Request.answered_at.is_not(None))
    query = query.order_by(Request.answered_at.desc(), Request.id.desc())
    return query if after is None else query.where(tuple_(Request.answered_at, Request.id) < after)


def read_request(work: Work, request_id: str) -> tuple[Request, Opened]:
    """Return a request with what people wrote, and record that this actor looked. Raises UnknownCase."""
    row = work.case(Request, request_id)
    opened = open_request(work, row)
    work.record(row, verb="looked")
    return row, opened
