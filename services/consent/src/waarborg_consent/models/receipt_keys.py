"""The keys that receipts are signed with."""

from datetime import datetime
from typing import Any

from sqlalchemy import LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import Json, Organised, UtcDateTime


class ReceiptKey(Organised, Base):
    """A key of this organisation; what is public of it stays published, however long ago it signed."""

    __tablename__ = "receipt_key"

    kid: Mapped[str] = mapped_column(String(36), primary_key=True)
    public_jwk: Mapped[Any] = mapped_column(Json)
    private_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    signs_from: Mapped[datetime] = mapped_column(UtcDateTime)
    signs_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
