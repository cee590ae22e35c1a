"""Who speaks for a client, what the client can decide, and what was done on whose authority: facts, only ever added."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import Json, Organised, UtcDateTime, new_id


class RepresentationRow(Organised, Base):
    """One way in which one person speaks for another, as it was registered: what was seen, by whom, and no copy."""

    __tablename__ = "representation"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "subject_ref"], ["consent_file.organisation", "consent_file.id"]),
        Index("ix_representation_subject", "organisation", "subject_ref"),
        Index("ix_representation_representative", "organisation", "representative_ref"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    subject_ref: Mapped[str] = mapped_column(String(36))
    representative_ref: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(100))
    scopes: Mapped[list[str]] = mapped_column(Json)
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    evidence: Mapped[str] = mapped_column(String(32))
    evidence_seen_on: Mapped[date] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_kind: Mapped[str] = mapped_column(String(16))
    by_ref: Mapped[str] = mapped_column(String(64))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class ClientFactRow(Organised, Base):
    """One fact about what a client can decide: unable on a subject, or a child that decides on its own word."""

    __tablename__ = "client_fact"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "subject_ref"], ["consent_file.organisation", "consent_file.id"]),
        Index("ix_client_fact_subject", "organisation", "subject_ref"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    subject_ref: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str] = mapped_column(String(16))
    ground: Mapped[str] = mapped_column(String(32))
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_kind: Mapped[str] = mapped_column(String(16))
    by_ref: Mapped[str] = mapped_column(String(64))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class RepresentationEventRow(Organised, Base):
    """What happened later to a representation or to a fact: ended, unwilling, willing again, a wish set aside."""

    __tablename__ = "representation_event"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "subject_ref"], ["consent_file.organisation", "consent_file.id"]),
        Index("ix_representation_event_subject", "organisation", "subject_ref"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    subject_ref: Mapped[str] = mapped_column(String(36))
    about_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str | None] = mapped_column(String(16))
    begins_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_kind: Mapped[str] = mapped_column(String(16))
    by_ref: Mapped[str] = mapped_column(String(64))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class RepresentationActRow(Organised, Base):
    """One act that somebody did for a client: what, and on the authority of which representation."""

    __tablename__ = "representation_act"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "subject_ref"], ["consent_file.organisation", "consent_file.id"]),
        Index("ix_representation_act_subject", "organisation", "subject_ref", "at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    subject_ref: Mapped[str] = mapped_column(String(36))
    representation_id: Mapped[str] = mapped_column(String(36))
    representative_ref: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(32))
    about: Mapped[str | None] = mapped_column(String(64))
    act_ref: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
