"""The report as a case, its numbering, and what both sides wrote to one another."""

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKeyConstraint, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_disclosure.models.base import Base
from waarborg_disclosure.models.course import CourseColumns
from waarborg_shared.db import CaseMixin, Organised, UtcDateTime, new_id
from waarborg_shared.numbers import NumberMixin


class ReportNumber(NumberMixin, Base):
    """Where the counting of this organisation's reports stands, by year."""

    __tablename__ = "report_number"


class Report(CaseMixin, CourseColumns, Base):
    """One report of a vulnerability. What was written is sealed with the report as holder; no address is kept.

    ``box_key`` is the public key to which its words and files are sealed; the private one follows from the report's key
    in the key store. A report of before there were boxes has none. ``what_sealed`` holds all that was found in one box
    (what, where, how), ``contact_sealed`` how the reporter is reached and the key to encrypt answers to.
    ``came_by`` is how a report came that staff entered, ``follows_id`` the closed report that it goes on from.

    ``revision`` counts what was done to the report: who changes it names the revision that he saw. ``due_at`` is the
    moment of the earliest promise that runs, copied here so that the most urgent can be listed by an index.
    ``receipt_hash`` is an argon2id hash, None where there is no mailbox. ``unread_since`` is when the reporter wrote
    what no one answered yet. ``erased_at``, with the rule by which its term was over, is the proof that what was
    written is gone; a hold keeps it up to and including ``hold_until``. ``notice_state`` says how it stands with word
    to the reporter that something is in the mailbox, where he left a way to be reached; None where he knows.
    """

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_number", "organisation", "number", unique=True),
        Index("ix_report_receipt", "organisation", "receipt_hash", unique=True),
        Index("ix_report_due", "organisation", "state", "due_at", "id"),
        Index("ix_report_closed", "organisation", "closed_at"),
        Index("ix_report_answered", "organisation", "state", "answered_at", "id"),
        Index("ix_report_duplicate_of", "organisation", "duplicate_of"),
        Index("ix_report_follows", "organisation", "follows_id"),
        Index("ix_report_notice", "organisation", "notice_state", "notice_since"),
    )

    revision: Mapped[int] = mapped_column(Integer, default=1)
    number: Mapped[str] = mapped_column(String(32))
    receipt_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    unread_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    reporter: Mapped[str] = mapped_column(String(16))
    may_credit: Mapped[bool] = mapped_column(Boolean)
    exposes_personal_data: Mapped[bool] = mapped_column(Boolean)
    what_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    where_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    how_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    verdict: Mapped[str | None] = mapped_column(String(24))
    redirect: Mapped[str | None] = mapped_column(String(32))
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fix_on: Mapped[date | None] = mapped_column(Date)
    breach_ref: Mapped[str | None] = mapped_column(String(36))
    breach_number: Mapped[str | None] = mapped_column(String(32))
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hold_until: Mapped[date | None] = mapped_column(Date)
    hold_why_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reporter_erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_rule: Mapped[str | None] = mapped_column(String(64))
    box_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    came_by: Mapped[str | None] = mapped_column(String(16))
    follows_id: Mapped[str | None] = mapped_column(String(36))
    notice_state: Mapped[str | None] = mapped_column(String(16))
    notice_since: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ReportMessage(Organised, Base):
    """One message in the mailbox behind the receipt; ``armoured`` is the same, encrypted to the reporter's own key.

    ``kind`` says what it is beside words (a code of ``texts.LETTERS``), and ``day`` which date it tells.
    """

    __tablename__ = "report_message"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "report_id"], ["report.organisation", "report.id"]),
        Index("ix_report_message_report", "organisation", "report_id", "at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    report_id: Mapped[str] = mapped_column(String(36))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    from_reporter: Mapped[bool] = mapped_column(Boolean)
    author_ref: Mapped[str] = mapped_column(String(64))
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    kind: Mapped[str | None] = mapped_column(String(16))
    day: Mapped[date | None] = mapped_column(Date)
    armoured_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
