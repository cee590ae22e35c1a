"""The tables of requests: the request itself, which is the case, what the person is told, and the year's numbers."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_requests.models.beginning import BeginningColumns
from waarborg_shared.db import CaseMixin, Organised, UtcDateTime
from waarborg_shared.numbers import NumberMixin

_OPEN = text("answered_at IS NULL")
_WAITING = text("delivered_at IS NULL")


class RequestNumber(NumberMixin, Base):
    """The last number of a request that an organisation gave out in a year."""

    __tablename__ = "request_number"


class Request(CaseMixin, BeginningColumns, Base):
    """One request. What people wrote is sealed under the case's key; the rest is references, codes and moments.

    ``revision`` counts what was done to the request (looking at it is not counted): who changes it names the revision
    that he saw. ``due_at`` is the moment at which the clock that binds runs out, copied here so that the most urgent
    can be listed by an index. ``answered_at`` is when the request was closed: answered, or ended without an answer.
    """

    __tablename__ = "request"
    __table_args__ = (
        Index("ix_request_number", "organisation", "number", unique=True),
        Index("ix_request_open", "organisation", "due_at", "id", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_request_answered", "organisation", "answered_at", "id"),
        Index("ix_request_subject", "organisation", "subject_ref", "received_at"),
        Index("ix_request_representation", "organisation", "representation_ref"),
        Index("ix_request_filed", "organisation", "filed_ref"),
    )

    revision: Mapped[int] = mapped_column(Integer, default=1)
    number: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    request_class: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    came_by: Mapped[str] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary)

    name_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    reach: Mapped[str] = mapped_column(String(16))
    reach_at_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    client_number_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    asked_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    representative: Mapped[str | None] = mapped_column(String(64))
    on_behalf_of_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    subject_ref: Mapped[str | None] = mapped_column(String(36))

    purpose: Mapped[str | None] = mapped_column(String(64))
    about: Mapped[str | None] = mapped_column(String(32))
    passed_on_at: Mapped[datetime | None] = mapped_column("withdrawal_asked_at", UtcDateTime)

    taken_up_by: Mapped[str | None] = mapped_column(String(100))
    identified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    identified_by: Mapped[str | None] = mapped_column(String(100))
    identification: Mapped[str | None] = mapped_column(String(32))
    extended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(100))
    outcome: Mapped[str | None] = mapped_column(String(16))
    ground: Mapped[str | None] = mapped_column(String(32))
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)


class RequestDelivery(Organised, Base):
    """Word for the person about a request: which, by which channel, and since when it was really given.

    ``id`` is the message's. ``delivered_at`` is None while a letter is still to be posted or a talk to be held.
    """

    __tablename__ = "request_delivery"
    __table_args__ = (
        ForeignKeyConstraint(["organisation", "request_id"], ["request.organisation", "request.id"]),
        Index("ix_request_delivery_request", "organisation", "request_id", "ready_at"),
        Index(
            "ix_request_delivery_waiting",
            "organisation",
            "request_id",
            postgresql_where=_WAITING,
            sqlite_where=_WAITING,
        ),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36))
    template: Mapped[str] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    ready_at: Mapped[datetime] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
