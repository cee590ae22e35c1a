"""What `database sql` prints does the same as the commands do, and `database key-store` makes what it names."""

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import make_url
from ward.app import SERVICE as WARD

from waarborg_shared.cli.command import command
from waarborg_shared.cli.context import Hand
from waarborg_shared.role_names import roles_of
from waarborg_shared.roles import as_sql, prepare_database, prepare_key_store
from waarborg_shared.testing.servers import PostgresServer

MADE_BY_HAND, MADE_BY_COMMAND = "ward_by_hand", "ward_by_command"
RIGHTS = """
SELECT d.datname = %(name)s AS of_data, pg_get_userbyid(d.datdba), array_to_string(d.datacl, ' ')
FROM pg_database d WHERE d.datname IN (%(name)s, %(name)s || '_keys') ORDER BY 1
"""
ROLES = """
SELECT rolname, rolsuper, rolbypassrls, rolcanlogin, rolcreatedb, rolcreaterole FROM pg_roles
WHERE rolname LIKE %(name)s || '\\_%%' ORDER BY 1
"""


@pytest.fixture
def server() -> Iterator[PostgresServer]:
    folder = os.environ.get("WAARBORG_TEST_POSTGRES_FOLDER")
    if folder is None:
        with PostgresServer() as own:
            yield own
        return
    shared = PostgresServer.attach(Path(folder))
    yield shared
    for name in (MADE_BY_HAND, MADE_BY_COMMAND):
        for database in (name, f"{name}_keys"):
            shared.drop_database(database)
        for role in (*roles_of(name).all, f"{name}_keys"):
            shared.sql(f"DROP ROLE IF EXISTS {role}")


def found(server: PostgresServer, name: str) -> list[str]:
    """Who owns what and may do what, with the service's name taken out."""
    with psycopg.connect(server.dsn()) as connection:
        rows = [*connection.execute(RIGHTS, {"name": name}), *connection.execute(ROLES, {"name": name})]
    return [repr(row).replace(name, "SERVICE") for row in rows]


@pytest.mark.servers
def test_the_printed_sql_and_the_commands_make_the_same(server: PostgresServer) -> None:
    server.sql(as_sql(MADE_BY_HAND, database=MADE_BY_HAND, key_store=f"{MADE_BY_HAND}_keys"))
    prepare_database(server.url(), MADE_BY_COMMAND, database=MADE_BY_COMMAND, passwords={})
    prepare_key_store(server.url(), role=f"{MADE_BY_COMMAND}_keys", database=f"{MADE_BY_COMMAND}_keys")
    assert found(server, MADE_BY_HAND) == found(server, MADE_BY_COMMAND)
    assert len(found(server, MADE_BY_HAND)) == 2 + 5


@pytest.mark.servers
def test_the_key_store_that_the_settings_name_is_made_and_its_role_reaches_nothing_else(
    server: PostgresServer, environment: dict[str, str], tmp_path: Path
) -> None:
    key_store = server.url(f"{MADE_BY_HAND}_keys", user=f"{MADE_BY_HAND}_keys", password="een-verzonnen-wachtwoord")
    admin = tmp_path / "admin_url"
    admin.write_text(server.url() + "\n", encoding="utf-8")
    line = ["database", "key-store", "--admin-url-file", str(admin)]
    for _ in range(2):
        told = environment | {"WAARBORG_KEYSTORE_URL": key_store}
        done = CliRunner().invoke(command(WARD), line, obj=Hand(WARD), env=told)
        assert done.exit_code == 0, done.output
    address = make_url(key_store).set(drivername="postgresql")
    with psycopg.connect(address.render_as_string(hide_password=False)) as connection:
        connection.execute("CREATE TABLE here (id int)")
    server.sql(as_sql(MADE_BY_COMMAND, database=MADE_BY_COMMAND, key_store=f"{MADE_BY_COMMAND}_keys"))
    with pytest.raises(psycopg.OperationalError, match="permission denied"):
        psycopg.connect(address.set(database=MADE_BY_COMMAND).render_as_string(hide_password=False))


def test_one_address_of_a_superuser_is_needed_and_no_more(environment: dict[str, str]) -> None:
    done = CliRunner().invoke(command(WARD), ["database", "key-store"], obj=Hand(WARD), env=environment)
    assert done.exit_code == 2
    assert "--admin-url" in done.output
