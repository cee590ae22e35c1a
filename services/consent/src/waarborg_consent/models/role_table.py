"""What the organisation decided on the cells of its role table."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import CaseMixin, Organised, UtcDateTime


class RoleTable(CaseMixin, Base):
    """The role table as a case: one per organisation, with the timeline of what was decided on it."""

    __tablename__ = "role_table"


class TableCell(Organised, Base):
    """One version of a cell: confirmed or corrected, never changed afterwards; ``rights`` are letters."""

    __tablename__ = "table_cell"
    __table_args__ = (ForeignKeyConstraint(["organisation", "table_id"], ["role_table.organisation", "role_table.id"]),)

    role: Mapped[str] = mapped_column(String(100), primary_key=True)
    record_type: Mapped[str] = mapped_column(String(100), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True)
    table_id: Mapped[str] = mapped_column(String(36))
    verdict: Mapped[str] = mapped_column(String(16))
    rights: Mapped[str] = mapped_column(String(4))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_ref: Mapped[str] = mapped_column(String(64))
    why_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
