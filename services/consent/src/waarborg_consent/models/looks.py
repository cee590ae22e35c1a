"""The access log: looks in the order of their arrival, the tree of hashes over them, its signed heads and the keys."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, LargeBinary, SmallInteger, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_consent.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime, new_id

_WITH_BODY = text("body_sealed IS NOT NULL")


class LookRow(Organised, Base):
    """One look. At the end of its term all but number, digest and moment of arrival is emptied, and it keeps its place.

    ``body_sealed`` holds the salt and what was said, under the person's key; ``digest`` is that of both.
    """

    __tablename__ = "look"
    __table_args__ = (
        Index("ix_look_event", "organisation", "source", "event_id", unique=True),
        Index("ix_look_subject", "organisation", "subject_ref", "at", "id"),
        Index("ix_look_kept", "organisation", "at", postgresql_where=_WITH_BODY, sqlite_where=_WITH_BODY),
    )

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    id: Mapped[str] = mapped_column(String(36), default=new_id)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str | None] = mapped_column(String(64))
    event_id: Mapped[str | None] = mapped_column(String(64))
    subject_ref: Mapped[str | None] = mapped_column(String(36))
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_id: Mapped[str | None] = mapped_column(String(36))
    body_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class LogTree(Organised, Base):
    """The tree as far as it must be known to grow; its row is locked while it does."""

    __tablename__ = "log_tree"

    size: Mapped[int] = mapped_column(BigInteger)
    edge: Mapped[bytes] = mapped_column(LargeBinary)


class LogNode(Organised, Base):
    """The hash of a perfect node of the tree, which never changes; the lowest ones are made from the looks again."""

    __tablename__ = "log_node"

    level: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class LogHeadRow(Organised, Base):
    """A signed head of the tree, one for each time that it grew."""

    __tablename__ = "log_head"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(Text)


class LogKey(Organised, Base):
    """An Ed25519 key that the organisation's heads are signed with, or were until ``ended_at``."""

    __tablename__ = "log_key"

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    public_key: Mapped[bytes] = mapped_column(LargeBinary)
    private_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class KnownPerson(Organised, Base):
    """A reference that identity gave out, as it told: of nobody else a look is taken."""

    __tablename__ = "known_person"

    ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
