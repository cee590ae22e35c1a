"""Which messages were let through to whom, and the links in them by which people opt out."""

from datetime import datetime

from sqlalchemy import Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime, new_id


class MessageCheck(Organised, Base):
    """One yes: who asked to send what to whom by which way, and what it rested on; never changed afterwards."""

    __tablename__ = "message_check"
    __table_args__ = (Index("ix_message_check_subject", "organisation", "subject_ref", "at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(64))
    staff_ref: Mapped[str | None] = mapped_column(String(64))
    subject_ref: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(64))
    channel: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(String(32))
    consent_event: Mapped[str | None] = mapped_column(String(36))


class MessageLink(Organised, Base):
    """A link in messages of one kind (none: of the organisation) to one person; the address holds its id alone."""

    __tablename__ = "message_link"
    __table_args__ = (Index("ix_message_link_subject", "organisation", "subject_ref"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    subject_ref: Mapped[str] = mapped_column(String(36))
    about: Mapped[str | None] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_ref: Mapped[str | None] = mapped_column(String(64))


class LinkKey(Organised, Base):
    """A key that signs the links for a year, and checks them some years longer; sealed under the key store."""

    __tablename__ = "link_key"

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signs_until: Mapped[datetime] = mapped_column(UtcDateTime)
    checks_until: Mapped[datetime] = mapped_column(UtcDateTime)
