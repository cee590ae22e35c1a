"""The tables of what is done about a breach: how far it is, its measures, who stays available, and grievances."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_breach.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime

_OF_A_CASE = (["organisation", "breach_id"], ["breach_case.organisation", "breach_case.id"])


class BreachHandling(Organised, Base):
    """How far a breach is contained, investigated, weighed and cared for; what people wrote is sealed."""

    __tablename__ = "breach_handling"
    __table_args__ = (ForeignKeyConstraint(*_OF_A_CASE),)

    breach_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    containment: Mapped[str] = mapped_column(String(16))
    contained_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    containment_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    investigation: Mapped[str] = mapped_column(String(16))
    lost_or_open: Mapped[str] = mapped_column(String(16))
    departments_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    processor: Mapped[str] = mapped_column(String(16))
    processor_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    consequences: Mapped[str] = mapped_column(String(16))
    consequences_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    consequences_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    no_measures_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    aftercare: Mapped[str] = mapped_column(String(16))
    aftercare_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    aftercare_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BreachMeasure(Organised, Base):
    """One measure against a repetition, whose it is and by when (B24 art. 11 and 12).

    ``overdue_at`` is when its own clock ran out before it was taken; None where that never happened.
    """

    __tablename__ = "breach_measure"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_A_CASE),
        Index("ix_breach_measure_case", "organisation", "breach_id"),
        Index("ix_breach_measure_due", "organisation", "due_on"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    breach_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(16))
    what_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    owner_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    due_on: Mapped[date] = mapped_column(Date)
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    dropped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    overdue_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BreachHelper(Organised, Base):
    """Somebody who stays available in the first hours (B24 art. 8); once released how to reach him is not kept."""

    __tablename__ = "breach_helper"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_A_CASE),
        Index("ix_breach_helper_case", "organisation", "breach_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    breach_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(16))
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    reach_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BreachGrievance(Organised, Base):
    """Somebody disagrees with a decision (B24 art. 10); ``reviewer`` is the colleague who was named to look at it.

    ``reviewer_sealed``: whom somebody named in his own words, before a reviewer was chosen by account. ``report_id``:
    the report in which it was filed, or whose discoverer filed it, where that goes on under the number of this case.
    """

    __tablename__ = "breach_grievance"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_A_CASE),
        Index("ix_breach_grievance_case", "organisation", "breach_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    breach_id: Mapped[str] = mapped_column(String(36))
    about: Mapped[str] = mapped_column(String(16))
    what_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    filed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    filed_by: Mapped[str] = mapped_column(String(64))
    against: Mapped[str | None] = mapped_column(String(64))
    reviewer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    outcome: Mapped[str | None] = mapped_column(String(16))
    outcome_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(64))
    reviewer: Mapped[str | None] = mapped_column(String(64))
    report_id: Mapped[str | None] = mapped_column(String(36))
