"""The tables of identification: every check of who somebody is, letters with a code, and what staff are told."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime

_UNSEEN = text("seen_at IS NULL")


class Check(Organised, Base):
    """One check of who somebody is, also one that failed: how, how sure that makes it, what was seen, by whom.

    ``document`` is the kind of a document and ``last_sealed`` its last characters; a copy is never kept (B15).
    ``subject_ref`` is who it was found to be: a check of somebody else than the request is about counts no more.
    """

    __tablename__ = "request_check"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index("ix_request_check_request", "organisation", "request_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36))
    how: Mapped[str] = mapped_column(String(32))
    level: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str] = mapped_column(String(16))
    failure: Mapped[str | None] = mapped_column(String(32))
    document: Mapped[str | None] = mapped_column(String(32))
    last_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    subject_ref: Mapped[str | None] = mapped_column(String(36))
    by_kind: Mapped[str] = mapped_column(String(16))
    by_ref: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class CodeLetter(Organised, Base):
    """A letter with a code to the address that is known in the register. Of the code only a keyed hash is kept."""

    __tablename__ = "request_code_letter"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index("ix_request_code_letter_request", "organisation", "request_id", "made_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36))
    subject_ref: Mapped[str] = mapped_column(String(36))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    made_by: Mapped[str] = mapped_column(String(100))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    void_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffNotice(Organised, Base):
    """Something that a member of staff has to know of a request; it lies on his desk until he says that he saw it."""

    __tablename__ = "request_notice"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index("ix_request_notice_request", "organisation", "request_id", "at"),
        Index(
            "ix_request_notice_unseen",
            "organisation",
            "for_whom",
            "at",
            "id",
            postgresql_where=_UNSEEN,
            sqlite_where=_UNSEEN,
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36))
    what: Mapped[str] = mapped_column(String(32))
    clock: Mapped[str] = mapped_column(String(32), default="")
    for_whom: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    seen_by: Mapped[str | None] = mapped_column(String(100))
