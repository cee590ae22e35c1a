"""Imports of consents: each a case, with its file sealed in pieces until it is over, and what was said of its rows.

And exports: that somebody took everything along is a case too."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer, LargeBinary, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import CaseMixin, Organised, UtcDateTime


class ImportCase(CaseMixin, Base):
    """One file of consents that somebody handed in, and how far it has come.

    ``done_count`` of ``whole_count`` is the progress of what the worker is at. ``next_piece`` is the piece of the plan
    that comes next: it moves in the commit that carries the piece out. ``emptied_at`` is when the file's key went.
    """

    __tablename__ = "consent_import"
    __table_args__ = (Index("ix_consent_import_state", "organisation", "state"),)

    state: Mapped[str] = mapped_column(String(16))
    uploaded_by: Mapped[str] = mapped_column(String(64))
    file_digest: Mapped[str] = mapped_column(String(64))
    file_bytes: Mapped[int] = mapped_column(Integer)
    file_name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    pressed_by: Mapped[str | None] = mapped_column(String(64))
    pressed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    emptied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str | None] = mapped_column(String(32))
    fault_names_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    done_count: Mapped[int] = mapped_column(Integer, default=0)
    whole_count: Mapped[int] = mapped_column(Integer, default=0)
    rows: Mapped[int] = mapped_column(Integer, default=0)
    wrong_rows: Mapped[int] = mapped_column(Integer, default=0)
    skipped_rows: Mapped[int] = mapped_column(Integer, default=0)
    good_rows: Mapped[int] = mapped_column(Integer, default=0)
    imported_rows: Mapped[int] = mapped_column(Integer, default=0)
    next_piece: Mapped[int] = mapped_column(Integer, default=0)
    pieces: Mapped[int] = mapped_column(Integer, default=0)
    failures: Mapped[int] = mapped_column(SmallInteger, default=0)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ImportPiece(Organised, Base):
    """A piece of an import's file, or of the plan that was made of it, sealed with a key that is the import's alone."""

    __tablename__ = "consent_import_piece"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "import_id"], ["consent_import.organisation", "consent_import.id"]),
    )

    import_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    sort: Mapped[str] = mapped_column(String(8), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class ImportFinding(Organised, Base):
    """What is said of one row: codes and counts, so that the report stays when the file is gone."""

    __tablename__ = "consent_import_finding"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "import_id"], ["consent_import.organisation", "consent_import.id"]),
    )

    import_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    row: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    column: Mapped[str] = mapped_column(String(32), primary_key=True)
    fault: Mapped[str] = mapped_column(String(32), primary_key=True)
    other_row: Mapped[int | None] = mapped_column(Integer)


class ExportCase(CaseMixin, Base):
    """Somebody took all consents along: its timeline says who, when and as what, and how many when it was done."""

    __tablename__ = "consent_export"

    kind: Mapped[str] = mapped_column(String(8))
    by_ref: Mapped[str] = mapped_column(String(64))
