"""The tables of telling the persons: the message, each person by reference, rows that were wrong, and aftercare."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_breach.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime

_OF_A_CASE = (["organisation", "breach_id"], ["breach_case.organisation", "breach_case.id"])
REFERENCE = "breach.person"
"""What a reference is called where it is hashed, so that a person can be found."""
_OF_A_PERSON = (["organisation", "person_id"], ["breach_person.organisation", "breach_person.id"])


class BreachTelling(Organised, Base):
    """How far telling the persons of one breach is; ``round`` counts the orders to send, ``letters`` those to print."""

    __tablename__ = "breach_telling"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_A_CASE),
        Index("ix_breach_telling_state", "organisation", "state", "next_at"),
    )

    breach_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    draft_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    round: Mapped[int] = mapped_column(Integer, default=0)
    letters: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BreachMessage(Organised, Base):
    """The message of one order to send, as it went, with who ordered it in which role."""

    __tablename__ = "breach_message"
    __table_args__ = (ForeignKeyConstraint(*_OF_A_CASE),)

    breach_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_by: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(64))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BreachPerson(Organised, Base):
    """One person whose data were in a breach, by reference, and how far telling him is.

    ``ref_hash`` finds him and keeps him from standing here twice. ``message_id`` is the same each time that a channel
    is asked in one try, so that it can know what it did already; ``tries`` counts how often staff let him be tried
    again. ``claimed_until``: a worker is at it. ``printed_at``: his letter was drawn, so that it can have been posted.
    """

    __tablename__ = "breach_person"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_A_CASE),
        Index("ix_breach_person_ref", "organisation", "breach_id", "ref_hash", unique=True),
        Index("ix_breach_person_state", "organisation", "breach_id", "state", "id"),
        Index("ix_breach_person_letter", "organisation", "breach_id", "letter_number"),
        Index("ix_breach_person_hash", "organisation", "ref_hash"),
        Index("ix_breach_person_message", "organisation", "message_id", unique=True),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    breach_id: Mapped[str] = mapped_column(String(36))
    ref_hash: Mapped[bytes] = mapped_column(LargeBinary)
    ref_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    channel: Mapped[str] = mapped_column(String(100))
    language: Mapped[str] = mapped_column(String(8))
    given_by: Mapped[str] = mapped_column(String(16))
    listed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    round: Mapped[int | None] = mapped_column(Integer)
    message_id: Mapped[str | None] = mapped_column(String(36))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    tries: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    error: Mapped[str | None] = mapped_column(String(64))
    letter_number: Mapped[int | None] = mapped_column(Integer)
    printed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BreachPersonLink(Organised, Base):
    """The id of a message that somebody got before he was tried again, so that the link in it goes on working."""

    __tablename__ = "breach_person_link"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_A_PERSON),
        Index("ix_breach_person_link_person", "organisation", "person_id"),
    )

    message_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(36))
    round: Mapped[int] = mapped_column(Integer)


class BreachPersonFault(Organised, Base):
    """A row of a list that named nobody who can be told; it stands here until somebody settled it."""

    __tablename__ = "breach_person_fault"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_A_CASE),
        Index("ix_breach_person_fault_case", "organisation", "breach_id", "settled_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    breach_id: Mapped[str] = mapped_column(String(36))
    row_number: Mapped[int] = mapped_column(Integer)
    column: Mapped[str] = mapped_column(String(16))
    fault: Mapped[str] = mapped_column(String(32))
    cells_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BreachPersonCare(Organised, Base):
    """One note of the aftercare of one person: what he asked, or what he got (B24 art. 11)."""

    __tablename__ = "breach_person_care"
    __table_args__ = (
        ForeignKeyConstraint(*_OF_A_PERSON),
        Index("ix_breach_person_care_person", "organisation", "person_id", "noted_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    person_id: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(16))
    words_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    noted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    noted_by: Mapped[str] = mapped_column(String(64))


class BreachAnnouncement(Organised, Base):
    """What is announced publicly of a breach (art. 34(3)(c) AVG); it can be read by anybody while it is published."""

    __tablename__ = "breach_announcement"
    __table_args__ = (ForeignKeyConstraint(*_OF_A_CASE),)

    breach_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
