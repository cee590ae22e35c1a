"""The table of messages between a person and staff about one request."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKeyConstraint, Index, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime


class RequestMessage(Organised, Base):
    """One message, sealed under the key of the request.

    ``subject_ref`` is whom the request was linked to when it was written, ``signed_in_ref`` the person who wrote it
    signed in. ``of_former`` is set once somebody else went on with the request. ``read_at`` is when the other
    side first saw it.
    """

    __tablename__ = "request_message"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index("ix_request_message_request", "organisation", "request_id", "at", "id"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36))
    subject_ref: Mapped[str | None] = mapped_column(String(36))
    from_person: Mapped[bool] = mapped_column(Boolean)
    signed_in_ref: Mapped[str | None] = mapped_column(String(36))
    of_former: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    written_by: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    harmless: Mapped[bool] = mapped_column(Boolean)
    text_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    read_by: Mapped[str | None] = mapped_column(String(100))
