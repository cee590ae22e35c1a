"""What requests asked to be carried out, and legal holds on persons."""

from sqlalchemy import Index, text

from waarborg_disclosure.models.base import Base
from waarborg_shared.db import CaseMixin
from waarborg_shared.holds import HoldMixin

_STANDS = text("ended_at IS NULL")


class CarriedStep(CaseMixin, Base):
    """One step that was asked, under its own reference as a case: what was answered stands on its timeline."""

    __tablename__ = "carried_step"


class LegalHold(HoldMixin, Base):
    """A hold: nothing of the person is erased while it stands."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index("ix_legal_hold_subject", "organisation", "subject_ref", postgresql_where=_STANDS, sqlite_where=_STANDS),
    )
