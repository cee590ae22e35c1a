"""What an application was granted to renew its tokens with, and the requests that it sent ahead."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_identity.models.base import Base
from waarborg_shared.db import Json, Organised, UtcDateTime


class RefreshGrant(Organised, Base):
    """A family of refresh tokens, each made from the one before; ``id`` is the ``gid`` of its access tokens.

    ``jkt`` is the key that an application without a secret must prove at each use (RFC 9449, 5).
    """

    __tablename__ = "refresh_grant"
    __table_args__ = (Index("ix_refresh_grant_ends", "organisation", "ends_at"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(36))
    account_id: Mapped[str] = mapped_column(String(36))
    session_id: Mapped[str] = mapped_column(String(36))
    scope: Mapped[str] = mapped_column(String(500))
    resource: Mapped[str | None] = mapped_column(String(300))
    jkt: Mapped[str | None] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str | None] = mapped_column(String(16))


class RefreshToken(Organised, Base):
    """One token of a family, good once; kept as its hash, also when it is spent, so that a second showing is known."""

    __tablename__ = "refresh_token"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "grant_id"], ["refresh_grant.organisation", "refresh_grant.id"]),
        Index("ix_refresh_token_grant", "organisation", "grant_id"),
    )

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    grant_id: Mapped[str] = mapped_column(String(36))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    spent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PushedRequest(Organised, Base):
    """An authorisation request that a client sent ahead (RFC 9126), good once and for a short time; kept by hash."""

    __tablename__ = "pushed_request"
    __table_args__ = (Index("ix_pushed_request_expires", "organisation", "expires_at"),)

    uri_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(36))
    parameters: Mapped[Any] = mapped_column(Json)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
