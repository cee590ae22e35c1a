"""Persons, the numbers that they are known by, and the letters that let them in."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_identity.models.base import Base
from waarborg_shared.db import CaseMixin, Organised, UtcDateTime, new_id


class Person(CaseMixin, Base):
    """A person that an organisation knows; the id is the random reference that all other services go by.

    ``name_hash`` finds others of that name; None until it was worked out, empty where there is nothing to compare.
    """

    __tablename__ = "person"
    __table_args__ = (Index("ix_person_name", "organisation", "name_hash"),)

    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    name_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class PersonMerge(Organised, Base):
    """A reference that is another name of a person for as long as this stands; undoing it takes the row away."""

    __tablename__ = "person_merge"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "merged_ref"], ["person.organisation", "person.id"]),
        ForeignKeyConstraint(["organisation", "kept_ref"], ["person.organisation", "person.id"]),
        Index("ix_person_merge_kept", "organisation", "kept_ref"),
    )

    merged_ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    kept_ref: Mapped[str] = mapped_column(String(36))
    merged_at: Mapped[datetime] = mapped_column(UtcDateTime)
    merged_by: Mapped[str] = mapped_column(String(64))


class PersonsApart(Organised, Base):
    """Two who look like one and are not, as somebody made sure; the lesser reference first."""

    __tablename__ = "persons_apart"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "one_ref"], ["person.organisation", "person.id"]),
        ForeignKeyConstraint(["organisation", "other_ref"], ["person.organisation", "person.id"]),
    )

    one_ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    other_ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    said_at: Mapped[datetime] = mapped_column(UtcDateTime)
    said_by: Mapped[str] = mapped_column(String(64))


class PersonIdentifier(Organised, Base):
    """One number that a person is known by: sealed, and found by its keyed hash.

    ``ground`` is the purpose for which a BSN is kept (B11). ``alike_hash`` finds numbers that differ in signs and zeros
    only; None until it was worked out, empty where likeness says nothing.
    """

    __tablename__ = "person_identifier"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "person_ref"], ["person.organisation", "person.id"]),
        UniqueConstraint("organisation", "kind", "number_hash"),
        Index("ix_person_identifier_person", "organisation", "person_ref"),
        Index("ix_person_identifier_alike", "organisation", "alike_hash"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    person_ref: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(64))
    number_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    number_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    ground: Mapped[str | None] = mapped_column(String(64))
    alike_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))


class LetterLogin(Organised, Base):
    """A number and code that was made for a letter to a person; the code itself is kept nowhere."""

    __tablename__ = "letter_login"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "person_ref"], ["person.organisation", "person.id"]),
        Index("ix_letter_login_number", "organisation", "number"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    person_ref: Mapped[str] = mapped_column(String(36))
    number: Mapped[str] = mapped_column(String(16))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
