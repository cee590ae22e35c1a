"""What a unit of work writes right before its commit: heads, new cases, log and events, by few statements."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from waarborg_shared.db import CaseMixin, Plumbing
from waarborg_shared.db.many import insert_rows, to_insert
from waarborg_shared.db.ready import Sending, send_together
from waarborg_shared.db.session import WalledSession
from waarborg_shared.uow.heads import CaseFile, move_files, move_of, to_insert_new
from waarborg_shared.uow.new import to_follow
from waarborg_shared.uow.outbox import insert_outbox

Rows = Sequence[Mapping[str, Any]]
_STALE = "a case was written by another meanwhile"


def write_last(
    connection: Connection,
    session: WalledSession | None,
    plumbing: Plumbing,
    *,
    told: Collection[CaseMixin | CaseFile],
    timeline: Rows,
    events: Rows,
    inserts: Sequence[Sending] = (),
) -> None:
    """Write what is left: ``inserts`` of new cases that no session holds, the cases of which something was told,
    whatever else the session holds, log and events.

    Raises StaleDataError, as a flush would, when a case was written meanwhile.
    """
    moves, moved = _moves(connection, told)
    inserts = list(inserts)
    if session is not None:
        for case in moved:
            session.expunge(case)
        inserts += _new(connection, session, told)
    if connection.dialect.name == "postgresql":
        inserts += [to_insert(plumbing.timeline, timeline, "postgresql")] if timeline else []
        inserts += [to_insert(plumbing.outbox, events, "postgresql")] if events else []
    *alone, last = moves or [None]
    if any(each is not None and each.send(connection) != 1 for each in alone):
        raise StaleDataError(_STALE)
    if not _sent(connection, inserts, last, plumbing):
        raise StaleDataError(_STALE)
    for case in moved:
        case.version += 1
    if connection.dialect.name != "postgresql":  # where an event's position is looked for, and rows go one by one
        insert_rows(connection, plumbing.timeline, timeline)
        insert_outbox(connection, plumbing.outbox, events)


def _sent(connection: Connection, inserts: Sequence[Sending], last: Sending | None, plumbing: Plumbing) -> bool:
    """Send what is inserted and the last head that moves; False where that did not move, or its place in the log was
    taken, which is the same seen earlier."""
    if last is None:
        send_together(connection, inserts)
        return True
    try:
        return send_together(connection, [*inserts, last]) == 1
    except IntegrityError as refused:
        told: Any = refused.orig
        if getattr(getattr(told, "diag", None), "table_name", None) == plumbing.timeline.name:
            return False
        raise


def _moves(
    connection: Connection, told: Collection[CaseMixin | CaseFile]
) -> tuple[list[Sending | None], list[CaseMixin]]:
    """The UPDATE of each head that moves alone, with the cases of the session among them; of many files it is sent."""
    files: dict[str, list[CaseFile]] = {}
    moves: list[Sending | None] = []
    moved: list[CaseMixin] = []
    for case in told:
        if isinstance(case, CaseFile):
            files.setdefault(case.table.name, []).append(case)
        elif (move := move_of(case)) is not None:
            moves.append(move)
            moved.append(case)
    for of_table in files.values():
        if len(of_table) == 1:
            moves.append(move_of(of_table[0]))
        else:
            move_files(connection, of_table)
    return moves, moved


def _new(connection: Connection, session: WalledSession, told: Collection[CaseMixin | CaseFile]) -> list[Sending]:
    """The INSERTs of the new cases and of what follows them; where the session holds anything else they are sent, and
    the rest is flushed: it may belong to them."""
    known = {id(case) for case in told}
    new = [row for row in session.new if isinstance(row, CaseMixin) and id(row) in known]
    inserts = to_insert_new(new, connection.dialect.name) if new else None
    if inserts:
        for case in new:
            session.expunge(case)
            case.version = 1
        inserts += to_follow(session.take_following(), connection.dialect.name)
    if session.new or session.dirty or session.deleted:
        for each in inserts or ():
            each.send(connection)
        session.flush()
        return []
    return inserts or []
