"""Whether a reporter kept to the rules of play, as it was found and decided; and to whom his data were handed over."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKeyConstraint, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_disclosure.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime


class Finding(Organised, Base):
    """What somebody found of a reporter's conduct; it counts once a second look was had, and the newest counts."""

    __tablename__ = "report_conduct"
    __table_args__ = (ForeignKeyConstraint(["organisation", "report_id"], ["report.organisation", "report.id"]),)

    report_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    found: Mapped[str] = mapped_column(String(16))
    evidence_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(64))
    looked_how: Mapped[str | None] = mapped_column(String(16))
    outsider_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HandedOver(Organised, Base):
    """That a reporter's contact data were handed over: on which ground, to whom, when and by whom."""

    __tablename__ = "report_handed_over"
    __table_args__ = (ForeignKeyConstraint(["organisation", "report_id"], ["report.organisation", "report.id"]),)

    report_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    ground: Mapped[str] = mapped_column(String(16))
    handed_on: Mapped[date] = mapped_column(Date)
    told: Mapped[bool] = mapped_column(Boolean)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(64))
    to_whom_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    why_sealed: Mapped[bytes] = mapped_column(LargeBinary)
