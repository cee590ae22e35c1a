"""Reads for a client's picture what no other page of staff reads: the marks that stand, and the newest decisions."""

from collections.abc import Sequence

from sqlalchemy import select

from waarborg_consent.domain.marks import Mark, MarkKind, standing_marks
from waarborg_consent.models import DecisionRecord, MarkRow
from waarborg_consent.references import references_of
from waarborg_shared.uow import Work


def standing_marks_of(work: Work, subject_ref: str) -> tuple[Mark, ...]:
    """Return the marks of a person that stand, whatever reference they were set under, the oldest first."""
    refs, _ = references_of(work, subject_ref)
    query = select(MarkRow).where(MarkRow.organisation == work.organisation, MarkRow.subject_ref.in_(refs))
    marks = (
        Mark(id=row.id, kind=MarkKind(row.kind), about=row.about, set_at=row.set_at, ended_at=row.ended_at)
        for row in work.session.scalars(query)
    )
    return standing_marks(marks, at=work.now)


def newest_decisions(work: Work, subject_ref: str, *, limit: int) -> Sequence[DecisionRecord]:
    """Return the newest decisions about a person's data, whatever reference was asked about."""
    refs, _ = references_of(work, subject_ref)
    query = (
        select(DecisionRecord)
        .where(DecisionRecord.organisation == work.organisation, DecisionRecord.subject_ref.in_(refs))
        .order_by(DecisionRecord.at.desc(), DecisionRecord.id.desc())
    )
    return list(work.session.scalars(query.limit(limit)))
