"""The system table of what came over the bus and can't be trusted to be an event of any organisation."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine, Table, select, update
from sqlalchemy.dialects import postgresql, sqlite

from waarborg_shared.bus.messages import Delivery
from waarborg_shared.bus.states import PoisonState

_NAMESPACE = uuid.UUID("6f2d9f3c-3d5b-5c55-9d0c-0c1d2f9a7e11")
_LONGEST_HEADER = 1000
_MOST_HEADERS = 50


def poison_id(delivery: Delivery) -> str:
    """The same for the same bytes on the same queue, so that a redelivery makes no second row."""
    digest = hashlib.sha256(delivery.queue.encode() + b"\0" + delivery.routing_key.encode() + b"\0" + delivery.body)
    return str(uuid.uuid5(_NAMESPACE, digest.hexdigest()))


def keep(engine: Engine, poison: Table, delivery: Delivery, *, reason: str, at: datetime) -> str:
    """Keep a message, in a commit of its own, and give its id. The same bytes again are held again."""
    row = {
        "id": poison_id(delivery),
        "queue": delivery.queue,
        "received_at": at,
        "reason": reason,
        "headers": {"routing_key": delivery.routing_key, **_plain(delivery.headers)},
        "body": delivery.body,
        "state": PoisonState.HELD.value,
    }
    with engine.begin() as connection:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        again = {"state": PoisonState.HELD.value, "reason": reason, "resolved_at": None, "resolution": None}
        statement = dialect.insert(poison).values(**row)
        connection.execute(statement.on_conflict_do_update(index_elements=["id"], set_=again))
    return str(row["id"])


def _plain(headers: Mapping[str, object]) -> dict[str, str]:
    """Headers as text that any database takes, and not too much of it."""
    kept = list(headers.items())[:_MOST_HEADERS]
    return {_text(name)[:100]: _text(value)[:_LONGEST_HEADER] for name, value in kept if name != "routing_key"}


def _text(value: object) -> str:
    return str(value).replace("\0", "�").encode("utf-8", "replace").decode()


def held(connection: Connection, poison: Table, *, limit: int = 100) -> Sequence[Mapping[str, object]]:
    """What is held, oldest first, without the bodies; `size` is in bytes."""
    columns = poison.c
    statement = (
        select(columns.id, columns.queue, columns.received_at, columns.reason, columns.headers)
        .where(columns.state == PoisonState.HELD.value)
        .order_by(columns.received_at, columns.id)
        .limit(limit)
    )
    return [dict(row) for row in connection.execute(statement).mappings()]


def fetch(connection: Connection, poison: Table, id_: str) -> Delivery | None:
    """A held message as it came in; None when there is none of that id."""
    statement = select(poison).where(poison.c.id == id_, poison.c.state == PoisonState.HELD.value)
    row = connection.execute(statement).mappings().one_or_none()
    if row is None:
        return None
    headers = dict(row["headers"])
    return Delivery(bytes(row["body"]), str(headers.pop("routing_key", "")), row["queue"], None, headers)


def resolve(
    connection: Connection, poison: Table, id_: str, *, state: PoisonState, resolution: str, at: datetime
) -> bool:
    """Say what became of a held message; False when it was not held."""
    statement = (
        update(poison)
        .where(poison.c.id == id_, poison.c.state == PoisonState.HELD.value)
        .values(state=state.value, resolution=resolution, resolved_at=at)
    )
    return connection.execute(statement).rowcount == 1
