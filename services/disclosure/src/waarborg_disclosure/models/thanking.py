"""The reward for a report, and the name that its discoverer wants on the public page."""

from datetime import date, datetime

from sqlalchemy import JSON, Boolean, Date, ForeignKeyConstraint, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_disclosure.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime, new_id


class Reward(Organised, Base):
    """The reward for a report: what was proposed by which marks, who approved it how, and when it was paid outside.

    The amount is the table's of the day of the proposal. Nothing here tells to which account it went.
    """

    __tablename__ = "report_reward"
    __table_args__ = (ForeignKeyConstraint(["organisation", "report_id"], ["report.organisation", "report.id"]),)

    report_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    severity: Mapped[str] = mapped_column(String(16))
    marks: Mapped[list[str]] = mapped_column(JSON)
    cents: Mapped[int] = mapped_column(Integer)
    thing_nl: Mapped[str | None] = mapped_column(String(200))
    thing_en: Mapped[str | None] = mapped_column(String(200))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    proposed_by: Mapped[str] = mapped_column(String(64))
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    looked_by: Mapped[str | None] = mapped_column(String(64))
    looked_how: Mapped[str | None] = mapped_column(String(16))
    outsider_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    paid_on: Mapped[date | None] = mapped_column(Date)
    paid_by: Mapped[str | None] = mapped_column(String(64))
    paid_note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class Credit(Organised, Base):
    """The name under which a discoverer wants to be named, on his word; ``id`` is the holder of a key of its own.

    That key outlives the report's where ``keep`` says so, and is destroyed when he takes the name back.
    """

    __tablename__ = "report_credit"
    __table_args__ = (ForeignKeyConstraint(["organisation", "report_id"], ["report.organisation", "report.id"]),)

    report_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), default=new_id)
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    link_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    keep: Mapped[bool] = mapped_column(Boolean)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_by: Mapped[str | None] = mapped_column(String(64))
