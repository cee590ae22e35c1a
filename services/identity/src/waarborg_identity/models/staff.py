"""Staff: accounts and the roles that they have."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKeyConstraint, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_identity.models.base import Base
from waarborg_shared.db import CaseMixin, Organised, UtcDateTime, new_id


class Account(CaseMixin, Base):
    """A member of staff as somebody who can sign in; the case whose timeline tells of sign-ins and roles.

    ``revision`` counts what the administration changed (looking and signing in are not counted): who changes an
    account names the revision that he saw. An empty ``password_hash`` is no password: none holds against it.
    """

    __tablename__ = "account"
    __table_args__ = (UniqueConstraint("organisation", "username_hash"),)

    username_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    username_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    password_hash: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(16))
    revision: Mapped[int] = mapped_column(Integer, default=1, server_default="1")
    contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    certificate_seen_on: Mapped[date | None] = mapped_column(Date)
    secrecy_signed_on: Mapped[date | None] = mapped_column(Date)


class RoleGrant(Organised, Base):
    """A role that an account has or had, by whom, and from when until when.

    Without ``starts_at`` it counts from the moment that it was given. ``stand_in_for`` is the account of somebody who
    is away, whose role this is, and ``absence_id`` that absence. One with an ``issuer`` follows from what that outside
    issuer said when he last signed in there, and counts as long as that sign-in can.
    """

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
    starts_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(64))
    stand_in_for: Mapped[str | None] = mapped_column(String(36))
    absence_id: Mapped[str | None] = mapped_column(String(36))
    issuer: Mapped[str | None] = mapped_column(String(31))
