"""Under the application's role no statement reaches a row of another organisation, in any table of any service."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url

from waarborg_portal.embedded import installed_services
from waarborg_shared.role_names import roles_of
from waarborg_shared.testing.databases import PostgresDatabases
from waarborg_tests.cast import invite
from waarborg_tests.planting import plant
from waarborg_tests.product import Product

pytestmark = pytest.mark.servers
SERVICES = sorted(installed_services())
WITHOUT_ORGANISATION = {"poison": "what has no organisation that can be trusted", "alembic_version": "the revision"}
OF_THE_WORKER = {"outbox", "inbox", "deadline", "poison"}
# A part of a table by month has no rights of its own: what reaches it goes through the whole.
TABLES = """SELECT tablename FROM pg_tables WHERE schemaname = 'public'
    AND tablename NOT IN (SELECT inhrelid::regclass::text FROM pg_inherits) ORDER BY 1"""
VICTIM, STRANGER = "bqr", "jtb-care"


@dataclass(frozen=True)
class Database:
    """A service's database, after users of both organisations were at work."""

    service: str
    admin: str
    app: str
    worker: str
    tables: tuple[str, ...]
    opened: dict[tuple[str, str | None], psycopg.Connection] = field(default_factory=dict)

    @contextmanager
    def _transaction(self, address: str, organisation: str | None = None) -> Iterator[psycopg.Connection]:
        """A transaction of which nothing stays, on the connection for this address and organisation: one for all tests
        of a service, for to open one costs a hundred times what a statement does. What was set for one organisation
        leaves a trace on its connection, so that no two share one."""
        key = address, organisation
        if key not in self.opened:
            self.opened[key] = psycopg.connect(address)
        try:
            yield self.opened[key]
        finally:
            self.opened[key].rollback()

    @contextmanager
    def as_admin(self) -> Iterator[psycopg.Connection]:
        """A transaction before which there are no walls."""
        with self._transaction(self.admin) as connection:
            yield connection

    @contextmanager
    def as_app(self, organisation: str | None) -> Iterator[psycopg.Connection]:
        """A transaction of the application's role for an organisation."""
        with self._transaction(self.app, organisation) as connection:
            if organisation is not None:
                connection.execute("SELECT set_config('waarborg.organisation', %s, true)", (organisation,))
            yield connection

    @contextmanager
    def as_worker(self) -> Iterator[psycopg.Connection]:
        """A transaction of the worker's role."""
        with self._transaction(self.worker) as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        while self.opened:
            self.opened.popitem()[1].close()


@pytest.fixture(scope="module")
def product(full_product: Product) -> Product:
    for cast in invite(full_product).values():
        plant(cast)
    full_product.settle()
    return full_product


@pytest.fixture(scope="module", params=SERVICES)
def database(
    request: pytest.FixtureRequest, product: Product, _postgres_databases: PostgresDatabases
) -> Iterator[Database]:
    settings = product.runtimes[request.param].settings
    name = make_url(settings.database_url).database
    admin = plain(_postgres_databases.admin_url, database=name)
    with psycopg.connect(admin) as connection:
        rows = connection.execute(TABLES).fetchall()
    tables = tuple(row[0] for row in rows)
    found = Database(request.param, admin, plain(settings.database_url), plain(settings.worker_database_url), tables)
    yield found
    found.close()


def plain(url: str, **changes: Any) -> str:
    """A SQLAlchemy address as psycopg takes it."""
    return make_url(url).set(drivername="postgresql", **changes).render_as_string(hide_password=False)


def organised(database: Database) -> list[str]:
    """The tables that belong to organisations: all but the few that are known not to."""
    return [table for table in database.tables if table not in WITHOUT_ORGANISATION]


def names(connection: psycopg.Connection, statement: str, *values: object) -> list[Any]:
    """The first column of what a statement finds."""
    return [row[0] for row in connection.execute(statement, values).fetchall()]


def test_the_data_is_real(database: Database):
    """The tables on which a service stands hold rows of both organisations, made by users."""
    busy = {"consent": "consent", "requests": "request", "breach": "breach_case", "disclosure": "report"}
    table = busy.get(database.service, {"identity": "person"}.get(database.service))
    if table is not None:
        with database.as_admin() as connection:
            found = names(connection, f"SELECT DISTINCT organisation FROM {table} ORDER BY 1")
        assert found == [VICTIM, STRANGER]


def test_every_table_is_an_organisations_and_behind_a_forced_wall(database: Database):
    statement = """
        SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity,
               EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'organisation'
                       AND a.attnotnull)
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p')"""
    with database.as_admin() as connection:
        found = {row[0]: row[1:] for row in connection.execute(statement).fetchall()}
    assert {name for name, (walled, _) in found.items() if not walled} == set(found) & set(WITHOUT_ORGANISATION)
    assert {name for name, (_, own) in found.items() if not own} == set(found) & set(WITHOUT_ORGANISATION)


def test_every_policy_of_the_application_asks_for_the_organisation(database: Database):
    statement = "SELECT tablename, roles, cmd, qual, with_check FROM pg_policies WHERE schemaname = 'public'"
    roles = roles_of(database.service)
    with database.as_admin() as connection:
        policies = connection.execute(statement).fetchall()
    of_app = {name: (cmd, qual, check) for name, to, cmd, qual, check in policies if to == [roles.app]}
    assert sorted(of_app) == organised(database)
    for name, (cmd, qual, check) in of_app.items():
        assert cmd == "ALL", name
        assert qual == check, name
        assert "waarborg.organisation" in qual and "organisation" in qual, name
    others = [(name, to) for name, to, *_ in policies if to not in ([roles.app], [roles.worker])]
    assert others == []


def test_every_key_begins_with_the_organisation(database: Database):
    keys = """
        SELECT t.relname || '.' || i.relname, a.attname
        FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class t ON t.oid = x.indrelid
        JOIN pg_namespace n ON n.oid = t.relnamespace
        LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = x.indkey[0]
        WHERE n.nspname = 'public' AND (x.indisunique OR x.indisprimary) AND NOT t.relname = ANY(%s)"""
    foreign = """
        SELECT t.relname || '.' || c.conname, a.attname, f.attname
        FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        JOIN pg_attribute f ON f.attrelid = c.confrelid AND f.attnum = c.confkey[1]
        WHERE c.contype = 'f'"""
    with database.as_admin() as connection:
        found = connection.execute(keys, (list(WITHOUT_ORGANISATION),)).fetchall()
        found += [
            (name, own if own == there else f"{own} of {there}") for name, own, there in connection.execute(foreign)
        ]
    assert {name: first for name, first in found if first != "organisation"} == {}


def rows(connection: psycopg.Connection, table: str, organisation: str) -> list[dict[str, Any]]:
    """Rows of an organisation, as the administrator sees them; one is made up where users made none."""
    with connection.cursor(row_factory=psycopg.rows.dict_row) as cursor:
        statement = sql.SQL("SELECT * FROM {} WHERE organisation = %s LIMIT 3").format(sql.Identifier(table))
        return cursor.execute(statement, (organisation,)).fetchall()


def insert(connection: psycopg.Connection, table: str, row: Mapping[str, Any]) -> None:
    """Insert a row as it is."""
    statement = sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, row)),
        sql.SQL(", ").join(sql.Placeholder() * len(row)),
    )
    adapted = [psycopg.types.json.Jsonb(value) if isinstance(value, dict | list) else value for value in row.values()]
    connection.execute(statement, adapted)


@pytest.mark.parametrize("organisation", [STRANGER, None, "", "%", "BQR", "bqr' OR '1'='1"])
def test_nothing_of_another_is_read_changed_or_deleted(database: Database, organisation: str | None):
    for table in organised(database):
        with database.as_admin() as admin:
            there = names(admin, f"SELECT count(*) FROM {table} WHERE organisation = %s", VICTIM)[0]
        for verb in ("SELECT", "UPDATE", "DELETE"):
            with database.as_app(organisation) as connection:
                assert touched(connection, table, verb) == 0, (table, verb, there)


def touched(connection: psycopg.Connection, table: str, verb: str) -> int:
    """How many of the victim's rows a statement reaches; a role that may not do this at all reaches none."""
    statement = {
        "SELECT": "SELECT 1 FROM {} WHERE organisation = %s",
        "UPDATE": "UPDATE {} SET organisation = organisation WHERE organisation = %s",
        "DELETE": "DELETE FROM {} WHERE organisation = %s",
    }[verb]
    try:
        return connection.execute(sql.SQL(statement).format(sql.Identifier(table)), (VICTIM,)).rowcount
    except psycopg.errors.InsufficientPrivilege:
        assert verb != "SELECT"
        return 0


def test_no_row_is_put_into_another_nor_given_to_it(database: Database):
    tried = set()
    for table in organised(database):
        with database.as_admin() as admin:
            theirs, own = rows(admin, table, VICTIM), rows(admin, table, STRANGER)
        for row in theirs[:1]:
            tried.add(table)
            with database.as_app(STRANGER) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                insert(connection, table, row)
        if own:
            with database.as_app(STRANGER) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(f"UPDATE {table} SET organisation = %s", (VICTIM,))
    if database.service != "portal":
        assert tried >= {"timeline"} or database.service == "identity"
        assert tried


def test_an_own_row_is_reached(database: Database):
    """The other way round: the statements above reach nothing because of the wall, not because they are wrong."""
    for table in organised(database):
        with database.as_admin() as admin:
            there = names(admin, f"SELECT count(*) FROM {table} WHERE organisation = %s", VICTIM)[0]
        with database.as_app(VICTIM) as connection:
            assert touched(connection, table, "SELECT") == there, table


def test_a_join_a_subquery_and_a_returning_see_no_more(database: Database):
    for table in organised(database):
        with database.as_app(STRANGER) as connection:
            seen = names(connection, f"SELECT count(*) FROM {table} a JOIN {table} b ON a.organisation <> %s", STRANGER)
            assert seen == [0], table
        with database.as_app(STRANGER) as connection:
            union = f"SELECT organisation FROM {table} UNION SELECT max(organisation) FROM {table}"
            assert set(names(connection, union)) <= {STRANGER, None}, table


def test_the_worker_reaches_the_plumbing_and_nothing_else(database: Database):
    roles = roles_of(database.service)
    granted = """
        SELECT DISTINCT table_name FROM information_schema.role_table_grants
        WHERE grantee = %s AND table_schema = 'public'"""
    with database.as_admin() as connection:
        reached = set(names(connection, granted, roles.worker))
        owned = names(
            connection, "SELECT tablename FROM pg_tables WHERE tableowner = ANY(%s)", [roles.app, roles.worker]
        )
        powers = connection.execute(
            "SELECT rolname FROM pg_roles WHERE rolname = ANY(%s) AND (rolsuper OR rolbypassrls OR rolcreaterole "
            "OR rolcreatedb OR rolreplication)",
            ([roles.app, roles.worker, roles.owner],),
        ).fetchall()
        members = connection.execute(
            "SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = ANY(%s)",
            ([roles.app, roles.worker],),
        ).fetchall()
    assert reached == OF_THE_WORKER | {"alembic_version"}
    assert (owned, powers, members) == ([], [], [])
    for table in set(organised(database)) - OF_THE_WORKER:
        with database.as_worker() as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(f"SELECT 1 FROM {table}")


def test_the_application_does_not_reach_poison(database: Database):
    with database.as_app(VICTIM) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("SELECT 1 FROM poison")


def test_no_role_of_one_service_enters_the_database_of_another(product: Product):
    refused = []
    for service, runtime in product.runtimes.items():
        for other, there in product.runtimes.items():
            if service == other:
                continue
            url = plain(runtime.settings.database_url, database=make_url(there.settings.database_url).database)
            try:
                psycopg.connect(url).close()
            except psycopg.OperationalError as wrong:
                assert "permission denied" in str(wrong)
                refused.append((service, other))
    assert len(refused) == len(product.runtimes) * (len(product.runtimes) - 1)
