"""The tables of breach: the case, which is its row in the register too, and the discoverer's answers."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKeyConstraint, Index, Integer, LargeBinary, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_breach.models.base import Base
from waarborg_shared.db import CaseMixin, Organised, UtcDateTime
from waarborg_shared.numbers import NumberMixin


class BreachNumber(NumberMixin, Base):
    """Where the counting of this organisation's breaches stands, by year."""

    __tablename__ = "breach_number"


class ExerciseNumber(NumberMixin, Base):
    """Where the counting of this organisation's exercises stands, by year, so that the register has no gaps."""

    __tablename__ = "breach_exercise_number"


class BreachCase(CaseMixin, Base):
    """One breach. It stays in the register whether it is notified or not (B24 art. 12; art. 33(5) AVG).

    ``occurred_at`` and ``occurred_until`` are from when and until when it went on, as far as known. ``reported_at`` is
    when it was told inside, and ``processor_aware_at`` when a processor knew it. ``merged_into`` is the case under
    which a report of the same breach goes on; closing, retracting and merging all set ``closed_at``.

    ``revision`` counts what was done to it; looking is not counted. ``reported_by`` is the member of staff who
    discovered it, or took a processor's report, and is asked the questions (B24 art. 7). A ``drill`` is an exercise:
    it is counted nowhere and reaches nobody. ``held_at``: since then a legal hold keeps it beyond its term.
    ``informed_how`` is a code, of a channel or of ours; what a person typed there instead is sealed.
    ``retimed_at``: when its times were corrected after closing, so that a notification may turn out late.
    ``destroyed_at``: by the retention rule ``destroyed_rule`` what was written in it is gone, and this row is what
    shows it.
    """

    __tablename__ = "breach_case"
    __table_args__ = (
        Index("ix_breach_case_number", "organisation", "number", unique=True),
        Index("ix_breach_case_origin", "organisation", "origin", "origin_ref", unique=True),
        Index("ix_breach_case_discovered", "organisation", "discovered_at"),
        Index("ix_breach_case_reported_by", "organisation", "reported_by"),
        Index("ix_breach_case_merged_into", "organisation", "merged_into"),
        Index("ix_breach_case_closed", "organisation", "closed_at"),
        Index("ix_breach_case_state", "organisation", "case_state"),
        Index("ix_breach_case_retimed", "organisation", "retimed_at"),
        ForeignKeyConstraint(["organisation", "merged_into"], ["breach_case.organisation", "breach_case.id"]),
    )

    number: Mapped[str] = mapped_column(String(32))
    revision: Mapped[int] = mapped_column(Integer, default=1)
    origin: Mapped[str] = mapped_column(String(16))
    origin_ref: Mapped[str | None] = mapped_column(String(36))
    reported_by: Mapped[str | None] = mapped_column(String(64))
    occurred_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    noticed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discovered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    aware_at: Mapped[datetime] = mapped_column(UtcDateTime)
    case_state: Mapped[str] = mapped_column(String(16))
    authority_state: Mapped[str] = mapped_column(String(16))
    persons_state: Mapped[str] = mapped_column(String(16))
    summary_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    reporter_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    about_how_many: Mapped[int | None] = mapped_column(Integer)
    other_eu: Mapped[bool | None] = mapped_column(Boolean)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(String(64))
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    notified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    persons_exception: Mapped[str | None] = mapped_column(String(32))
    informed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    informed_how: Mapped[str | None] = mapped_column(String(32))
    informed_how_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    kind: Mapped[str | None] = mapped_column(String(16))
    occurred_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ongoing: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    estimated: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    reported_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    processor_aware_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    processor_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    processor_ref_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    wipe_state: Mapped[str | None] = mapped_column(String(16))
    wiped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wiped_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    retracted_why_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    merged_into: Mapped[str | None] = mapped_column(String(36))
    facts_note_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hold_why_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    destroyed_rule: Mapped[str | None] = mapped_column(String(64))
    drill: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    retimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BreachAnswer(Organised, Base):
    """The newest answer to one of the protocol's questions; those before it stand in `BreachEarlierAnswer`.

    ``version`` counts the answers to this question. ``not_known``: somebody said that it is not known yet, which is an
    answer too, and its text is empty. ``given_by`` says whether who reported the breach gave it or staff did; an answer
    of before that was kept has none.
    """

    __tablename__ = "breach_answer"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "breach_id"], ["breach_case.organisation", "breach_case.id"]),
    )

    breach_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    answer_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(64))
    not_known: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    given_by: Mapped[str | None] = mapped_column(String(16))
    version: Mapped[int] = mapped_column(Integer, default=1, server_default=text("1"))


class BreachEarlierAnswer(Organised, Base):
    """An answer that another one took the place of, as it was; rows are added and never changed."""

    __tablename__ = "breach_earlier_answer"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "breach_id"], ["breach_case.organisation", "breach_case.id"]),
    )

    breach_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    question: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    answer_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_by: Mapped[str] = mapped_column(String(64))
    not_known: Mapped[bool] = mapped_column(Boolean)
    given_by: Mapped[str | None] = mapped_column(String(16))
