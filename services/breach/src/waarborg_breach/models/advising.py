"""The tables of what is known of a breach, and of asking who discovered it."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_breach.models.base import Base
from waarborg_shared.db import Json, Organised, UtcDateTime


class BreachFact(Organised, Base):
    """One fact of a breach as a code, a number or a list of codes; null: somebody said that it is not known yet."""

    __tablename__ = "breach_fact"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "breach_id"], ["breach_case.organisation", "breach_case.id"]),
    )

    breach_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    fact: Mapped[str] = mapped_column(String(32), primary_key=True)
    value: Mapped[Any | None] = mapped_column(Json)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by: Mapped[str] = mapped_column(String(64))


class BreachAsking(Organised, Base):
    """One round of waiting for the discoverer's answers, with a clock of its own; the newest one counts.

    ``asked_at``: the discoverer was asked at its beginning. ``call_since``: since then it is a task of staff to call.
    """

    __tablename__ = "breach_asking"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "breach_id"], ["breach_case.organisation", "breach_case.id"]),
        Index("ix_breach_asking_case", "organisation", "breach_id", "opened_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    breach_id: Mapped[str] = mapped_column(String(36))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    call_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BreachQuestionCode(Organised, Base):
    """The code by which somebody who does not sign in answers the questions of one breach: its hash alone is kept."""

    __tablename__ = "breach_question_code"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "breach_id"], ["breach_case.organisation", "breach_case.id"]),
        Index("ix_breach_question_code_hash", "organisation", "code_hash", unique=True),
    )

    breach_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
