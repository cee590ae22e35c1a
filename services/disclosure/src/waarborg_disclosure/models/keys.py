"""The OpenPGP keys of an organisation: what it signs with, and what researchers encrypt to."""

from datetime import datetime

from sqlalchemy import LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_disclosure.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime


class OpenPgpKey(Organised, Base):
    """A key; what is public of it stays published while it can still open what was encrypted to it."""

    __tablename__ = "openpgp_key"

    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    certificate: Mapped[str] = mapped_column(Text)
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    signs_from: Mapped[datetime] = mapped_column(UtcDateTime)
    signs_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
