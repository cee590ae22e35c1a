"""The invented service's tables: cases, and notes on them."""

from sqlalchemy import ForeignKeyConstraint, LargeBinary, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from waarborg_shared.db import CaseMixin, Organised, new_id, new_metadata, plumbing


class Base(DeclarativeBase):
    """Every table of this service."""

    metadata = new_metadata()


class Case(CaseMixin, Base):
    """A case."""

    __tablename__ = "ward_case"
    title: Mapped[str] = mapped_column(String(100), default="")
    notes: Mapped[list["Note"]] = relationship(back_populates="case", order_by="Note.id")


class Note(Organised, Base):
    """A note on a case."""

    __tablename__ = "ward_note"
    __table_args__ = (ForeignKeyConstraint(["organisation", "case_id"], ["ward_case.organisation", "ward_case.id"]),)
    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    case_id: Mapped[str] = mapped_column(String(36))
    word: Mapped[str] = mapped_column(String(100), default="")
    text_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    case: Mapped[Case] = relationship(back_populates="notes")


PLUMBING = plumbing(Base.metadata)
