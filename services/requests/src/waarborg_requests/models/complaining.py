"""The tables of complaints: what a complaint is about and what came of it, and the measures that were decided."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKeyConstraint, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime


class Complaint(Organised, Base):
    """What is special to a request that is a complaint; its key is that request's.

    ``about_id`` is the request that it is about, None for one about anything else. ``permission_at``: since when the
    officer may look into that request. The proposal waits for a second look where one person judges his own work (J8).
    """

    __tablename__ = "complaint"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        ForeignKeyConstraint(["organisation", "about_id"], ["request.organisation", "request.id"]),
        Index("ix_complaint_about", "organisation", "about_id"),
    )

    request_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    about_id: Mapped[str | None] = mapped_column(String(36))
    permission_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposed_by: Mapped[str | None] = mapped_column(String(100))
    proposal_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    second_look: Mapped[str | None] = mapped_column(String(16))
    decisions_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class ComplaintMeasure(Organised, Base):
    """One measure that was decided on a complaint, and by when it is carried out (art. 17 Wkkgz)."""

    __tablename__ = "complaint_measure"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["complaint.organisation", "complaint.request_id"]),
        Index("ix_complaint_measure_due", "organisation", "done_at", "due_on"),
    )

    request_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    what_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    due_on: Mapped[date] = mapped_column(Date)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str | None] = mapped_column(String(100))
