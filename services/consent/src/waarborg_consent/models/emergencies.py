"""Emergencies: a member of staff looked at a client's data at once, and somebody looks at that afterwards."""

from datetime import datetime

from sqlalchemy import Boolean, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import CaseMixin, UtcDateTime

_UNTOLD = text("told_at IS NULL")


class Emergency(CaseMixin, Base):
    """One use of the emergency button: who, whose data, why (sealed), until when, and what the review found.

    ``word_state`` is what became of the word for the client once the worker came by; ``told_at`` when he was told.
    """

    __tablename__ = "emergency"
    __table_args__ = (
        Index("ix_emergency_staff", "organisation", "staff_ref", "subject_ref", "until_at"),
        Index("ix_emergency_untold", "organisation", "created_at", postgresql_where=_UNTOLD, sqlite_where=_UNTOLD),
        Index("ix_emergency_person", "organisation", "subject_ref", "created_at"),
    )

    staff_ref: Mapped[str] = mapped_column(String(64))
    subject_ref: Mapped[str] = mapped_column(String(36))
    until_at: Mapped[datetime] = mapped_column(UtcDateTime)
    why_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    verdict: Mapped[str | None] = mapped_column(String(16))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by: Mapped[str | None] = mapped_column(String(64))
    found_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reviewed_own: Mapped[bool] = mapped_column(Boolean, default=False)
    word_state: Mapped[str | None] = mapped_column(String(16))
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_how: Mapped[str | None] = mapped_column(String(16))
    told_by: Mapped[str | None] = mapped_column(String(64))
