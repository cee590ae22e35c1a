"""The log of decisions: one row for each question, by month on PostgreSQL."""

from datetime import datetime

from sqlalchemy import Boolean, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import Json, Organised, UtcDateTime, new_id


class DecisionRecord(Organised, Base):
    """One question and its answer, in codes and references. The moment is part of the key, by which rows are parted."""

    __tablename__ = "decision_record"
    __table_args__ = (
        Index("ix_decision_record_person", "organisation", "subject_ref", "at"),
        {"postgresql_partition_by": "RANGE (at)"},
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    asked_by: Mapped[str] = mapped_column(String(64))
    asker_type: Mapped[str] = mapped_column(String(64))
    asker_ref: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(100))
    subject_ref: Mapped[str | None] = mapped_column(String(36))
    right: Mapped[str] = mapped_column(String(64))
    record_type: Mapped[str] = mapped_column(String(64))
    resource_id: Mapped[str | None] = mapped_column(String(64))
    purpose: Mapped[str] = mapped_column(String(100))
    categories: Mapped[list[str]] = mapped_column(Json)
    in_care: Mapped[bool] = mapped_column(Boolean)
    named_ground: Mapped[str | None] = mapped_column(String(32))
    given_for: Mapped[list[str] | None] = mapped_column(Json)
    recipient: Mapped[str | None] = mapped_column(String(100))
    permitted: Mapped[bool] = mapped_column(Boolean)
    reason: Mapped[str] = mapped_column(String(32))
    rule: Mapped[str | None] = mapped_column(String(220))
    missing: Mapped[list[str] | None] = mapped_column(Json)
    basis: Mapped[str | None] = mapped_column(String(32))
    consent_event: Mapped[str | None] = mapped_column(String(36))
    statement_version: Mapped[str | None] = mapped_column(String(32))
    override_id: Mapped[str | None] = mapped_column(String(36))
