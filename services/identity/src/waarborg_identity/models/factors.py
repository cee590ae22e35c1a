"""Second factors, recovery codes, the accounts of persons, and codes for a forgotten password."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_identity.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime, new_id


class SecondFactor(Organised, Base):
    """A passkey or the secret of a code app. ``holder`` is an account or a person; one that was removed stays."""

    __tablename__ = "second_factor"
    __table_args__ = (
        UniqueConstraint("organisation", "credential_hash"),
        Index("ix_second_factor_holder", "organisation", "holder"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    holder: Mapped[str] = mapped_column(String(36))
    holder_kind: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    credential_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    credential_id: Mapped[bytes | None] = mapped_column(LargeBinary(1023))
    public_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    secret_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    counter: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RecoveryCode(Organised, Base):
    """A code for who has no second factor at hand, good once; only its keyed hash is kept."""

    __tablename__ = "recovery_code"
    __table_args__ = (Index("ix_recovery_code_holder", "organisation", "holder"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    holder: Mapped[str] = mapped_column(String(36))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    void_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UsedChallenge(Organised, Base):
    """A passkey's challenge that was answered: each counts once."""

    __tablename__ = "used_challenge"
    __table_args__ = (Index("ix_used_challenge_expires", "organisation", "expires_at"),)

    challenge_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PasswordCode(Organised, Base):
    """A number and code by which a member of staff sets a new password; the code itself is kept nowhere."""

    __tablename__ = "password_code"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "account_id"], ["account.organisation", "account.id"]),
        Index("ix_password_code_number", "organisation", "number"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(String(36))
    number: Mapped[str] = mapped_column(String(16))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    how: Mapped[str] = mapped_column(String(16))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PersonAccount(Organised, Base):
    """The user name and password that a person chose, where the organisation has accounts for persons."""

    __tablename__ = "person_account"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "person_ref"], ["person.organisation", "person.id"]),
        UniqueConstraint("organisation", "username_hash"),
    )

    person_ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    username_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    username_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    password_hash: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
