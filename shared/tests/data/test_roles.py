"""PostgreSQL's wall and the four roles, in plain SQL: what the ORM never gets to say is tried here by hand."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from psycopg import sql
from sqlalchemy import JSON, BigInteger, DateTime, Integer, LargeBinary, make_url
from sqlalchemy.types import TypeDecorator
from ward.models import Base

from waarborg_shared.db import create_engine_for
from waarborg_shared.migrations import unwalled
from waarborg_shared.role_names import roles_of
from waarborg_shared.roles import prepare_database

pytestmark = pytest.mark.servers

ORGANISED = {name: table for name, table in Base.metadata.tables.items() if "organisation" in table.c}
APP_MAY_NOT = {
    ("timeline", "UPDATE"),
    ("timeline", "DELETE"),
    ("outbox", "UPDATE"),
    ("outbox", "DELETE"),
    ("inbox", "DELETE"),
    ("deadline", "DELETE"),
}
SEEN_BY_WORKER = {"outbox", "inbox", "deadline"}


@contextmanager
def connected(url: str, organisation: str | None = None) -> Iterator[psycopg.Connection]:
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address) as connection:
        if organisation is not None:
            connection.execute("SELECT set_config('waarborg.organisation', %s, true)", (organisation,))
        yield connection
        connection.rollback()


def a_value(column, organisation):
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    if column.name == "organisation":
        return organisation
    for types, value in (
        ((Integer, BigInteger), 1),
        ((DateTime,), "2026-03-02T09:00:00Z"),
        ((LargeBinary,), b"\x00"),
        ((JSON,), "{}"),
    ):
        if isinstance(kind, types):
            return value
    return "same"


def a_row(table, organisation):
    return {
        column.name: a_value(column, organisation)
        for column in table.columns
        if not column.nullable and column.identity is None
    }


def insert(connection, table, organisation):
    row = a_row(table, organisation)
    statement = sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() * len(row)),
    )
    connection.execute(statement, list(row.values()))


@pytest.fixture
def database(ward, postgres_database, postgres_admin_url):
    """A database in which every table holds a row of bqr and one of jtb-care, put there by the superuser."""
    database = postgres_database(ward)
    name = make_url(database.app).database
    admin = make_url(postgres_admin_url).set(database=name).render_as_string(hide_password=False)
    with connected(admin) as connection:
        for table in Base.metadata.sorted_tables:
            for organisation in ("bqr", "jtb-care") if "organisation" in table.c else ("",):
                insert(connection, table, organisation)
        connection.commit()
    return SimpleNamespace(**vars(database), admin=admin, name=name)


def organisations(connection, table):
    return [row[0] for row in connection.execute(f"SELECT organisation FROM {table} ORDER BY 1")]


@pytest.mark.parametrize("table", ORGANISED)
def test_the_application_sees_its_organisation_and_nothing_without_one(database, table):
    for organisation in ("bqr", "jtb-care"):
        with connected(database.app, organisation) as connection:
            assert organisations(connection, table) == [organisation]
    for organisation in (None, "", "third", "BQR", "%"):
        with connected(database.app, organisation) as connection:
            assert organisations(connection, table) == []


@pytest.mark.parametrize("table", ORGANISED)
@pytest.mark.parametrize("organisation", ["jtb-care", None])
def test_the_application_inserts_no_row_of_another_organisation(database, table, organisation):
    with (
        connected(database.app, organisation) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
    ):
        insert(connection, ORGANISED[table], "bqr")


@pytest.mark.parametrize("table", ORGANISED)
@pytest.mark.parametrize("organisation", ["jtb-care", None])
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_application_changes_no_row_of_another_organisation(database, table, organisation, verb):
    change = "DELETE FROM {t}" if verb == "DELETE" else "UPDATE {t} SET organisation = organisation"
    with connected(database.app, organisation) as connection:
        if (table, verb) in APP_MAY_NOT:
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"):
                connection.execute(change.format(t=table))
            return
        touched = connection.execute(f"{change} WHERE organisation = 'bqr'".format(t=table)).rowcount
    assert touched == 0


@pytest.mark.parametrize("table", sorted(set(ORGANISED) - {name for name, verb in APP_MAY_NOT if verb == "UPDATE"}))
def test_the_application_gives_no_row_to_another_organisation(database, table):
    with (
        connected(database.app, "bqr") as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
    ):
        connection.execute(f"UPDATE {table} SET organisation = 'third'")


def test_the_organisation_is_forgotten_at_the_end_of_the_transaction(database):
    with connected(database.app) as connection:
        connection.execute("SELECT set_config('waarborg.organisation', 'bqr', true)")
        assert organisations(connection, "ward_case") == ["bqr"]
        connection.commit()
        assert organisations(connection, "ward_case") == []


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM poison",
        "ALTER TABLE ward_case DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE ward_case NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY own_organisation ON ward_case",
        "TRUNCATE ward_case",
        "DROP TABLE ward_note",
        "CREATE TABLE own (x int)",
        "SET ROLE ward_owner",
        "SET ROLE ward_worker",
        "UPDATE alembic_version SET version_num = 'x'",
        "CREATE POLICY all_of_it ON ward_case USING (true)",
    ],
)
@pytest.mark.parametrize("role", ["app", "worker", "backup"])
def test_no_role_but_the_owner_reaches_round_the_wall(database, role, statement):
    if statement == "SELECT * FROM poison" and role != "app":
        return
    if statement.endswith(f"ward_{role}"):
        return
    with connected(getattr(database, role), "bqr") as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_the_wall_cannot_be_switched_off_by_a_setting(database):
    with connected(database.app, "bqr") as connection:
        connection.execute("SET LOCAL row_security = off")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT * FROM ward_case")


@pytest.mark.parametrize("table", ORGANISED)
def test_the_worker_sees_the_outbox_the_inbox_and_the_deadlines_of_all_and_no_other_table(database, table):
    with connected(database.worker) as connection:
        if table in SEEN_BY_WORKER:
            assert organisations(connection, table) == ["bqr", "jtb-care"]
        else:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"SELECT * FROM {table}")


def test_the_worker_marks_takes_in_and_holds(database):
    with connected(database.worker) as connection:
        assert connection.execute("UPDATE outbox SET state = 'sent'").rowcount == 2
        assert connection.execute("UPDATE inbox SET state = 'dead'").rowcount == 2
        assert connection.execute("UPDATE deadline SET attempts = 1").rowcount == 2
        assert connection.execute("UPDATE poison SET state = 'discarded'").rowcount == 1
        insert(connection, ORGANISED["inbox"], "third")
        for statement in ("DELETE FROM inbox", "DELETE FROM deadline", "DELETE FROM poison"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.transaction():
                connection.execute(statement)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            insert(connection, ORGANISED["outbox"], "third")


@pytest.mark.parametrize("table", ORGANISED)
def test_the_owner_sees_no_row_and_its_update_silently_touches_none(database, table):
    with connected(database.owner, "bqr") as connection:
        assert organisations(connection, table) == []
        assert connection.execute(f"UPDATE {table} SET organisation = organisation").rowcount == 0


def test_a_migration_that_says_so_sees_every_row_and_the_wall_stands_again_after_it(database):
    engine = create_engine_for(database.owner, walled=False)
    with engine.begin() as connection:
        op = Operations(MigrationContext.configure(connection, opts={"waarborg_service": "ward"}))
        with unwalled(op, "ward_case", "ward_note"):
            touched = connection.exec_driver_sql("UPDATE ward_case SET title = 'migrated'").rowcount
        blind = connection.exec_driver_sql("UPDATE ward_case SET title = 'blind'").rowcount
    engine.dispose()
    assert (touched, blind) == (2, 0)
    with connected(database.app, "bqr") as connection:
        assert connection.execute("SELECT title FROM ward_case").fetchall() == [("migrated",)]


def pg_dump(url: str) -> subprocess.CompletedProcess:
    program = shutil.which("pg_dump") or str(max(Path("/usr/lib/postgresql").glob("*/bin/pg_dump")))
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    return subprocess.run([program, "--no-owner", address], capture_output=True, text=True, check=False)


def test_the_backup_role_dumps_every_organisations_rows_and_changes_none(database):
    dump = pg_dump(database.backup)
    assert dump.returncode == 0, dump.stderr
    assert dump.stdout.count("FORCE ROW LEVEL SECURITY") == len(ORGANISED)
    copied = dump.stdout.split("COPY public.ward_case", 1)[1].split("\\.", 1)[0]
    assert "bqr" in copied
    assert "jtb-care" in copied
    with connected(database.backup) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("UPDATE ward_case SET title = 'x'")


@pytest.mark.parametrize("role", ["app", "owner", "worker"])
def test_no_other_role_can_dump(database, role):
    assert pg_dump(getattr(database, role)).returncode != 0


def test_preparing_twice_changes_nothing_and_a_password_can_be_changed(database, postgres_admin_url):
    roles = roles_of("ward")
    given = make_url(database.app).password
    for passwords in ({}, {roles.app: "another-one"}, {roles.app: given}):
        prepare_database(postgres_admin_url, "ward", database=database.name, passwords=passwords)
    with connected(database.app, "bqr") as connection:
        assert organisations(connection, "ward_case") == ["bqr"]


def test_another_services_role_cannot_enter(database, empty_postgres_database):
    stranger = make_url(empty_postgres_database("stranger").app).set(database=database.name)
    with pytest.raises(psycopg.OperationalError, match="permission denied"), connected(stranger):
        pytest.fail("it entered")


def test_only_backup_passes_by_row_security_and_no_role_is_a_superuser(database):
    with connected(database.admin) as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname LIKE 'ward_%'"
        ).fetchall()
    assert {row[0] for row in rows if row[2]} == {"ward_backup"}
    assert not any(row[1] or row[3] or row[4] for row in rows)
