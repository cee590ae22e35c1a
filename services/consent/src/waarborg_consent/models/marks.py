"""What a person set against the use of his data."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import Json, Organised, UtcDateTime, new_id


class MarkRow(Organised, Base):
    """One mark in a person's file; it is ended and never removed.

    ``overruled`` are the purposes for which an objection against everything was answered on compelling grounds.
    """

    __tablename__ = "mark"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "subject_ref"], ["consent_file.organisation", "consent_file.id"]),
        Index("ix_mark_subject", "organisation", "subject_ref"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    subject_ref: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(24))
    about: Mapped[str | None] = mapped_column(String(64))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by_kind: Mapped[str] = mapped_column(String(16))
    set_by_ref: Mapped[str] = mapped_column(String(64))
    how: Mapped[str] = mapped_column(String(16))
    request_ref: Mapped[str | None] = mapped_column(String(36))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by_ref: Mapped[str | None] = mapped_column(String(64))
    ground: Mapped[str | None] = mapped_column(String(24))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    representation_id: Mapped[str | None] = mapped_column(String(36))
    ended_how: Mapped[str | None] = mapped_column(String(16))
    end_note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    overruled: Mapped[list[str] | None] = mapped_column(Json)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by_ref: Mapped[str | None] = mapped_column(String(64))
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
