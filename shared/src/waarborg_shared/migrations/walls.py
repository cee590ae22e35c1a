"""Row level security on PostgreSQL: forced on every organised table, with a policy and grants for each role."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from waarborg_shared.db.engine import GUC
from waarborg_shared.role_names import Roles, roles_of

SERVICE = "waarborg_service"
_OWN = f"organisation = current_setting('{GUC}', true)"
_CHANGE = ("SELECT", "INSERT", "UPDATE", "DELETE")


@dataclass(frozen=True)
class Rights:
    """What *app* may do to its organisation's rows of a table, and *worker* to all rows."""

    app: Sequence[str] = _CHANGE
    worker: Sequence[str] = ()


def wall(op: Any, tables: Sequence[str], *, rights: Rights | None = None) -> None:
    """Put organised tables behind PostgreSQL's wall: forced row level security and the roles' grants.

    *app* reaches the rows of the transaction's organisation only, and none where none is set; *backup* reads; *owner*
    sees nothing (see `unwalled`). On SQLite, which has no such wall, nothing.
    """
    if not _on_postgresql(op):
        return
    roles = _roles(op)
    for table in tables:
        for statement in _statements(table, rights or Rights(), roles):
            op.execute(statement)


def grant_system_table(op: Any, table: str, *, worker: Sequence[str]) -> None:
    """The grants of a table that has no organisation: for *worker* alone."""
    if _on_postgresql(op):
        op.execute(f"GRANT {', '.join(worker)} ON {table} TO {_roles(op).worker}")


@contextmanager
def unwalled(op: Any, *tables: str) -> Iterator[None]:
    """Let a migration see and change rows: forced row level security blinds the owner, whose UPDATE silently touches
    no row. Within the migration's transaction nobody else sees the tables without their wall."""
    if not _on_postgresql(op):
        yield
        return
    for table in tables:
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
    yield
    for table in tables:
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def grant_reading(connection: Connection, service: str) -> None:
    """After every migration: app and worker see which revision the database is at (`/readyz`), and backup reads all,
    sequences too, for one thing that it may not read makes `pg_dump` fail."""
    if connection.dialect.name == "postgresql":
        roles = roles_of(service)
        connection.exec_driver_sql(f"GRANT SELECT ON alembic_version TO {roles.app}, {roles.worker}")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {roles.backup}")
        connection.exec_driver_sql(f"GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO {roles.backup}")


def _statements(table: str, rights: Rights, roles: Roles) -> Iterator[str]:
    yield f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY"
    yield f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY"
    yield f"CREATE POLICY own_organisation ON {table} TO {roles.app} USING ({_OWN}) WITH CHECK ({_OWN})"
    yield f"GRANT {', '.join(rights.app)} ON {table} TO {roles.app}"
    if rights.worker:
        yield f"CREATE POLICY every_organisation ON {table} TO {roles.worker} USING (true) WITH CHECK (true)"
        yield f"GRANT {', '.join(rights.worker)} ON {table} TO {roles.worker}"


def _on_postgresql(op: Any) -> bool:
    return bool(op.get_context().dialect.name == "postgresql")


def _roles(op: Any) -> Roles:
    return roles_of(op.get_context().opts[SERVICE])
