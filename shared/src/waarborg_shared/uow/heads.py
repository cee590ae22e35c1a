"""Moves a case's head (where its log and its events stand) by one UPDATE, where nothing else of the case changed."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Update, bindparam, inspect, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from waarborg_shared.db import CaseMixin

HEAD = ("timeline_number", "timeline_link", "event_sequence")


def move_head(session: Session, connection: Connection, case: CaseMixin) -> bool:
    """Write a case's head and let the session go of it; False where more of it changed or it is new: flush does that.

    The flush would do the same, and cost as much again as everything else in a transaction that only appends. To be
    called right before the commit. Raises StaleDataError, as the flush would, when the case was written meanwhile.
    """
    state: Any = inspect(case)
    if not state.persistent or not _others(state.mapper) <= state.unmodified:
        return False
    head = {f"new_{name}": getattr(case, name) for name in HEAD}
    which = {"of_organisation": case.organisation, "of_id": case.id, "of_version": case.version}
    new_version = case.version + 1
    moved = connection.execute(_move(state.mapper.local_table), {**head, **which, "new_version": new_version})
    if moved.rowcount != 1:
        raise StaleDataError(f"a {type(case).__name__} was written by another meanwhile")
    session.expunge(case)
    case.version = new_version
    return True


@lru_cache(maxsize=256)
def _others(mapper: Any) -> frozenset[str]:
    """The mapped attributes of a case that are not its head."""
    return frozenset(mapper.attrs.keys()) - frozenset(HEAD)


@lru_cache(maxsize=256)
def _move(table: Any) -> Update:
    columns = table.c
    values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in (*HEAD, "version")}
    return (
        update(table)
        .where(
            columns.organisation == bindparam("of_organisation"),
            columns.id == bindparam("of_id"),
            columns.version == bindparam("of_version"),
        )
        .values(values)
    )
