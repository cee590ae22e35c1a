"""The log of decisions."""

from datetime import datetime

from sqlalchemy import Boolean, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import Json, Organised, UtcDateTime, new_id


class DecisionRecord(Organised, Base):
    """One question and its answer, in codes and references."""

    __tablename__ = "decision_record"
    __table_args__ = (Index("ix_decision_record_subject", "organisation", "subject_ref", "at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(64))
    asker_ref: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(64))
    subject_ref: Mapped[str] = mapped_column(String(36))
    right: Mapped[str] = mapped_column(String(16))
    record_type: Mapped[str] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(64))
    categories: Mapped[list[str]] = mapped_column(Json)
    in_care: Mapped[bool] = mapped_column(Boolean)
    named_ground: Mapped[str | None] = mapped_column(String(32))
    permitted: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(String(32))
    consent_event: Mapped[str | None] = mapped_column(String(36))
