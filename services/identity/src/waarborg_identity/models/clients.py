"""Partner systems and applications, and what they show."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_identity.models.base import Base
from waarborg_shared.db import CaseMixin, Json, Organised, UtcDateTime, new_id


class Client(CaseMixin, Base):
    """A partner system or application; ``id`` is the client id."""

    __tablename__ = "client"

    name: Mapped[str] = mapped_column(String(100))
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    auth_method: Mapped[str] = mapped_column(String(32))
    secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    jwks: Mapped[Any | None] = mapped_column(Json)
    scopes: Mapped[Any] = mapped_column(Json)
    redirect_uris: Mapped[Any] = mapped_column(Json)
    post_logout_redirect_uris: Mapped[Any] = mapped_column(Json, default=list)
    require_pushed: Mapped[bool] = mapped_column(Boolean, default=False)
    require_dpop: Mapped[bool] = mapped_column(Boolean, default=False)
    purpose: Mapped[str] = mapped_column(String(500), default="")
    agreement_ref: Mapped[str] = mapped_column(String(100), default="")
    contact_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    events: Mapped[Any] = mapped_column(Json, default=list)
    holder: Mapped[bool] = mapped_column(Boolean, default=False)
    holder_code: Mapped[str | None] = mapped_column(String(64))
    secret_reason: Mapped[str] = mapped_column(String(500), default="")
    earlier_secret_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    earlier_secret_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    jwks_uri: Mapped[str | None] = mapped_column(String(2000))
    jwks_fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    jwks_tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuthorizationCode(Organised, Base):
    """A code that was handed to an application, good once and for a minute; kept as its hash.

    ``gid`` goes into every token that is made from it, so that all of them end together; ``jkt`` is the key that it
    is bound to, ``resource`` the service that it is for, where the request named one.
    """

    __tablename__ = "authorization_code"
    __table_args__ = (Index("ix_authorization_code_expires", "organisation", "expires_at"),)

    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(64))
    session_id: Mapped[str] = mapped_column(String(36))
    redirect_uri: Mapped[str] = mapped_column(String(2000))
    scope: Mapped[str] = mapped_column(String(500))
    nonce: Mapped[str | None] = mapped_column(String(255))
    code_challenge: Mapped[str] = mapped_column(String(128))
    gid: Mapped[str] = mapped_column(String(36))
    jkt: Mapped[str | None] = mapped_column(String(64))
    resource: Mapped[str | None] = mapped_column(String(300))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AssertionUse(Organised, Base):
    """The ``jti`` of an assertion by which a client proved itself, or of a proof of its key: each counts once.

    RFC 7523, 3; RFC 9449, 11.1.
    """

    __tablename__ = "assertion_use"
    __table_args__ = (Index("ix_assertion_use_expires", "organisation", "expires_at"),)

    jti_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClientUse(Organised, Base):
    """How many tokens a client asked for on a day, spread over rows so that its tokens do not wait for one another."""

    __tablename__ = "client_use"
    __table_args__ = (ForeignKeyConstraint(["organisation", "client_id"], ["client.organisation", "client.id"]),)

    client_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    used_on: Mapped[date] = mapped_column(Date, primary_key=True)
    part: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    tokens: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ClientDeed(Organised, Base):
    """How often a client was refused, got a right in a token or did something here on a day, by code.

    No key to ``client``: refusals of who names no client are counted too, under a name that can be none.
    """

    __tablename__ = "client_deed"

    client_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    done_on: Mapped[date] = mapped_column(Date, primary_key=True)
    sort: Mapped[str] = mapped_column(String(8), primary_key=True)
    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    part: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    times: Mapped[int] = mapped_column(Integer)


class RegistrationToken(Organised, Base):
    """An initial access token (RFC 7591) that lets partners register themselves, within bounds; kept as its hash."""

    __tablename__ = "registration_token"
    __table_args__ = (UniqueConstraint("organisation", "token_hash"),)

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    purpose: Mapped[str] = mapped_column(String(500))
    scopes: Mapped[Any] = mapped_column(Json)
    uses_left: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
