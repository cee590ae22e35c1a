"""What requests asked to be carried out with a person's data, and the legal holds that requests told of."""

from datetime import datetime

from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_identity.models.base import Base
from waarborg_shared.db import CaseMixin, UtcDateTime
from waarborg_shared.holds import HoldMixin

_STANDS = text("ended_at IS NULL")


class CarriedStep(CaseMixin, Base):
    """One step that was asked, under its own reference as a case; ``outcome`` is what was answered last."""

    __tablename__ = "carried_step"

    request_ref: Mapped[str] = mapped_column(String(36))
    person_ref: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(32))
    outcome: Mapped[str] = mapped_column(String(16))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)


class LegalHold(HoldMixin, Base):
    """A hold: nothing of the person is erased while it stands."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index("ix_legal_hold_subject", "organisation", "subject_ref", postgresql_where=_STANDS, sqlite_where=_STANDS),
    )
