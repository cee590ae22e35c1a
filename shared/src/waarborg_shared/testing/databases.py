"""Databases for tests: one per test, migrated, on SQLite or on a PostgreSQL with the four roles."""

import base64
import hashlib
import hmac
import itertools
import os
import secrets
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from waarborg_shared.migrations import migrate
from waarborg_shared.role_names import Roles, roles_of
from waarborg_shared.roles import grants_on_database, prepare_database
from waarborg_shared.service import Service

PASSWORD = "for-tests-only"  # noqa: S105 - of roles on a server that lives as long as the tests


def quick_verifier(password: str) -> str:
    """What PostgreSQL keeps of a password (RFC 5803), such that to prove one takes one round and not 4,096.

    Both sides then need half as long for a connection, of which tests open thousands.
    """
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    kept = salt, stored, hmac.digest(salted, b"Server Key", "sha256")
    return "SCRAM-SHA-256$1:{}${}:{}".format(*(base64.b64encode(each).decode() for each in kept))


def quick_password(role: str, password: str) -> sql.Composed:
    """The statement that gives a role on a server for tests a password that is quick to prove."""
    return sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(quick_verifier(password)))


@dataclass(frozen=True)
class ServiceDatabase:
    """Where a service's database is, for each role (on SQLite, which has none, four times the same)."""

    app: str
    worker: str
    owner: str
    backup: str

    @property
    def on_postgresql(self) -> bool:
        """Whether there are roles and row level security."""
        return self.app.startswith("postgresql")


class SqliteDatabases:
    """Makes migrated SQLite files; each service is migrated once and copied after that."""

    def __init__(self, templates: Path) -> None:
        self._templates = templates

    def make(self, service: Service, folder: Path) -> ServiceDatabase:
        """A migrated database of the service in this folder."""
        template = self._templates / f"{service.name}.db"
        if not template.exists():
            migrate(f"sqlite:///{template}", service)
        path = folder / f"{service.name}-{secrets.token_hex(4)}.db"
        shutil.copyfile(template, path)
        url = f"sqlite:///{path}"
        return ServiceDatabase(url, url, url, url)


class PostgresDatabases:
    """Makes migrated databases on a server, with roles; each service is migrated once and copied after that.

    One connection stays open for it, and is made anew where a test restarted the server. ``server_is_kept`` says that
    others use the server after this; one that goes away with the tests takes its databases along.
    """

    def __init__(self, admin_url: str, *, server_is_kept: bool = True) -> None:
        self.admin_url = admin_url
        self._server_is_kept = server_is_kept
        self._own = f"t{os.getpid()}_{secrets.token_hex(3)}"
        self._templates: dict[str, str] = {}
        self._numbers = itertools.count(1)
        self._made: list[str] = []
        self._connection: psycopg.Connection | None = None

    def make(self, service: Service) -> ServiceDatabase:
        """A new, migrated database of the service. The service's roles exist on the whole server."""
        template = self._templates.get(service.name) or self._template(service)
        name = f"{self._own}_{service.name}_{next(self._numbers)}"
        self._copy(name, template, roles_of(service.name))
        return self.urls(service.name, name)

    def empty(self, service: str) -> ServiceDatabase:
        """A new database with roles and without tables."""
        name = f"{self._own}_{service}_{next(self._numbers)}"
        self._made.append(name)
        roles = prepare_database(self.admin_url, service, database=name, passwords={})
        for role in roles.all:
            self._tell(quick_password(role, PASSWORD))
        return self.urls(service, name)

    def quick_to_enter(self) -> Self:
        """Let the superuser's own password be quick to prove, on a server that goes away with the tests."""
        admin = make_url(self.admin_url)
        if not self._server_is_kept and admin.username and admin.password:
            self._tell(quick_password(admin.username, str(admin.password)))
        return self

    def urls(self, service: str, database: str) -> ServiceDatabase:
        """The address of a database for each of the service's roles."""
        roles = roles_of(service)
        admin = make_url(self.admin_url).set(drivername="postgresql+psycopg", database=database)

        def of(role: str) -> str:
            return admin.set(username=role, password=PASSWORD).render_as_string(hide_password=False)

        return ServiceDatabase(of(roles.app), of(roles.worker), of(roles.owner), of(roles.backup))

    def close(self) -> None:
        """Drop what was made, on a server that is kept."""
        if self._server_is_kept:
            for name in reversed(self._made):
                self._tell(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        if self._connection is not None:
            self._connection.close()

    def _template(self, service: Service) -> str:
        database = self.empty(service.name)
        migrate(database.owner, service)
        self._templates[service.name] = make_url(database.owner).database or ""
        return self._templates[service.name]

    def _copy(self, name: str, template: str, roles: Roles) -> None:
        self._made.append(name)
        # Copied as files a small database costs the server a third less than by way of its log.
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY FILE_COPY")
        self._tell(statement.format(*map(sql.Identifier, (name, roles.owner, template))))
        for grant in grants_on_database(name, roles):
            self._tell(grant)

    def _tell(self, statement: sql.Composed) -> None:
        """Run a statement as the superuser, over a new connection where the one that was there has gone."""
        if self._connection is not None:
            try:
                self._connection.execute(statement)
                return
            except psycopg.OperationalError:
                if not self._connection.closed:
                    raise
        url = make_url(self.admin_url).set(drivername="postgresql")
        self._connection = psycopg.connect(url.render_as_string(hide_password=False), autocommit=True)
        self._connection.execute(statement)
