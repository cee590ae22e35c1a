"""Legal holds that requests told of."""

from sqlalchemy import Index, text

from waarborg_consent.models.base import Base
from waarborg_shared.holds import HoldMixin

_STANDS = text("ended_at IS NULL")


class LegalHold(HoldMixin, Base):
    """A hold: nothing of the person is erased while it stands."""

    __tablename__ = "legal_hold"
    __table_args__ = (
        Index("ix_legal_hold_subject", "organisation", "subject_ref", postgresql_where=_STANDS, sqlite_where=_STANDS),
    )
