"""The plumbing that every service's database holds beside its own tables: outbox, inbox, deadlines, timeline …"""

from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    Column,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    text,
)

from waarborg_shared.db.columns import ID_LENGTH, ORGANISATION_LENGTH, Json, UtcDateTime

SYSTEM_TABLES = frozenset({"outbox", "inbox", "deadline", "poison"})
APPEND_ONLY_TABLES = frozenset({"timeline"})
_CODE = 100
_NAME = 200


@dataclass(frozen=True)
class Plumbing:
    """The Core tables that `plumbing()` made in one service's metadata."""

    outbox: Table
    inbox: Table
    poison: Table
    deadline: Table
    timeline: Table
    idempotency: Table

    @property
    def tables(self) -> tuple[Table, ...]:
        """All of them, in the order in which they are created."""
        return (self.outbox, self.inbox, self.poison, self.deadline, self.timeline, self.idempotency)


def plumbing(metadata: MetaData) -> Plumbing:
    """Add the plumbing's tables to a service's metadata. Every key begins with the organisation, but poison's."""
    return Plumbing(
        outbox=_outbox(metadata),
        inbox=_inbox(metadata),
        poison=_poison(metadata),
        deadline=_deadline(metadata),
        timeline=_timeline(metadata),
        idempotency=_idempotency(metadata),
    )


def _organisation() -> Column[str]:
    return Column("organisation", String(ORGANISATION_LENGTH), primary_key=True)


def _outbox(metadata: MetaData) -> Table:
    """Events that were committed with their facts and are to be published; `id` is the event's."""
    table = Table(
        "outbox",
        metadata,
        _organisation(),
        Column("id", String(ID_LENGTH), primary_key=True),
        Column("position", BigInteger, Identity(always=False), nullable=False),
        Column("case_ref", String(_CODE), nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("type", String(_NAME), nullable=False),
        Column("routing_key", String(255), nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("created_at", UtcDateTime, nullable=False),
        Column("state", String(16), nullable=False, server_default="pending"),
        Column("sent_at", UtcDateTime),
    )
    pending = text("state = 'pending'")
    Index("ix_outbox_pending", table.c.position, postgresql_where=pending, sqlite_where=pending)
    sent = text("state = 'sent'")
    Index("ix_outbox_sent", table.c.sent_at, postgresql_where=sent, sqlite_where=sent)
    return table


def _inbox(metadata: MetaData) -> Table:
    """Events that reached a consumer, once each, with what became of them."""
    table = Table(
        "inbox",
        metadata,
        _organisation(),
        Column("consumer", String(_CODE), primary_key=True),
        Column("event_id", String(ID_LENGTH), primary_key=True),
        Column("source", String(_CODE), nullable=False),
        Column("type", String(_NAME), nullable=False),
        Column("case_ref", String(_CODE), nullable=False),
        Column("sequence", BigInteger, nullable=False),
        Column("state", String(16), nullable=False),
        Column("attempts", Integer, nullable=False, server_default="0"),
        Column("next_try_at", UtcDateTime),
        Column("error", String(_NAME)),
        Column("raw", LargeBinary),
        Column("reason", Text),
        Column("received_at", UtcDateTime, nullable=False),
        Column("done_at", UtcDateTime),
    )
    Index("ix_inbox_case", *(table.c[name] for name in ("organisation", "consumer", "source", "case_ref", "sequence")))
    due = text("state IN ('failed', 'waiting')")
    Index("ix_inbox_due", table.c.next_try_at, postgresql_where=due, sqlite_where=due)
    not_done = text("state IN ('dead', 'failed', 'superseded', 'waiting')")
    Index("ix_inbox_not_done", table.c.received_at, postgresql_where=not_done, sqlite_where=not_done)
    return table


def _poison(metadata: MetaData) -> Table:
    """What came over the bus and has no organisation that can be trusted: a system table, without one."""
    table = Table(
        "poison",
        metadata,
        Column("id", String(ID_LENGTH), primary_key=True),
        Column("queue", String(_NAME), nullable=False),
        Column("received_at", UtcDateTime, nullable=False),
        Column("reason", String(_NAME), nullable=False),
        Column("headers", Json, nullable=False),
        Column("body", LargeBinary, nullable=False),
        Column("state", String(16), nullable=False, server_default="held"),
        Column("resolved_at", UtcDateTime),
        Column("resolution", Text),
    )
    Index("ix_poison_state_received_at", table.c.state, table.c.received_at)
    return table


def _deadline(metadata: MetaData) -> Table:
    """Clocks that run; `next_at` is when a worker must look (null: nothing to do), `claimed_until` who is at it."""
    table = Table(
        "deadline",
        metadata,
        _organisation(),
        Column("case_ref", String(_CODE), primary_key=True),
        Column("name", String(_CODE), primary_key=True),
        Column("rule", Json, nullable=False),
        Column("started_at", UtcDateTime, nullable=False),
        Column("remind_at", UtcDateTime),
        Column("due_at", UtcDateTime, nullable=False),
        Column("paused_at", UtcDateTime),
        Column("stopped_at", UtcDateTime),
        Column("stop_reason", String(_CODE)),
        Column("extended", Json),
        Column("reminded_at", UtcDateTime),
        Column("lapsed_at", UtcDateTime),
        Column("next_at", UtcDateTime),
        Column("claimed_until", UtcDateTime),
        Column("attempts", Integer, nullable=False, server_default="0"),
    )
    waiting = text("next_at IS NOT NULL")
    Index("ix_deadline_next_at", table.c.next_at, postgresql_where=waiting, sqlite_where=waiting)
    return table


def _timeline(metadata: MetaData) -> Table:
    """The append-only, hash-chained log of each case: `facts` holds codes only, why and salt are sealed."""
    return Table(
        "timeline",
        metadata,
        _organisation(),
        Column("case_ref", String(_CODE), primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("at", UtcDateTime, nullable=False),
        Column("actor_kind", String(16), nullable=False),
        Column("actor_ref", String(_CODE), nullable=False),
        Column("verb", String(_CODE), nullable=False),
        Column("facts", Json, nullable=False),
        Column("why_sealed", LargeBinary),
        Column("salt_sealed", LargeBinary),
        Column("digest", LargeBinary, nullable=False),
        Column("link", LargeBinary, nullable=False),
    )


def _idempotency(metadata: MetaData) -> Table:
    """Answers that were given to an `Idempotency-Key`, sealed, so that a repeated POST gets the same one."""
    table = Table(
        "idempotency",
        metadata,
        _organisation(),
        Column("actor_ref", String(_CODE), primary_key=True),
        Column("key_hash", String(64), primary_key=True),
        Column("fingerprint", String(64), nullable=False),
        Column("status", SmallInteger, nullable=False),
        Column("headers", Json),
        Column("body_sealed", LargeBinary),
        Column("created_at", UtcDateTime, nullable=False),
    )
    Index("ix_idempotency_organisation_created_at", table.c.organisation, table.c.created_at)
    return table
