"""Emergencies: a member of staff looked at a client's data at once, and somebody looks at that afterwards."""

from datetime import datetime

from sqlalchemy import Boolean, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import CaseMixin, UtcDateTime


class Emergency(CaseMixin, Base):
    """One use of the emergency button: who, whose data, why (sealed), until when, and what the review found."""

    __tablename__ = "emergency"
    __table_args__ = (
        Index("ix_emergency_staff", "organisation", "staff_ref", "subject_ref", "until_at"),
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
