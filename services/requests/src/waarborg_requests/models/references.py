"""Which references are, or were, of one person, as identity tells."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime


class PersonAlias(Organised, Base):
    """What identity said last of two references, in both directions: that they are of one person, or of two.

    ``joined_at`` and ``parted_at`` are when identity said so; the newer of them counts, and two where they are equal.
    A pair that was parted stays, so that an old word that comes late joins nobody.
    """

    __tablename__ = "person_alias"

    ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    other_ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    joined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    parted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
