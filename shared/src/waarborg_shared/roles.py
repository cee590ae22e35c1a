"""Makes the four database roles of a service on PostgreSQL and its database, or says the SQL for it."""

from collections.abc import Iterable, Mapping

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from waarborg_shared.role_names import Roles, roles_of

_LOCK = 0x574152  # an advisory lock, so that two that prepare at once wait for each other


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
        _database(connection, database, roles.owner)
    with _connect(admin_url, database) as connection:
        for statement in _grants(database, roles):
            connection.execute(statement)
    return roles


def prepare_key_store(admin_url: str, *, role: str, database: str, password: str | None = None) -> None:
    """Create the key store's database and its one role, or bring them to what they must be; safe to repeat.

    `admin_url` is of a superuser of the server that keeps the keys, which had better not be the one with the data.
    """
    with _connect(admin_url) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
        _role(connection, role, bypass=False, password=password)
        _database(connection, database, role)
    with _connect(admin_url, database) as connection:
        for statement in _key_store_grants(database, role):
            connection.execute(statement)


def as_sql(service: str, *, database: str, key_store: str) -> str:
    """What `prepare_database` and `prepare_key_store` do, for psql and for whoever wants to read it first.

    Passwords are left out: `\\password ROLE` in psql sets one without its ever being in a log.
    """
    roles = roles_of(service)
    statements: list[sql.Composable] = [sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)) for role in roles.all]
    statements += [_attributes(role, bypass=role == roles.backup) for role in roles.all]
    statements.append(_created(database, roles.owner))
    of_keys = [sql.SQL("CREATE ROLE {}").format(sql.Identifier(key_store)), _attributes(key_store, bypass=False)]
    return (
        _script(statements)
        + f'\\connect "{database}"\n'
        + _script(_grants(database, roles))
        + "\n-- The key store: better on another server, with backups of its own.\n"
        + _script([*of_keys, _created(key_store, key_store)])
        + f'\\connect "{key_store}"\n'
        + _script(_key_store_grants(key_store, key_store))
    )


def _script(statements: Iterable[sql.Composable]) -> str:
    return "".join(statement.as_string() + ";\n" for statement in statements)


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


def _created(database: str, owner: str) -> sql.Composed:
    names = {"database": sql.Identifier(database), "owner": sql.Identifier(owner)}
    return sql.SQL("CREATE DATABASE {database} OWNER {owner}").format(**names)


def _database(connection: psycopg.Connection, database: str, owner: str) -> None:
    there = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone()
    if there is None:
        connection.execute(_created(database, owner))
        return
    names = {"database": sql.Identifier(database), "owner": sql.Identifier(owner)}
    connection.execute(sql.SQL("ALTER DATABASE {database} OWNER TO {owner}").format(**names))


def _grants(database: str, roles: Roles) -> tuple[sql.Composed, ...]:
    names = _names(database, roles)
    return (
        *grants_on_database(database, roles),
        *(
            sql.SQL(statement).format(**names)
            for statement in (
                "ALTER SCHEMA public OWNER TO {owner}",
                "REVOKE ALL ON SCHEMA public FROM PUBLIC",
                "GRANT USAGE ON SCHEMA public TO {others}",
            )
        ),
    )


def grants_on_database(database: str, roles: Roles) -> tuple[sql.Composed, ...]:
    """Return who may connect to a database, as statements: that alone does not come along when it is copied."""
    names = _names(database, roles)
    return tuple(
        sql.SQL(statement).format(**names)
        for statement in (
            "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {database} TO {owner}, {others}",
        )
    )


def _names(database: str, roles: Roles) -> dict[str, sql.Composable]:
    others = sql.SQL(", ").join(map(sql.Identifier, (roles.app, roles.worker, roles.backup)))
    return {"database": sql.Identifier(database), "owner": sql.Identifier(roles.owner), "others": others}


def _key_store_grants(database: str, role: str) -> tuple[sql.Composed, ...]:
    names = {"database": sql.Identifier(database), "role": sql.Identifier(role)}
    return tuple(
        sql.SQL(statement).format(**names)
        for statement in (
            "REVOKE ALL ON DATABASE {database} FROM PUBLIC",
            "GRANT CONNECT ON DATABASE {database} TO {role}",
            "ALTER SCHEMA public OWNER TO {role}",
            "REVOKE ALL ON SCHEMA public FROM PUBLIC",
        )
    )
