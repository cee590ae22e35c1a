"""What was written in the dossier for the authority, and what stood in it at each notice."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_breach.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime

_OF_A_CASE = (["organisation", "breach_id"], ["breach_case.organisation", "breach_case.id"])


class BreachDossierText(Organised, Base):
    """What somebody typed in one field of the dossier that the case has no other place for; sealed."""

    __tablename__ = "breach_dossier_text"
    __table_args__ = (ForeignKeyConstraint(*_OF_A_CASE),)

    breach_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    field: Mapped[str] = mapped_column(String(64), primary_key=True)
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    written_by: Mapped[str] = mapped_column(String(64))


class BreachDossierKept(Organised, Base):
    """The dossier as it stood when the authority was told something; ``number`` is that of the notice, and it is
    sealed. It is never changed.
    """

    __tablename__ = "breach_dossier_kept"
    __table_args__ = (ForeignKeyConstraint(*_OF_A_CASE),)

    breach_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    dossier_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime] = mapped_column(UtcDateTime)
