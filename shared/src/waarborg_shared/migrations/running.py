"""Runs Alembic for a service: the scripts are in its wheel, `env.py` is one line, the settings come as arguments.

Alembic is loaded when there is something to migrate: it takes long, and most processes never have.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Engine, event

from waarborg_shared.db.engine import create_engine_for
from waarborg_shared.migrations.heads import applied_revisions, newest_revisions
from waarborg_shared.migrations.partitions import partitions_of
from waarborg_shared.migrations.walls import SERVICE, grant_reading
from waarborg_shared.service import Service

if TYPE_CHECKING:
    from alembic.config import Config

_LOCK = 0x574D49  # an advisory lock: of two that migrate at once the second finds nothing left to do


def migrate(url: str, service: Service, *, revision: str = "head") -> None:
    """Bring a service's database to a revision, in one transaction; `url` is the owner's. Safe to repeat.

    At the newest revision what roles may do is given anew, which is nothing on SQLite.
    """
    with _engine(url) as engine:
        if revision == "head" and at_head(engine, service):
            with engine.begin() as connection:
                _wait_for_others(connection)
                grant_reading(connection, service.name)
            return
        from alembic import command  # noqa: PLC0415 - see above

        command.upgrade(_config(service, engine), revision)


def downgrade(url: str, service: Service, *, revision: str) -> None:
    """Take a service's database back to a revision (`base` is before the first)."""
    from alembic import command  # noqa: PLC0415 - see above

    with _engine(url) as engine:
        command.downgrade(_config(service, engine), revision)


def at_head(engine: Engine, service: Service) -> bool:
    """Whether the database is at the revision that this code was written for; raises what the database raises."""
    with engine.connect() as connection:
        return applied_revisions(connection) == newest_revisions(service.package)


def drift(url: str, service: Service) -> list[Any]:
    """What differs between a migrated database and the service's models, as Alembic tells it; must be empty."""
    from alembic.autogenerate import compare_metadata  # noqa: PLC0415 - see above
    from alembic.runtime.migration import MigrationContext  # noqa: PLC0415

    with _engine(url) as engine, engine.connect() as connection:
        parts = partitions_of(connection)

        def counts(_: Any, name: str | None, kind: str, __: bool, ___: Any) -> bool:
            return kind != "table" or name not in parts

        context = MigrationContext.configure(connection, opts={"include_object": counts})
        return list(compare_metadata(context, service.metadata))


def scripts_of(service: Service) -> Path:
    """The folder of a service's migrations in its package."""
    return Path(str(files(service.package))) / "migrations"


def run_env() -> None:
    """All that a service's `migrations/env.py` does: `run_env()`."""
    from alembic import context  # noqa: PLC0415 - see above

    attributes = context.config.attributes
    service: Service = attributes["service"]
    engine: Engine = attributes["engine"]
    with engine.connect() as connection:
        own: dict[str, Any] = {SERVICE: service.name}
        context.configure(
            connection=connection,
            target_metadata=service.metadata,
            render_as_batch=True,
            transactional_ddl=True,
            **own,
        )
        with context.begin_transaction():
            _wait_for_others(connection)
            context.run_migrations()
            grant_reading(connection, service.name)
            _check_foreign_keys(connection)


def _config(service: Service, engine: Engine) -> Config:
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(scripts_of(service)).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes.update(service=service, engine=engine)
    return config


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = create_engine_for(url, pool_size=1, walled=False)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _let_tables_be_rebuilt)
    try:
        yield engine
    finally:
        engine.dispose()


def _let_tables_be_rebuilt(connection: Any, _record: object) -> None:
    """SQLite changes a table by making another: foreign keys are looked at afterwards (`_check_foreign_keys`)."""
    connection.execute("PRAGMA foreign_keys = OFF")


def _wait_for_others(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"foreign keys are broken in {sorted({row[0] for row in broken})}")
