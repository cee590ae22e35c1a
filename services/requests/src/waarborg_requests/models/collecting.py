"""The tables of collecting: what each holder of data is asked for a request, and the items that came of it."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Date, ForeignKeyConstraint, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime, new_id

_STANDS = text("void_at IS NULL")
_OUTSTANDING = text("answered_at IS NULL AND void_at IS NULL")
_TO_ASK = text("next_at IS NOT NULL")
_TO_EMPTY = text("(void_at IS NOT NULL OR over_at IS NOT NULL) AND emptied_at IS NULL")
_KEPT = text("kept_until IS NOT NULL AND over_at IS NULL AND void_at IS NULL")


class HolderTask(Organised, Base):
    """What one holder is asked about one person for one request, and what came of it.

    What it brings is sealed under a key of its own (``key``), so that it can be destroyed apart. ``void_at`` is since
    when it counts no more (the request turned out to be about somebody else, or the holder was asked anew),
    ``emptied_at`` when what it brought was destroyed. ``link_hash`` is the keyed hash of the code of a one-time link.
    After an answer that gives, what it brought is kept until ``kept_until``; ``over_at`` is since when it is let go.
    """

    __tablename__ = "holder_task"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index(
            "ix_holder_task_request",
            "organisation",
            "request_id",
            "holder",
            unique=True,
            postgresql_where=_STANDS,
            sqlite_where=_STANDS,
        ),
        Index(
            "ix_holder_task_outstanding",
            "organisation",
            "due_at",
            "id",
            postgresql_where=_OUTSTANDING,
            sqlite_where=_OUTSTANDING,
        ),
        Index("ix_holder_task_to_ask", "organisation", "next_at", postgresql_where=_TO_ASK, sqlite_where=_TO_ASK),
        Index(
            "ix_holder_task_to_empty",
            "organisation",
            "id",
            postgresql_where=_TO_EMPTY,
            sqlite_where=_TO_EMPTY,
        ),
        Index(
            "ix_holder_task_kept",
            "organisation",
            "kept_until",
            "id",
            postgresql_where=_KEPT,
            sqlite_where=_KEPT,
        ),
        Index("ix_holder_task_link", "organisation", "link_hash"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(String(36))
    subject_ref: Mapped[str] = mapped_column(String(36))
    holder: Mapped[str] = mapped_column(String(64))
    holder_kind: Mapped[str] = mapped_column(String(16))
    revision: Mapped[int] = mapped_column(Integer, default=1)
    state: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lapsed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(100))
    ground: Mapped[str | None] = mapped_column(String(32))
    words_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    subject_said_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    link_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    link_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    void_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kept_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    emptied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def key(self) -> str:
        """The holder, in the key store, of the key that seals what this task brings."""
        return f"task:{self.id}"


class Item(Organised, Base):
    """One thing that a holder has about the person: a text, a JSON value or a file.

    ``number`` counts within the request. ``about`` says about whom it is besides the person, where the holder said so.
    ``title_en_sealed`` is there where its holder calls it in English as well.
    """

    __tablename__ = "item"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        ForeignKeyConstraint(["organisation", "task_id"], ["holder_task.organisation", "holder_task.id"]),
        ForeignKeyConstraint(["organisation", "file_id"], ["stored_file.organisation", "stored_file.id"]),
        Index("ix_item_request", "organisation", "request_id", "number", unique=True),
        Index("ix_item_task", "organisation", "task_id", "number"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(String(36))
    task_id: Mapped[str] = mapped_column(String(36))
    subject_ref: Mapped[str] = mapped_column(String(36))
    number: Mapped[int] = mapped_column(Integer)
    category: Mapped[str] = mapped_column(String(64))
    title_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    title_en_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    about: Mapped[str | None] = mapped_column(String(64))
    occurred_on: Mapped[date | None] = mapped_column(Date)
    form: Mapped[str] = mapped_column(String(8))
    content_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    handle: Mapped[str | None] = mapped_column(String(64))
    file_id: Mapped[str | None] = mapped_column(String(36))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
