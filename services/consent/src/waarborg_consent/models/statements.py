"""The privacy statement: the draft that is worked at, the versions that were published, and when one was looked at."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, ForeignKeyConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import CaseMixin, Json, Organised, UtcDateTime, new_id


class RuleBook(CaseMixin, Base):
    """An organisation's rules as a case: statement, purposes, recipients. Its timeline says who changed what, and its
    row is locked while somebody does."""

    __tablename__ = "rule_book"


class StatementDraft(Organised, Base):
    """A draft of the next version. One is open at a time; it is published or dropped, and stays."""

    __tablename__ = "statement_draft"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    state: Mapped[str] = mapped_column(String(16))
    document: Mapped[dict[str, Any]] = mapped_column(Json)
    content_hash: Mapped[str] = mapped_column(String(64))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    drafted_by: Mapped[str] = mapped_column(String(64))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by: Mapped[str | None] = mapped_column(String(64))
    reviewed_how: Mapped[str | None] = mapped_column(String(16))


class StatementVersion(Organised, Base):
    """A published version, frozen. Number 0 is what stood here under the plugin's own version before the first one."""

    __tablename__ = "statement_version"
    __table_args__ = (
        Index("ix_statement_version_number", "organisation", "number", unique=True),
        Index("ix_statement_version_version", "organisation", "version", unique=True),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(Integer)
    version: Mapped[str] = mapped_column(String(32))
    dated: Mapped[date] = mapped_column(Date)
    document: Mapped[dict[str, Any]] = mapped_column(Json)
    content_hash: Mapped[str] = mapped_column(String(64))
    digests: Mapped[dict[str, str]] = mapped_column(Json)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str] = mapped_column(String(64))
    drafted_by: Mapped[str | None] = mapped_column(String(64))
    reviewed_by: Mapped[str | None] = mapped_column(String(64))
    reviewed_how: Mapped[str | None] = mapped_column(String(16))


class StatementLook(Organised, Base):
    """Somebody looked at the version in force again, and it still says what is done."""

    __tablename__ = "statement_look"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation", "version_id"], ["statement_version.organisation", "statement_version.id"]
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    version_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_ref: Mapped[str] = mapped_column(String(64))
