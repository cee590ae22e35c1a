"""Who comes from an outside issuer, and which roles its claims bring."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKeyConstraint, Index, LargeBinary, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_identity.models.base import Base
from waarborg_shared.db import CaseMixin, Organised, UtcDateTime, new_id

_STANDS = text("ended_at IS NULL")


class OutsideIdentity(Organised, Base):
    """Somebody as an outside issuer knows him, by the keyed hash of issuer and subject, and his account here.

    Without an account he was here in vain: `code_hash` is of the number that he was shown, by which an administrator
    who knows him ties him to his account, until `code_until`. `made_account` says that the account came into being by
    the issuer's word, so that its name follows the issuer's. An `unproved` tie was made to an account that somebody
    used already: until he shows the second factor that he has here, the issuer's word is one proof and opens nothing.
    """

    __tablename__ = "outside_identity"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "account_id"], ["account.organisation", "account.id"]),
        UniqueConstraint("organisation", "subject_hash"),
        Index("ix_outside_identity_account", "organisation", "account_id"),
        Index("ix_outside_identity_code", "organisation", "code_hash"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    issuer: Mapped[str] = mapped_column(String(31))
    subject_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    account_id: Mapped[str | None] = mapped_column(String(36))
    made_account: Mapped[bool] = mapped_column(Boolean, default=False)
    unproved: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    linked_by: Mapped[str | None] = mapped_column(String(64))
    code_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    code_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ClaimMapping(CaseMixin, Base):
    """One row of the table by which an issuer's claims bring roles; a case of its own, whose timeline tells of it.

    A row that was ended stays, so that it can be seen by what somebody had his role.
    """

    __tablename__ = "claim_mapping"
    __table_args__ = (
        Index(
            "ix_claim_mapping_standing",
            "organisation",
            "issuer",
            "claim",
            "value",
            "role",
            unique=True,
            postgresql_where=_STANDS,
            sqlite_where=_STANDS,
        ),
    )

    issuer: Mapped[str] = mapped_column(String(31))
    claim: Mapped[str] = mapped_column(String(100))
    value: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(64))
    made_by: Mapped[str] = mapped_column(String(64))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[str | None] = mapped_column(String(64))
