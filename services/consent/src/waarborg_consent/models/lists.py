"""What was recorded beside the plugin's lists: purposes declared compatible, and agreements with recipients."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import Json, Organised, UtcDateTime, new_id


class Compatibility(Organised, Base):
    """That a use was declared compatible, or that such a declaration ended: two rows with one ``declaration_id``."""

    __tablename__ = "compatibility"
    __table_args__ = (
        Index("ix_compatibility_declaration", "organisation", "declaration_id", "kind", unique=True),
        Index("ix_compatibility_purposes", "organisation", "from_purpose", "to_purpose"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    declaration_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(16))
    from_purpose: Mapped[str] = mapped_column(String(64))
    to_purpose: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_ref: Mapped[str] = mapped_column(String(64))
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class RecipientAgreement(Organised, Base):
    """What was signed with a recipient, each time that something was recorded; the newest counts, the others stay."""

    __tablename__ = "recipient_agreement"
    __table_args__ = (Index("ix_recipient_agreement_recipient", "organisation", "recipient", "sequence", unique=True),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    recipient: Mapped[str] = mapped_column(String(64))
    sequence: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(16))
    signed_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date | None] = mapped_column(Date)
    sub_processors: Mapped[list[str]] = mapped_column(Json)
    safeguard: Mapped[str | None] = mapped_column(String(24))
    ended: Mapped[bool] = mapped_column(Boolean)
    kept_at: Mapped[str | None] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by_ref: Mapped[str] = mapped_column(String(64))
