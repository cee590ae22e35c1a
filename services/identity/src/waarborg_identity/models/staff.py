"""Staff: accounts and the roles that they have."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_identity.models.base import Base
from waarborg_shared.db import CaseMixin, Organised, UtcDateTime, new_id


class Account(CaseMixin, Base):
    """A member of staff as somebody who can sign in; the case whose timeline tells of sign-ins and roles."""

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("organisation", "username_hash"),)

    username_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    username_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    password_hash: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16))


class RoleGrant(Organised, Base):
    """A role that an account has or had, by whom, and until when."""

    __tablename__ = "role_grant"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "account_id"], ["account.organisation", "account.id"]),
        Index("ix_role_grant_account", "organisation", "account_id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    account_id: Mapped[str] = mapped_column(String(36))
    role: Mapped[str] = mapped_column(String(64))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    granted_by: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
