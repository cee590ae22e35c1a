"""The tables of identity: accounts and their roles, persons and their numbers, sessions, clients, codes and keys."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from waarborg_shared.db import CaseMixin, Json, Organised, UtcDateTime, new_id, new_metadata, plumbing


class Base(DeclarativeBase):
    """Every table of this service."""

    metadata = new_metadata()


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


class Person(CaseMixin, Base):
    """A person that an organisation knows; the id is the random reference that all other services go by."""

    __tablename__ = "person"

    name_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class PersonIdentifier(Organised, Base):
    """One number that a person is known by: sealed, and found by its keyed hash."""

    __tablename__ = "person_identifier"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "person_ref"], ["person.organisation", "person.id"]),
        UniqueConstraint("organisation", "kind", "number_hash"),
        Index("ix_person_identifier_person", "organisation", "person_ref"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    person_ref: Mapped[str] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(64))
    number_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    number_sealed: Mapped[bytes] = mapped_column(LargeBinary)


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


class SignInTries(Organised, Base):
    """Failed tries from one place, and of one name from one place, both under a keyed hash."""

    __tablename__ = "sign_in_tries"
    __table_args__ = (Index("ix_sign_in_tries_last_at", "organisation", "last_at"),)

    key_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    failures: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime)


class BrowserSession(Organised, Base):
    """Somebody who is signed in. The cookie's value is kept as its SHA-256 only; ``id`` is not secret."""

    __tablename__ = "browser_session"
    __table_args__ = (
        UniqueConstraint("organisation", "secret_hash"),
        Index("ix_browser_session_subject", "organisation", "subject"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    kind: Mapped[str] = mapped_column(String(16))
    subject: Mapped[str] = mapped_column(String(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    end_reason: Mapped[str | None] = mapped_column(String(16))


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


class AuthorizationCode(Organised, Base):
    """A code that was handed to an application, good once and for a minute; kept as its hash."""

    __tablename__ = "authorization_code"
    __table_args__ = (Index("ix_authorization_code_expires", "organisation", "expires_at"),)

    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(64))
    session_id: Mapped[str] = mapped_column(String(36))
    redirect_uri: Mapped[str] = mapped_column(String(2000))
    scope: Mapped[str] = mapped_column(String(500))
    nonce: Mapped[str | None] = mapped_column(String(255))
    code_challenge: Mapped[str] = mapped_column(String(128))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AssertionUse(Organised, Base):
    """The ``jti`` of an assertion by which a client proved itself: each counts once (RFC 7523, 3)."""

    __tablename__ = "assertion_use"
    __table_args__ = (Index("ix_assertion_use_expires", "organisation", "expires_at"),)

    jti_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SigningKey(Organised, Base):
    """A key that this organisation's tokens are signed with, published from its making until it is withdrawn."""

    __tablename__ = "signing_key"

    kid: Mapped[str] = mapped_column(String(64), primary_key=True)
    algorithm: Mapped[str] = mapped_column(String(16))
    public_jwk: Mapped[Any] = mapped_column(Json)
    private_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    signs_from: Mapped[datetime] = mapped_column(UtcDateTime)
    signs_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


PLUMBING = plumbing(Base.metadata)
