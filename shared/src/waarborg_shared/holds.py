"""Legal holds as a holder knows them: while one stands for a person, nothing of his is erased.

A hold is set by staff in requests, with the reason; what is told and stored elsewhere is that it stands, and of whom.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_shared.db import Organised, UtcDateTime
from waarborg_shared.uow import Work


class HoldMixin(Organised):
    """A hold that a holder was told of; the service's own table has the index on organisation and subject."""

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    subject_ref: Mapped[str] = mapped_column(String(36))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


def note_hold(work: Work, model: type[HoldMixin], hold_ref: str, subject_ref: str, *, at: datetime) -> None:
    """Keep that a hold stands; the same one a second time changes nothing."""
    if work.session.get(model, (work.organisation, hold_ref)) is None:
        work.session.add(model(id=hold_ref, subject_ref=subject_ref, set_at=at, organisation=work.organisation))
        work.session.flush()


def note_end(work: Work, model: type[HoldMixin], hold_ref: str, *, at: datetime) -> None:
    """Keep that a hold ended."""
    row = work.session.get(model, (work.organisation, hold_ref))
    if row is not None and row.ended_at is None:
        row.ended_at = at


def held(work: Work, model: type[HoldMixin], refs: Collection[str]) -> bool:
    """Whether a hold stands for somebody under any of his references."""
    query = select(model.id).where(
        model.organisation == work.organisation, model.subject_ref.in_(sorted(refs)), model.ended_at.is_(None)
    )
    return work.session.scalars(query.limit(1)).first() is not None
