"""Every decision, every notification to the authority, and who was appointed as a deputy."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKeyConstraint, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_breach.models.base import Base
from waarborg_shared.db import CaseMixin, Organised, UtcDateTime


class KeptDecision(Organised, Base):
    """One decision on a breach; the one with the highest ``number`` counts, and none is changed afterwards.

    ``not_yet_known`` are the questions without an answer that whoever decided named. ``advice_codes`` is what the facts
    advised at that moment, in codes. ``role`` is in which role was decided.
    """

    __tablename__ = "breach_decision"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "breach_id"], ["breach_case.organisation", "breach_case.id"]),
    )

    breach_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    notify_authority: Mapped[bool] = mapped_column(Boolean)
    inform_persons: Mapped[bool] = mapped_column(Boolean)
    exception: Mapped[str | None] = mapped_column(String(32))
    not_yet_known: Mapped[list[str]] = mapped_column(JSON)
    advice_codes: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(64))


class BreachNotice(Organised, Base):
    """One thing that the responsible person told the authority: a notification, a supplement or a withdrawal.

    ``authority_number`` is the authority's own. Whether it was late follows from the clock as it stands now; the
    reasons for that, and those for a withdrawal, are sealed.
    """

    __tablename__ = "breach_notice"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "breach_id"], ["breach_case.organisation", "breach_case.id"]),
    )

    breach_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    authority_number: Mapped[str | None] = mapped_column(String(40))
    reason_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(64))


class BreachDeputy(CaseMixin, Base):
    """Whom the responsible person appointed to decide and notify in his place, and for how long.

    ``reason_destroyed_at``: why he did is kept no longer, and ``reason_sealed`` is empty.
    """

    __tablename__ = "breach_deputy"
    __table_args__ = (Index("ix_breach_deputy_who", "organisation", "who", "until_at"),)

    who: Mapped[str] = mapped_column(String(64))
    from_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    appointed_by: Mapped[str] = mapped_column(String(64))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason_destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
