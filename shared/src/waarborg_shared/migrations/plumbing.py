"""The first migration of every service: the plumbing's tables, as they were on that day, behind their walls."""

from typing import Any

from waarborg_shared.db.columns import new_metadata
from waarborg_shared.db.tables import plumbing
from waarborg_shared.migrations.walls import Rights, grant_system_table, wall

_RIGHTS = {
    "outbox": Rights(app=("SELECT", "INSERT"), worker=("SELECT", "UPDATE", "DELETE")),
    "inbox": Rights(app=("SELECT", "INSERT", "UPDATE"), worker=("SELECT", "INSERT", "UPDATE")),
    "deadline": Rights(app=("SELECT", "INSERT", "UPDATE"), worker=("SELECT", "UPDATE")),
    "timeline": Rights(app=("SELECT", "INSERT")),
    "idempotency": Rights(),
}
_POISON = ("SELECT", "INSERT", "UPDATE")


def create_plumbing(op: Any) -> None:
    """Create outbox, inbox, poison, deadline, timeline and idempotency, with their walls and grants.

    When the plumbing changes, this stays what it is (by a copy of the tables as they were) and a new function brings
    the change, which each service calls from a migration of its own.
    """
    metadata = new_metadata()
    plumbing(metadata)
    metadata.create_all(op.get_bind(), checkfirst=False)
    for table, rights in _RIGHTS.items():
        wall(op, [table], rights=rights)
    grant_system_table(op, "poison", worker=_POISON)


def drop_plumbing(op: Any) -> None:
    """Drop what `create_plumbing` made."""
    metadata = new_metadata()
    plumbing(metadata)
    metadata.drop_all(op.get_bind(), checkfirst=False)
