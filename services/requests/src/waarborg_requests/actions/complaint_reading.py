"""Complaints for who handles them: those that are open, and those of which something is still to be done."""

from sqlalchemy import ColumnElement, Select, exists, or_, select

from waarborg_requests.actions.reading import Listed
from waarborg_requests.models import ComplaintMeasure, Request
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work

MOST_LISTED = 200


def complaints(work: Work, *, limit: int = MOST_LISTED) -> tuple[Listed, ...]:
    """Return the complaints that are open, have a message that waits, or a measure to be carried out; the first due
    first."""
    query = select(Request).where(
        Request.organisation == work.organisation,
        Request.kind == RequestKind.COMPLAINT.value,
        or_(Request.answered_at.is_(None), Request.message_waits_since.is_not(None), _to_do()),
    )
    return _listed(work, query, limit)


def with_measures(work: Work, *, limit: int) -> tuple[Listed, ...]:
    """Return the complaints that were judged and have a measure to be carried out."""
    query = select(Request).where(Request.organisation == work.organisation, _to_do())
    return _listed(work, query, limit)


def _to_do() -> ColumnElement[bool]:
    return exists().where(
        ComplaintMeasure.organisation == Request.organisation,
        ComplaintMeasure.request_id == Request.id,
        ComplaintMeasure.done_at.is_(None),
    )


def _listed(work: Work, query: Select[Request], limit: int) -> tuple[Listed, ...]:
    rows = work.session.scalars(query.order_by(Request.due_at, Request.id).limit(limit)).all()
    clocks = work.clocks.of_many([row.id for row in rows])
    return tuple(Listed(row, clocks.get(row.id, ())) for row in rows)
