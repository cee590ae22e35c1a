"""Migrations: they make what the models say, on both databases, and can be taken back."""

import pytest
from sqlalchemy import inspect

from waarborg_shared.db import create_engine_for
from waarborg_shared.migrations import at_head, drift, migrate
from waarborg_shared.migrations.running import downgrade


def test_the_migrations_make_what_the_models_say(ward, service_database):
    database = service_database(ward)
    assert drift(database.owner, ward) == []


def test_a_migrated_database_is_at_the_head_and_says_so_to_the_application(ward, service_database, open_engine):
    database = service_database(ward)
    assert at_head(open_engine(database.app), ward)
    assert at_head(open_engine(database.worker), ward)


def test_migrating_twice_changes_nothing(ward, service_database):
    database = service_database(ward)
    migrate(database.owner, ward)
    assert drift(database.owner, ward) == []


def test_an_older_database_is_not_at_the_head(ward, service_database, open_engine):
    database = service_database(ward)
    downgrade(database.owner, ward, revision="base")
    assert not at_head(open_engine(database.owner), ward)
    tables = inspect(open_engine(database.owner)).get_table_names()
    assert [name for name in tables if name != "alembic_version"] == []


def test_a_table_that_no_migration_made_is_drift(ward, sqlite):
    engine = create_engine_for(sqlite.owner, walled=False)
    with engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE ward_note")
    engine.dispose()
    assert drift(sqlite.owner, ward)


@pytest.mark.servers
def test_every_organised_table_has_a_forced_wall(ward, postgres_database, open_engine):
    database = postgres_database(ward)
    with open_engine(database.owner).connect() as connection:
        rows = connection.exec_driver_sql(
            "SELECT relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND attname = 'organisation'"
            " WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND NOT (relrowsecurity AND relforcerowsecurity)"
        ).all()
    assert rows == []
