"""The tables of letters: each letter as it was given, the answer that is being written, and notices by e-mail."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime

_WAITING = text("sent_at IS NULL AND failed IS NULL")


class Letter(Organised, Base):
    """A letter as it was given, sealed: made once, with the word that it carries, and the same bytes ever after.

    ``content`` is the PDF, ``words`` what it says, for a page.

    ``subject_ref`` is the person whom the request was known to be about when it was made.
    """

    __tablename__ = "letter"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        ForeignKeyConstraint(["organisation", "delivery_id"], ["request_delivery.organisation", "request_delivery.id"]),
        Index("ix_letter_delivery", "organisation", "delivery_id", unique=True),
        Index("ix_letter_request", "organisation", "request_id", "made_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36))
    delivery_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(16))
    language: Mapped[str] = mapped_column(String(2))
    subject_ref: Mapped[str | None] = mapped_column(String(36))
    sha256: Mapped[bytes] = mapped_column(LargeBinary)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    content_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class AnswerDraft(Organised, Base):
    """The answer that is being written, one for each request; ``revision`` counts how often it was saved."""

    __tablename__ = "answer_draft"
    __table_args__ = (ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),)

    request_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    revision: Mapped[int] = mapped_column(Integer)
    outcome: Mapped[str] = mapped_column(String(16))
    ground: Mapped[str | None] = mapped_column(String(32))
    more_grounds: Mapped[str | None] = mapped_column(String(400))
    language: Mapped[str | None] = mapped_column(String(2))
    channel: Mapped[str | None] = mapped_column(String(64))
    known_how: Mapped[str | None] = mapped_column(String(32))
    subject_ref: Mapped[str | None] = mapped_column(String(36))
    saved_by: Mapped[str] = mapped_column(String(100))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)


class MailNotice(Organised, Base):
    """A notice without content by e-mail that there is word about a request; ``id`` is the message's."""

    __tablename__ = "mail_notice"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index("ix_mail_notice_request", "organisation", "request_id", "ready_at"),
        Index(
            "ix_mail_notice_waiting",
            "organisation",
            "next_try_at",
            "id",
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36))
    ready_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_try_at: Mapped[datetime] = mapped_column(UtcDateTime)
    error: Mapped[str | None] = mapped_column(String(64))
    failed: Mapped[str | None] = mapped_column(String(64))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
