"""The tables of requests: the request itself, which is the case, what the person is told, and the year's numbers."""

from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKeyConstraint, Index, Integer, LargeBinary, String, TextClause, false, text
from sqlalchemy.orm import Mapped, mapped_column

from waarborg_requests.models.base import Base
from waarborg_requests.models.beginning import BeginningColumns
from waarborg_shared.db import CaseMixin, Organised, UtcDateTime
from waarborg_shared.numbers import NumberMixin

_OPEN = text("answered_at IS NULL")
_ESCALATED = text("answered_at IS NULL AND escalated_at IS NOT NULL")
_REMINDED = text("answered_at IS NULL AND reminded_at IS NOT NULL")
_RUNS = text("answered_at IS NULL AND NOT stands_still")
_ANSWERED = text("answered_at IS NOT NULL")
_ANSWERED_LATE = text("answered_at > due_at")
_WAITING = text("delivered_at IS NULL")
_WAITED_FOR = text("carry_due_at IS NOT NULL")
_MESSAGE_WAITS = text("message_waits_since IS NOT NULL")


def _where(condition: str) -> dict[str, Any]:
    """Keep in an index what has something to find."""
    return {"postgresql_where": text(condition), "sqlite_where": text(condition)}


def _listed(name: str, where: TextClause, *columns: str) -> Index:
    """An index by which a part of the work list is read in its order, with one filter."""
    return Index(name, "organisation", *columns, postgresql_where=where, sqlite_where=where)


class RequestNumber(NumberMixin, Base):
    """The last number of a request that an organisation gave out in a year."""

    __tablename__ = "request_number"


class Request(CaseMixin, BeginningColumns, Base):
    """One request. What people wrote is sealed under the case's key; the rest is references, codes and moments.

    ``revision`` counts what was done to the request (looking at it is not counted): who changes it names the revision
    that he saw. ``due_at`` is the moment at which the clock that binds runs out, copied here so that the most urgent
    can be listed by an index; ``stands_still`` says that it does not run (art. 12(6) AVG): nobody is late by it.
    ``taken_up_by`` is who has the request now: who took it up, or to whom it was handed over since. ``form_hash`` is of
    the form that it was filed with: a form counts once. ``whom_hash`` and ``client_number_hash`` find likely doubles
    among the open ones, and go with the answer. ``identified_at`` stands only where it is sure enough for this kind who
    asks; every check is in ``Check``. ``extended_at`` is when a longer term was decided on, which counts from
    ``extension_told_at``.
    ``answered_at`` is when the request was closed: answered, or ended without an answer. ``carry_due_at`` is by when
    the first of those who carry out what was decided has to answer, before the answer or after it.
    """

    __tablename__ = "request"
    __table_args__ = (
        Index("ix_request_number", "organisation", "number", unique=True),
        Index("ix_request_open", "organisation", "due_at", "id", postgresql_where=_OPEN, sqlite_where=_OPEN),
        Index("ix_request_answered", "organisation", "answered_at", "id"),
        Index("ix_request_subject", "organisation", "subject_ref", "received_at"),
        Index("ix_request_form", "organisation", "form_hash", unique=True, **_where("form_hash IS NOT NULL")),
        Index("ix_request_whom", "organisation", "whom_hash", **_where("whom_hash IS NOT NULL")),
        Index(
            "ix_request_client_number",
            "organisation",
            "client_number_hash",
            **_where("client_number_hash IS NOT NULL"),
        ),
        _listed("ix_request_open_kind", _OPEN, "kind", "due_at", "id"),
        _listed("ix_request_open_class", _OPEN, "request_class", "due_at", "id"),
        _listed("ix_request_open_holder", _OPEN, "taken_up_by", "due_at", "id"),
        _listed("ix_request_open_state", _OPEN, "state", "due_at", "id"),
        _listed("ix_request_open_came_by", _OPEN, "came_by", "due_at", "id"),
        _listed("ix_request_open_escalated", _ESCALATED, "due_at", "id"),
        _listed("ix_request_open_reminded", _REMINDED, "taken_up_by", "due_at", "id"),
        _listed("ix_request_open_runs", _RUNS, "due_at", "id"),
        _listed("ix_request_open_runs_state", _RUNS, "state", "due_at", "id"),
        _listed("ix_request_answered_kind", _ANSWERED, "kind", "answered_at", "id"),
        _listed("ix_request_answered_late", _ANSWERED_LATE, "answered_at", "id"),
        _listed("ix_request_carry_due", _WAITED_FOR, "carry_due_at", "id"),
        Index(
            "ix_request_message_waits",
            "organisation",
            "message_waits_since",
            "id",
            postgresql_where=_MESSAGE_WAITS,
            sqlite_where=_MESSAGE_WAITS,
        ),
        Index("ix_request_representation", "organisation", "representation_ref"),
        Index("ix_request_filed", "organisation", "filed_ref"),
        Index(
            "ix_request_authority_until",
            "organisation",
            "authority_until",
            **_where("authority_state = 'confirmed' AND authority_until IS NOT NULL"),
        ),
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

    about: Mapped[str | None] = mapped_column(String(32))
    came_how: Mapped[str | None] = mapped_column(String(16))
    filed_by: Mapped[str | None] = mapped_column(String(100))
    form_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    whom_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    client_number_hash: Mapped[bytes | None] = mapped_column(LargeBinary)

    purpose: Mapped[str | None] = mapped_column(String(64))
    passed_on_at: Mapped[datetime | None] = mapped_column("withdrawal_asked_at", UtcDateTime)

    taken_up_by: Mapped[str | None] = mapped_column(String(100))
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reminded_by: Mapped[str | None] = mapped_column(String(100))
    stands_still: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    identified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    identified_by: Mapped[str | None] = mapped_column(String(100))
    identification: Mapped[str | None] = mapped_column(String(32))
    identification_level: Mapped[str | None] = mapped_column(String(16))
    identification_failures: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    identification_closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    doubt: Mapped[str | None] = mapped_column(String(32))
    extension_told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extension_lapsed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    extended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    escalated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(100))
    outcome: Mapped[str | None] = mapped_column(String(16))
    ground: Mapped[str | None] = mapped_column(String(32))
    answer_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    # Of the letter: the other grounds by their codes, in which language and by which way, and who signed it.
    more_grounds: Mapped[str | None] = mapped_column(String(400))
    language: Mapped[str | None] = mapped_column(String(2))
    answer_channel: Mapped[str | None] = mapped_column(String(64))
    signed_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    read_code_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    read_code_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The secret code, until the letter that confirms the receipt was made, which brings it.
    code_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)

    message_waits_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    carry_due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RequestDelivery(Organised, Base):
    """Word for the person about a request: which, by which channel, and since when it was really given.

    ``id`` is the message's. ``delivered_at`` is None while a letter is still to be posted or a talk to be held, and
    stays so where that was called off.
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
    called_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
