"""What must be true of every service's tables: each service's own tests call this on its models and its migrations."""

from collections.abc import Iterable, Iterator

from sqlalchemy import MetaData, Table, UniqueConstraint
from sqlalchemy.orm import registry

from waarborg_shared.db import Organised, create_engine_for
from waarborg_shared.migrations import at_head, drift
from waarborg_shared.service import Service
from waarborg_shared.testing.databases import ServiceDatabase

WITHOUT_ORGANISATION = frozenset({"poison"})
_UNFORCED = (
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    " AND relname NOT IN ('alembic_version', 'poison') AND NOT (relrowsecurity AND relforcerowsecurity)"
)


def wrong_with_tables(metadata: MetaData) -> list[str]:
    """Tables, keys, unique keys and foreign keys that do not begin with (or hold) the organisation."""
    return [
        fault
        for table in metadata.sorted_tables
        if table.name not in WITHOUT_ORGANISATION
        for fault in _wrong_with_table(table)
    ]


def wrong_with_classes(mapped: registry) -> list[str]:
    """Mapped classes that the session's wall would not know."""
    return [
        f"{each.class_.__name__} is not Organised" for each in mapped.mappers if not issubclass(each.class_, Organised)
    ]


def wrong_with_migrations(service: Service, database: ServiceDatabase) -> list[str]:
    """What differs between the models and a migrated database, and tables that PostgreSQL does not wall off."""
    faults = [f"drift: {each}" for each in drift(database.owner, service)]
    engine = create_engine_for(database.app)
    try:
        if not at_head(engine, service):
            faults.append("the migrated database is not at the head")
        if database.on_postgresql:
            with engine.connect() as connection:
                faults += [f"{name} has no forced wall" for (name,) in connection.exec_driver_sql(_UNFORCED)]
    finally:
        engine.dispose()
    return faults


def _wrong_with_table(table: Table) -> Iterator[str]:
    if "organisation" not in table.c:
        yield f"{table.name} has no organisation"
        return
    if next(iter(table.primary_key.columns)).name != "organisation":
        yield f"the key of {table.name} does not begin with the organisation"
    unique: Iterable[Iterable[str]] = [
        *([c.name for c in each.columns] for each in table.constraints if isinstance(each, UniqueConstraint)),
        *([c.name for c in each.columns] for each in table.indexes if each.unique),
    ]
    yield from (f"unique ({', '.join(names)}) of {table.name}" for names in unique if "organisation" not in names)
    for key in table.foreign_key_constraints:
        pairs = [(element.parent.name, element.column.name) for element in key.elements]
        if ("organisation", "organisation") not in pairs:
            yield f"foreign key ({', '.join(key.column_keys)}) of {table.name}"
