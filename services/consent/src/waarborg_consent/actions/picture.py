"""Reads for a client's picture what no other page of staff reads: the newest decisions."""

from collections.abc import Sequence

from sqlalchemy import select

from waarborg_consent.models import DecisionRecord
from waarborg_consent.references import references_of
from waarborg_shared.uow import Work


def newest_decisions(work: Work, subject_ref: str, *, limit: int) -> Sequence[DecisionRecord]:
    """Return the newest decisions about a person's data, whatever reference was asked about."""
    refs, _ = references_of(work, subject_ref)
    query = (
        select(DecisionRecord)
        .where(DecisionRecord.organisation == work.organisation, DecisionRecord.subject_ref.in_(refs))
        .order_by(DecisionRecord.at.desc(), DecisionRecord.id.desc())
    )
    return list(work.session.scalars(query.limit(limit)))
