"""The four database roles of a service on PostgreSQL, and the SQL that makes them and its database."""

from collections.abc import Mapping
from dataclasses import dataclass

import psycopg
from psycopg import sql
from sqlalchemy import make_url

_LOCK = 0x574152  # an advisory lock, so that two that prepare at once wait for each other


@dataclass(frozen=True)
class Roles:
    """The names of a service's roles. *owner* migrates; *app* serves one organisation per transaction; *worker* sees
    the outbox, inbox, deadlines and poison of all; *backup* reads everything."""

    owner: str
    app: str
    worker: str
    backup: str

    @property
    def all(self) -> tuple[str, str, str, str]:
        """The four names."""
        return (self.owner, self.app, self.worker, self.backup)


def roles_of(service: str) -> Roles:
    """The roles of a service: `consent_owner`, `consent_app`, `consent_worker`, `consent_backup`."""
    return Roles(*(f"{service}_{kind}" for kind in ("owner", "app", "worker", "backup")))


def prepare_database(admin_url: str, service: str, *, database: str, passwords: Mapping[str, str]) -> Roles:
    """Create the roles and the database of a service, or bring them to what they must be; safe to repeat.

    `admin_url` is of a superuser (only one may give *backup* BYPASSRLS, without which `pg_dump` cannot read behind the
    walls). `passwords` is by role name; a role that is not named there keeps the password that it has, or has none.
    """
    roles = roles_of(service)
    with _connect(admin_url) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        for role in roles.all:
            _role(connection, role, bypass=role == roles.backup, password=passwords.get(role))
        _database(connection, database, roles)
    with _connect(admin_url, database) as connection:
        for statement in _grants(database, roles):
            connection.execute(statement)
    return roles


def _connect(admin_url: str, database: str | None = None) -> psycopg.Connection:
    url = make_url(admin_url).set(drivername="postgresql")
    url = url.set(database=database) if database else url
    return psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)


def _role(connection: psycopg.Connection, role: str, *, bypass: bool, password: str | None) -> None:
    there = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,)).fetchone()
    if there is None:
        connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
    connection.execute(_attributes(role, bypass=bypass))
    if password is not None:
        # The server is sent the verifier and not the password, so that its log cannot hold it.
        verifier = connection.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(verifier)))


def _attributes(role: str, *, bypass: bool) -> sql.Composed:
    statement = "ALTER ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION {}"
    return sql.SQL(statement).format(sql.Identifier(role), sql.SQL("BYPASSRLS" if bypass else "NOBYPASSRLS"))


def _database(connection: psycopg.Connection, database: str, roles: Roles) -> None:
    there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone()
    names = {"database": sql.Identifier(database), "owner": sql.Identifier(roles.owner)}
    if there is None:
        connection.execute(sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names))
    else:
        connection.execute(sql.SQL("ALTER DATABASE {database} OWNER TO {owner}").format(**names))


def _grants(database: str, roles: Roles) -> tuple[sql.Composed, ...]:
    others = sql.SQL(", ").join(map(sql.Identifier, (roles.app, roles.worker, roles.backup)))
    names = {"database": sql.Identifier(database), "owner": sql.Identifier(roles.owner), "others": others}
    return tuple(
        sql.SQL(statement).format(**names)
        for statement in (
            "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {database} TO {owner}, {others}",
            "ALTER SCHEMA public OWNER TO {owner}",
            "REVOKE ALL ON SCHEMA public FROM PUBLIC",
            "GRANT USAGE ON SCHEMA public TO {others}",
        )
    )
