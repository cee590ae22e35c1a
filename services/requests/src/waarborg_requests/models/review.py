"""The tables of looking an answer through: what becomes of each item, who looked, and who was asked from outside."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime, new_id


class ItemMark(Organised, Base):
    """What becomes of one item: given, withheld on a ground, or given without its cuts, which are sealed.

    ``cuts_digest`` tells cuts apart without opening them. The key is that of the task that brought the item.
    """

    __tablename__ = "item_mark"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "item_id"], ["item.organisation", "item.id"]),
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index("ix_item_mark_request", "organisation", "request_id", "verdict"),
    )

    item_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36))
    revision: Mapped[int] = mapped_column(Integer, default=1)
    verdict: Mapped[str] = mapped_column(String(16))
    ground: Mapped[str | None] = mapped_column(String(32))
    cuts_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    cuts_digest: Mapped[str | None] = mapped_column(String(64))
    marked_by: Mapped[str] = mapped_column(String(100))
    marked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReviewLook(Organised, Base):
    """A look at everything that would be given: the first by who reviewed it, the second by who approves it.

    ``digest`` covers every item with its mark: once one changes, the look counts no more. ``way`` is how a second look
    was had.
    """

    __tablename__ = "review_look"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index("ix_review_look_request", "organisation", "request_id", "looked_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(String(36))
    turn: Mapped[str] = mapped_column(String(8))
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    looked_by: Mapped[str] = mapped_column(String(100))
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    way: Mapped[str | None] = mapped_column(String(16))


class LookInvitation(Organised, Base):
    """Somebody from outside who was asked once for the second look: his name is sealed, his code is hashed."""

    __tablename__ = "look_invitation"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index("ix_look_invitation_request", "organisation", "request_id", "until_at"),
        Index("ix_look_invitation_code", "organisation", "code_hash", unique=True),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True, default=new_id)
    request_id: Mapped[str] = mapped_column(String(36))
    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    invited_by: Mapped[str] = mapped_column(String(100))
    invited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SecretAddress(Organised, Base):
    """That somebody's address is secret, as the consent service told; it is so until ``ended_at``.

    One mark stands for two references once those were joined.
    """

    __tablename__ = "secret_address"
    __table_args__ = (Index("ix_secret_address_subject", "organisation", "subject_ref"),)

    mark_ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    subject_ref: Mapped[str] = mapped_column(String(36), primary_key=True)
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
