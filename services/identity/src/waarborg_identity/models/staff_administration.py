"""The administration of staff: absences, reviews of who may do what, one-time codes, and lost second factors."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_identity.models.base import Base
from waarborg_shared.db import CaseMixin, Organised, UtcDateTime, new_id

_ACCOUNT = ["account.organisation", "account.id"]
_OPEN = text("completed_at IS NULL")


class StaffAbsence(Organised, Base):
    """A time in which somebody is away, and who stands in for him, if anybody.

    ``stand_in_state`` says whether that counts: whom he named himself does after somebody else answered.
    """

    __tablename__ = "staff_absence"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "account_id"], _ACCOUNT),
        Index("ix_staff_absence_account", "organisation", "account_id"),
        Index("ix_staff_absence_until", "organisation", "until"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(String(36))
    stand_in: Mapped[str | None] = mapped_column(String(36))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(64))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(64))
    stand_in_state: Mapped[str] = mapped_column(String(16), default="agreed", server_default="agreed")
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(64))


class AccessReview(CaseMixin, Base):
    """A review of everybody's roles, a case with a clock; one of an organisation is open at a time.

    Whoever takes a right away locks it first, so that of two at once the second sees what the first left.
    """

    __tablename__ = "access_review"
    __table_args__ = (
        UniqueConstraint("organisation", "number"),
        Index("ix_access_review_open", "organisation", unique=True, postgresql_where=_OPEN, sqlite_where=_OPEN),
    )

    number: Mapped[int] = mapped_column(Integer)
    neared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lapsed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_by: Mapped[str | None] = mapped_column(String(64))


class ReviewMark(Organised, Base):
    """That one member of staff was looked at in a review: what it came to, by whom and when."""

    __tablename__ = "review_mark"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "review_id"], ["access_review.organisation", "access_review.id"]),
        ForeignKeyConstraint(["organisation", "account_id"], _ACCOUNT),
    )

    review_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    account_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    verdict: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[str] = mapped_column(String(64))


class StaffCode(Organised, Base):
    """A one-time code for a member of staff, kept as its keyed hash only."""

    __tablename__ = "staff_code"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "account_id"], _ACCOUNT),
        Index("ix_staff_code_account", "organisation", "account_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(String(36))
    purpose: Mapped[str] = mapped_column(String(16))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class StaffFactorReset(Organised, Base):
    """That a lost second factor is to be replaced: who asked, who agreed, and how the person was recognised."""

    __tablename__ = "staff_factor_reset"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "account_id"], _ACCOUNT),
        Index("ix_staff_factor_reset_account", "organisation", "account_id"),
        Index("ix_staff_factor_reset_expires", "organisation", "expires_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(String(36))
    way: Mapped[str] = mapped_column(String(16))
    checked: Mapped[str | None] = mapped_column(String(32))
    digits_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_by: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by: Mapped[str | None] = mapped_column(String(64))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
