"""What is carried out for a request, the step of each holder in it, and legal holds."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKeyConstraint, Index, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_shared.db import Json, Organised, UtcDateTime, new_id

_COUNTS = text("state IN ('prepared', 'running')")
_STANDS = text("ended_at IS NULL")


class Carrying(Organised, Base):
    """One decision that is carried out for a request, for one person; a request has one at a time. ``cut_because`` is
    why nobody further is asked, where that is so before everybody was.

    ``words_sealed`` is what exactly is to be done, for people; the codes beside it are what systems are told.
    """

    __tablename__ = "carrying"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index(
            "ix_carrying_request",
            "organisation",
            "request_id",
            unique=True,
            postgresql_where=_COUNTS,
            sqlite_where=_COUNTS,
        ),
        Index("ix_carrying_open", "organisation", "request_id", postgresql_where=_STANDS, sqlite_where=_STANDS),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(String(36))
    subject_ref: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16))
    step: Mapped[int] = mapped_column(SmallInteger)
    about: Mapped[list[str]] = mapped_column(Json)
    ground: Mapped[str | None] = mapped_column(String(32))
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    prepared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    prepared_by: Mapped[str] = mapped_column(String(100))
    begun_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cut_because: Mapped[str | None] = mapped_column(String(32))


class CarryingStep(Organised, Base):
    """What one holder is asked, and what it answered. ``kept`` is what stays: its code, why, until when.

    ``due_at`` is by when an answer is expected, which the day that the holder gave himself, ``expected_on``, may move.
    """

    __tablename__ = "carrying_step"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "carrying_id"], ["carrying.organisation", "carrying.id"]),
        Index("ix_carrying_step_carrying", "organisation", "carrying_id", "turn"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    carrying_id: Mapped[str] = mapped_column(String(36))
    holder: Mapped[str] = mapped_column(String(64))
    holder_kind: Mapped[str] = mapped_column(String(16))
    turn: Mapped[int] = mapped_column(SmallInteger)
    state: Mapped[str] = mapped_column(String(16))
    ground: Mapped[str | None] = mapped_column(String(32))
    kept: Mapped[list[list[str]]] = mapped_column(Json)
    until: Mapped[date | None] = mapped_column(Date)
    note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lapsed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    expected_on: Mapped[date | None] = mapped_column(Date)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(100))


class RequestHold(Organised, Base):
    """A legal hold on a person's data, set from one of his requests; the reason is sealed under that request's key."""

    __tablename__ = "request_hold"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index("ix_request_hold_subject", "organisation", "subject_ref", postgresql_where=_STANDS, sqlite_where=_STANDS),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(String(36))
    subject_ref: Mapped[str] = mapped_column(String(36))
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    set_by: Mapped[str] = mapped_column(String(100))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(100))
