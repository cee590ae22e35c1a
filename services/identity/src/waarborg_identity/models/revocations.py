"""Whose tokens no longer count."""

from datetime import datetime

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_identity.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime


class Revocation(Organised, Base):
    """Tokens that name ``ref`` (an account, person, client, session, grant, key) and were made up to then are void."""

    __tablename__ = "revocation"
    __table_args__ = (Index("ix_revocation_at", "organisation", "at"),)

    ref: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
