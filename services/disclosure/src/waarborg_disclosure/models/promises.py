"""Every promise to a reporter with what became of it, and every question that he was asked."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_disclosure.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime, new_id


class ReportPromise(Organised, Base):
    """One promise with its time. A clock says how long it is still; this stays when the clock starts anew.

    ``due_at`` moves with a pause and with nothing else: another date is another promise, and this one is ``moved_at``.
    """

    __tablename__ = "report_promise"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "report_id"], ["report.organisation", "report.id"]),
        Index("ix_report_promise_report", "organisation", "report_id", "made_at"),
        Index("ix_report_promise_due", "organisation", "due_at", "id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    report_id: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(32))
    source: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    paused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    met_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    moved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class ReportQuestion(Organised, Base):
    """A question that the reporter was asked, and which clocks (by name, with commas) stood still for it."""

    __tablename__ = "report_question"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "report_id"], ["report.organisation", "report.id"]),
        Index("ix_report_question_report", "organisation", "report_id", "asked_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    report_id: Mapped[str] = mapped_column(String(36))
    question_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    asked_by: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    paused: Mapped[str] = mapped_column(String(200))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_how: Mapped[str | None] = mapped_column(String(16))
