"""Drafts of requests: what somebody began to fill in, kept for some days and sealed under a key of its own."""

from datetime import datetime

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_shared.db import Organised, UtcDateTime


class RequestDraft(Organised, Base):
    """A form that somebody will go on with. It is found by number and code, and by the mark of the form itself.

    ``typed_sealed`` is empty once it was sent; the row and its key go with the next round of the worker.
    """

    __tablename__ = "request_draft"
    __table_args__ = (
        Index("ix_request_draft_form", "organisation", "form_hash", unique=True),
        Index("ix_request_draft_number", "organisation", "number", unique=True),
        Index("ix_request_draft_ends", "organisation", "ends_at"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    number: Mapped[str] = mapped_column(String(32))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)
    form_hash: Mapped[bytes] = mapped_column(LargeBinary)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    typed_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
