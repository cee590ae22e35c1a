"""Which breaches are alike."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_breach.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime


class BreachLikeness(Organised, Base):
    """Two breaches that somebody found alike, kept once; ``why`` is sealed with the key of the earlier one."""

    __tablename__ = "breach_likeness"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "earlier_id"], ["breach_case.organisation", "breach_case.id"]),
        ForeignKeyConstraint(["organisation", "later_id"], ["breach_case.organisation", "breach_case.id"]),
        Index("ix_breach_likeness_later", "organisation", "later_id"),
    )

    earlier_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    later_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    why_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
