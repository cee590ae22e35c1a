"""A person's file (the case), what was given and withdrawn, and the references that are of one person."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import CaseMixin, Organised, UtcDateTime, new_id


class ConsentFile(CaseMixin, Base):
    """One person's consents as a case; its id is the person's reference, and it is locked while it changes."""

    __tablename__ = "consent_file"


class Consent(Organised, Base):
    """One event in a person's file: given or withdrawn, never changed afterwards."""

    __tablename__ = "consent"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "subject_ref"], ["consent_file.organisation", "consent_file.id"]),
        Index("ix_consent_subject", "organisation", "subject_ref", "sequence", unique=True),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    subject_ref: Mapped[str] = mapped_column(String(36))
    sequence: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(16))
    purpose: Mapped[str | None] = mapped_column(String(64))
    how: Mapped[str] = mapped_column(String(16))
    statement_version: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_ref: Mapped[str] = mapped_column(String(64))
    request_ref: Mapped[str | None] = mapped_column(String(36))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class PersonAlias(Organised, Base):
    """Two references that are of one person since then; a row in either direction, so that either finds the other."""

    __tablename__ = "person_alias"

    ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    other_ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
