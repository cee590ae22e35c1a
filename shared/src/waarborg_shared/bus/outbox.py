"""The statements on the outbox: what waits, in order, and marking what the bus has taken."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Table,
    bindparam,
    func,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import String

from waarborg_shared.bus.messages import Outgoing
from waarborg_shared.bus.states import OutboxState

_PENDING: ColumnElement[str] = literal_column("'pending'")  # written out, so that the partial index serves
FIRST = -(2**63)


def pending(connection: Connection, outbox: Table, *, after: int = FIRST, limit: int = 500) -> Sequence[Outgoing]:
    """The first rows that were not sent, by position.

    `after` pages through one pass only: a row may commit later than a row with a higher position, so every pass
    begins at the beginning again.
    """
    columns = outbox.c
    statement = (
        select(columns.id, columns.organisation, columns.case_ref, columns.position, columns.routing_key, columns.body)
        .where(columns.state == _PENDING, columns.position > bindparam("after", type_=BigInteger))
        .order_by(columns.position)
        .limit(limit)
    )
    return [Outgoing(*row) for row in connection.execute(statement, {"after": after})]


def mark_sent(connection: Connection, outbox: Table, sent: Collection[Outgoing], *, at: datetime) -> int:
    """Mark what the bus confirmed, in one statement; gives how many rows that were."""
    positions = [message.position for message in sent]
    ids = [message.id for message in sent]
    columns = outbox.c
    if connection.dialect.name == "postgresql":
        among = columns.id == func.any(bindparam("ids", ids, type_=ARRAY(String)))
    else:
        among = columns.id.in_(ids)
    statement = (
        update(outbox)
        .where(columns.state == _PENDING, columns.position.between(min(positions), max(positions)), among)
        .values(state=OutboxState.SENT.value, sent_at=at)
    )
    return connection.execute(statement).rowcount


def send_again(connection: Connection, outbox: Table, *, types: Collection[str], since: datetime) -> int:
    """Make events that were sent pending once more, for a consumer that came later; others have them in their inbox."""
    columns = outbox.c
    statement = (
        update(outbox)
        .where(
            columns.state == OutboxState.SENT.value,
            columns.created_at >= since,
            or_(*(columns.type == type_ for type_ in types)),
        )
        .values(state=OutboxState.PENDING.value, sent_at=None)
    )
    return connection.execute(statement).rowcount
