"""What went, or did not go, to third parties."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import Json, Organised, UtcDateTime, new_id


class ThirdPartyDisclosure(Organised, Base):
    """One thing that was decided or recorded about a person's data and a third party, never changed afterwards.

    What was authorised and then given is two rows: the second names the first in ``authorisation_id``.
    """

    __tablename__ = "third_party_disclosure"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "subject_ref"], ["consent_file.organisation", "consent_file.id"]),
        Index("ix_third_party_disclosure_subject", "organisation", "subject_ref", "at"),
        Index("ix_third_party_disclosure_authorisation", "organisation", "authorisation_id", unique=True),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    subject_ref: Mapped[str] = mapped_column(String(36))
    verdict: Mapped[str] = mapped_column(String(16))
    why: Mapped[str] = mapped_column(String(24))
    allowed: Mapped[bool] = mapped_column(Boolean)
    ground: Mapped[str] = mapped_column(String(16))
    recipient: Mapped[str] = mapped_column(String(64))
    country: Mapped[str] = mapped_column(String(2))
    outside_eea: Mapped[bool] = mapped_column(Boolean)
    safeguard: Mapped[str | None] = mapped_column(String(24))
    categories: Mapped[list[str]] = mapped_column(Json)
    purpose: Mapped[str | None] = mapped_column(String(64))
    consent_event: Mapped[str | None] = mapped_column(String(36))
    consent_how: Mapped[str | None] = mapped_column(String(16))
    representation_id: Mapped[str | None] = mapped_column(String(36))
    given_on: Mapped[date | None] = mapped_column(Date)
    authorisation_id: Mapped[str | None] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(String(16))
    actor_ref: Mapped[str] = mapped_column(String(64))
    role: Mapped[str | None] = mapped_column(String(64))
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
