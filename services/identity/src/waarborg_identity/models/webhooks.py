"""Where events go to partners, and what became of each."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKeyConstraint, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_identity.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime

_WAITING = text("state = 'waiting'")


class WebhookEndpoint(Organised, Base):
    """The one address of a partner that events go to; `claimed_until` says that a worker is sending there."""

    __tablename__ = "webhook_endpoint"
    __table_args__ = (ForeignKeyConstraint(["organisation", "client_id"], ["client.organisation", "client.id"]),)

    client_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    url: Mapped[str] = mapped_column(String(2000))
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    earlier_secret_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    earlier_secret_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    disabled_why: Mapped[str | None] = mapped_column(String(32))
    silent_tries: Mapped[int] = mapped_column(Integer, default=0)
    resting_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class WebhookDelivery(Organised, Base):
    """One event for one partner; `message_id` is the event's and stays the same at every try (`webhook-id`)."""

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        ForeignKeyConstraint(
            ["organisation", "client_id"], ["webhook_endpoint.organisation", "webhook_endpoint.client_id"]
        ),
        Index("ix_webhook_delivery_queued", "organisation", "client_id", "queued_at"),
        Index("ix_webhook_delivery_case", "organisation", "client_id", "source", "case_ref", "sequence"),
        Index(
            "ix_webhook_delivery_waiting",
            "organisation",
            "client_id",
            "next_at",
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        ),
    )

    client_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    message_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    type: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(100))
    case_ref: Mapped[str] = mapped_column(String(100))
    sequence: Mapped[int] = mapped_column(BigInteger)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(16))
    attempts: Mapped[int] = mapped_column(Integer)
    first_tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_tried_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_status: Mapped[int | None] = mapped_column(Integer)
    last_error: Mapped[str | None] = mapped_column(String(32))
    last_milliseconds: Mapped[int | None] = mapped_column(Integer)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
