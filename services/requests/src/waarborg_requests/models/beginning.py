"""Who may ask what for whom, what works already, whom to call back, and who died: columns of a request, and tables."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKeyConstraint, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime

_TO_CALL = text("done_at IS NULL")


class BeginningColumns:
    """What a request keeps of its beginning and its end without an answer.

    ``authority_*`` is what the register of representatives said of who asks for another, as codes. ``filed_ref`` is
    whose it was before two references turned out to be of one person. ``unsure_since`` is set while staff have still
    to confirm whom it is about after such a change.
    """

    representative_ref: Mapped[str | None] = mapped_column(String(36))
    representation_ref: Mapped[str | None] = mapped_column(String(36))
    authority_state: Mapped[str | None] = mapped_column(String(16))
    authority_of: Mapped[str | None] = mapped_column(String(36))
    authority_scope: Mapped[str | None] = mapped_column(String(16))
    authority_why: Mapped[str | None] = mapped_column(String(64))
    authority_source: Mapped[str | None] = mapped_column(String(200))
    authority_until: Mapped[date | None] = mapped_column(Date)
    authority_checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    authority_checked_by: Mapped[str | None] = mapped_column(String(100))

    narrowed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    narrowed_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    filed_ref: Mapped[str | None] = mapped_column(String(36))
    unsure_since: Mapped[datetime | None] = mapped_column(UtcDateTime)

    death_ground: Mapped[str | None] = mapped_column(String(32))
    death_ground_of: Mapped[str | None] = mapped_column(String(36))
    erase_word_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erase_word_of: Mapped[str | None] = mapped_column(String(36))


class RequestMark(Organised, Base):
    """A mark that the consent service set or ended because a request asked for it; it works since ``set_at``.

    ``outcome`` is what came of weighing it, for the purpose that was weighed last; ``subject_ref`` whose mark it is.
    """

    __tablename__ = "request_mark"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index("ix_request_mark_request", "organisation", "request_id"),
        Index("ix_request_mark_mark", "organisation", "mark_ref"),
    )

    request_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    mark_ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    about: Mapped[str] = mapped_column(String(64), primary_key=True)
    subject_ref: Mapped[str] = mapped_column(String(36))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str | None] = mapped_column(String(16))


class CallBack(Organised, Base):
    """Somebody asked to be called about a request: the number and the time that suits him are sealed."""

    __tablename__ = "request_call_back"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index("ix_request_call_back_request", "organisation", "request_id", "asked_at"),
        Index(
            "ix_request_call_back_waiting",
            "organisation",
            "due_at",
            "id",
            postgresql_where=_TO_CALL,
            sqlite_where=_TO_CALL,
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    number_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    suits_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    done_by: Mapped[str | None] = mapped_column(String(100))


class PersonDeath(Organised, Base):
    """That a person died, and how that is known; the day is sealed under the key of the request where it was told."""

    __tablename__ = "person_death"
    __table_args__ = (ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),)

    subject_ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36))
    known_how: Mapped[str] = mapped_column(String(32))
    refused_in_life: Mapped[bool] = mapped_column()
    died_on_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(String(100))
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
