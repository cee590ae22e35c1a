"""By which references a person goes, as identity tells: kept here, so that nothing filed under another one is missed,
and nothing of another person is taken for his once they were parted."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, bindparam, or_, select

from waarborg_requests.models import PersonAlias, Request
from waarborg_shared.db import made_once
from waarborg_shared.uow import Work

_STANDS = and_(
    PersonAlias.joined_at.is_not(None),
    or_(PersonAlias.parted_at.is_(None), PersonAlias.joined_at > PersonAlias.parted_at),
)
_OTHERS = made_once(PersonAlias, PersonAlias.other_ref).where(
    PersonAlias.ref.in_(bindparam("refs", expanding=True)), _STANDS
)


def references_of(work: Work, *refs: str | None) -> frozenset[str]:
    """Return every reference of whoever goes by these, with themselves; none of None."""
    known = {ref for ref in refs if ref is not None}
    new = set(known)
    while new:
        new = set(work.found(_OTHERS, refs=sorted(new))) - known
        known |= new
    return frozenset(known)


def about(refs: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that a request is about who goes by these references, and was not filed for somebody else
    who went by one of them for a while."""
    named = sorted(refs)
    return and_(Request.subject_ref.in_(named), or_(Request.filed_ref.is_(None), Request.filed_ref.in_(named)))


def is_about(work: Work, row: Request, ref: str) -> bool:
    """Whether the same holds of one request."""
    refs = references_of(work, ref)
    return row.subject_ref in refs and (row.filed_ref is None or row.filed_ref in refs)


def join(work: Work, one_ref: str, other_ref: str, *, at: datetime) -> bool:
    """Keep that two references are of one person since ``at``; False where something newer, or this, is known."""
    pair = _pair(work, one_ref, other_ref)
    if any(at <= known for row in pair for known in (row.joined_at, row.parted_at) if known is not None):
        return False
    for row in pair:
        row.joined_at = at
    work.session.flush()
    return True


def part(work: Work, one_ref: str, other_ref: str, *, at: datetime) -> bool:
    """Keep that two references are of two persons since ``at``; False where something newer, or this, is known."""
    pair = _pair(work, one_ref, other_ref)
    for row in pair:
        if (row.joined_at is not None and at < row.joined_at) or (row.parted_at is not None and at <= row.parted_at):
            return False
    for row in pair:
        row.parted_at = at
    work.session.flush()
    return True


def joined_since(work: Work, one_ref: str, other_ref: str) -> datetime | None:
    """Return since when two references were last known to be of one person; None where nobody ever said so."""
    row = work.session.get(PersonAlias, (work.organisation, one_ref, other_ref))
    return row.joined_at if row is not None else None


def shared_with_another(work: Work, refs: Collection[str]) -> tuple[tuple[datetime | None, datetime], ...]:
    """Return from when until when somebody else went by one of these references; None: since it was there."""
    query = select(PersonAlias).where(
        PersonAlias.organisation == work.organisation, PersonAlias.ref.in_(sorted(refs)), ~_STANDS
    )
    rows = work.session.scalars(query).all()
    return tuple((row.joined_at, row.parted_at) for row in rows if row.parted_at is not None)


def _pair(work: Work, one_ref: str, other_ref: str) -> tuple[PersonAlias, PersonAlias]:
    """Return both directions of a pair, made where they are not there yet, always in the same order."""
    one, other = sorted((one_ref, other_ref))
    return _row(work, one, other), _row(work, other, one)


def _row(work: Work, ref: str, other_ref: str) -> PersonAlias:
    row = work.session.get(PersonAlias, (work.organisation, ref, other_ref))
    if row is None:
        row = PersonAlias(organisation=work.organisation, ref=ref, other_ref=other_ref)
        work.session.add(row)
    return row
