"""Evidence that came with a report: files, sealed piece by piece."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_disclosure.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime, new_id


class ReportFile(Organised, Base):
    """One file of a report: its name is sealed as its pieces are; ``cleaned`` says whether it was stripped."""

    __tablename__ = "report_file"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "report_id"], ["report.organisation", "report.id"]),
        Index("ix_report_file_report", "organisation", "report_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    report_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    size: Mapped[int] = mapped_column(Integer)
    pieces: Mapped[int] = mapped_column(Integer)
    cleaned: Mapped[str] = mapped_column(String(16))


class ReportPiece(Organised, Base):
    """One sealed piece of a file, a mebibyte at most."""

    __tablename__ = "report_piece"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "file_id"], ["report_file.organisation", "report_file.id"]),
    )

    file_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
