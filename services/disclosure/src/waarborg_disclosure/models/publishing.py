"""What is published of a report, and the counting of what was."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_disclosure.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime, new_id
from waarborg_shared.numbers import NumberMixin


class AdvisoryNumber(NumberMixin, Base):
    """Where the counting of this organisation's advisories stands, by year."""

    __tablename__ = "advisory_number"


class Advisory(Organised, Base):
    """What staff write for the public about one report; ``id`` is the holder of a key of its own.

    The text is sealed until the end of days: it is public only by the rule of when it is. It outlives the report.
    ``agreed_how`` is how it was decided without the reporter, where he answered neither question nor reminder;
    ``silence_…`` is who proposed that, when and why.
    """

    __tablename__ = "report_advisory"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "report_id"], ["report.organisation", "report.id"]),
        Index("ix_report_advisory_number", "organisation", "number", unique=True),
        Index("ix_report_advisory_state", "organisation", "state", "proposed_on"),
    )

    report_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), default=new_id)
    number: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    cvss: Mapped[str | None] = mapped_column(String(200))
    cwe: Mapped[str | None] = mapped_column(String(16))
    written_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    written_by: Mapped[str | None] = mapped_column(String(64))
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reviewed_by: Mapped[str | None] = mapped_column(String(64))
    reviewed_how: Mapped[str | None] = mapped_column(String(16))
    outsider_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    proposed_on: Mapped[date | None] = mapped_column(Date)
    proposed_by: Mapped[str | None] = mapped_column(String(16))
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    agreed_how: Mapped[str | None] = mapped_column(String(16))
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    silence_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    silence_by: Mapped[str | None] = mapped_column(String(64))
    silence_why_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
