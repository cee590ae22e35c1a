"""Who is signed in, and who tried."""

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, LargeBinary, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_identity.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime, new_id


class SignInTries(Organised, Base):
    """Failed tries from one place, and of one name from one place, both under a keyed hash."""

    __tablename__ = "sign_in_tries"
    __table_args__ = (Index("ix_sign_in_tries_last_at", "organisation", "last_at"),)

    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BrowserSession(Organised, Base):
    """Somebody who is signed in. The cookie's value is kept as its SHA-256 only; ``id`` is not secret.

    ``methods`` is what he proved himself by; a ``pending`` one waits for the second and is nobody's to any service.
    ``proofs_tried`` counts the second proofs that were looked at in it, so that none is guessed at for long.
    The ``outside_…`` say by which issuer, and which of its people and sessions it is, so that it can end it.
    """

    __tablename__ = "browser_session"
    __table_args__ = (
        UniqueConstraint("organisation", "secret_hash"),
        Index("ix_browser_session_subject", "organisation", "subject"),
        Index("ix_browser_session_outside", "organisation", "outside_subject_hash"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str | None] = mapped_column(String(16))
    methods: Mapped[str] = mapped_column(String(100), default="", server_default="")
    pending: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    proofs_tried: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    device: Mapped[str] = mapped_column(String(60), default="", server_default="")
    outside_issuer: Mapped[str | None] = mapped_column(String(31))
    outside_subject_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    outside_sid_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
