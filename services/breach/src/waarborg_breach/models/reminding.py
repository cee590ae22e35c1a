"""The table of who is to be warned of a clock that nearly ran down, or did."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_breach.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime


class BreachReminder(Organised, Base):
    """One message to somebody who may decide, that a clock has nearly run down or has.

    ``id`` is the message's, the same each time that it is made. ``clock_ref`` is what the clock belongs to: the case,
    or a measure of it; once that clock has stopped, or ends at another moment than ``due_at``, nothing is left to do.
    ``recipient`` is an account, or a role after ``role:``. ``over_at`` is when it was sent, given or let go.
    """

    __tablename__ = "breach_reminder"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "breach_id"], ["breach_case.organisation", "breach_case.id"]),
        Index("ix_breach_reminder_case", "organisation", "breach_id"),
        Index("ix_breach_reminder_state", "organisation", "state", "next_try_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    breach_id: Mapped[str] = mapped_column(String(36))
    clock_ref: Mapped[str] = mapped_column(String(36))
    clock: Mapped[str] = mapped_column(String(64))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    moment: Mapped[str] = mapped_column(String(16))
    recipient: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(16))
    ready_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
