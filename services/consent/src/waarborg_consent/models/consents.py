"""A person's file (the case), what was said about consent, the texts that were shown, and references of one person."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, ForeignKeyConstraint, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import CaseMixin, Json, Organised, UtcDateTime, new_id

_APART = text("apart")


class ConsentFile(CaseMixin, Base):
    """One person's consents as a case; its id is the person's reference, and it is locked while it changes."""

    __tablename__ = "consent_file"


class Consent(Organised, Base):
    """One event in a person's file: what was said, by whom and how; never changed afterwards.

    ``apart`` marks what the newest event alone does not tell: one that is about a part of a purpose, or after which
    what was said before counts again. A decision reads more of the list only where there is one.
    """

    __tablename__ = "consent"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "subject_ref"], ["consent_file.organisation", "consent_file.id"]),
        Index("ix_consent_subject", "organisation", "subject_ref", "sequence", unique=True),
        Index("ix_consent_apart", "organisation", "subject_ref", postgresql_where=_APART, sqlite_where=_APART),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    subject_ref: Mapped[str] = mapped_column(String(36))
    sequence: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str] = mapped_column(String(16))
    purpose: Mapped[str | None] = mapped_column(String(64))
    categories: Mapped[list[str] | None] = mapped_column(Json)
    recipients: Mapped[list[str] | None] = mapped_column(Json)
    apart: Mapped[bool] = mapped_column(Boolean)
    undoes: Mapped[str | None] = mapped_column(String(36))
    how: Mapped[str] = mapped_column(String(16))
    said_by: Mapped[str] = mapped_column(String(16))
    statement_version: Mapped[str] = mapped_column(String(32))
    text_digest: Mapped[str | None] = mapped_column(String(64))
    language: Mapped[str | None] = mapped_column(String(2))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_ref: Mapped[str] = mapped_column(String(64))
    representation_id: Mapped[str | None] = mapped_column(String(36))
    representative_ref: Mapped[str | None] = mapped_column(String(36))
    authority_kind: Mapped[str | None] = mapped_column(String(64))
    scan_sha256: Mapped[str | None] = mapped_column(String(64))
    request_ref: Mapped[str | None] = mapped_column(String(36))
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    witness_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class ShownTextRow(Organised, Base):
    """What a purpose said, in both languages, kept once by its digest so that it can be shown again."""

    __tablename__ = "shown_text"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(String(64))
    words: Mapped[dict[str, Any]] = mapped_column(Json)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PersonAlias(Organised, Base):
    """Two references that are of one person since then; a row in either direction, so that either finds the other."""

    __tablename__ = "person_alias"

    ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    other_ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
