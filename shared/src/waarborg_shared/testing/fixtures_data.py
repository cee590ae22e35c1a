"""Fixtures of the data layer: a migrated database per test, settings, two invented-but-configured organisations."""

import base64
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from waarborg_shared.config import OrganisationConfig, Settings
from waarborg_shared.keystore import KeyStore
from waarborg_shared.service import Service
from waarborg_shared.testing.auth import SERVICE_KEYS
from waarborg_shared.testing.databases import PostgresDatabases, ServiceDatabase, SqliteDatabases
from waarborg_shared.testing.servers import PostgresServer, ServerError

MASTER_KEY = bytes(range(32))
ORGANISATIONS: Mapping[str, OrganisationConfig] = {
    "jtb-care": OrganisationConfig("jtb-care", ("jtb-care.localhost",), ()),
    "bqr": OrganisationConfig("bqr", ("bqr.localhost",), ()),
}
RECEIPT_COSTS = ((8, 1),)
"""What hashing a receipt costs in tests: KiB and rounds, next to nothing, for some of them make hundreds."""
MakeDatabase = Callable[[Service], ServiceDatabase]


@pytest.fixture(scope="session")
def postgres_admin_url() -> Iterator[str]:
    """A superuser's address of a PostgreSQL for tests: `WAARBORG_TEST_POSTGRES`, or a server of this run's own."""
    given = os.environ.get("WAARBORG_TEST_POSTGRES")
    if given:
        yield given
        return
    try:
        server = PostgresServer(settings={"fsync": "off", "synchronous_commit": "off"}).start()
    except ServerError as wrong:
        pytest.skip(f"no PostgreSQL: {wrong}")
    try:
        yield server.url()
    finally:
        server.close()


@pytest.fixture(scope="session")
def _postgres_databases(postgres_admin_url: str) -> Iterator[PostgresDatabases]:
    # What started the servers for these tests alone says where they are, and takes them away afterwards.
    databases = PostgresDatabases(postgres_admin_url, server_is_kept="WAARBORG_TEST_POSTGRES_FOLDER" not in os.environ)
    yield databases.quick_to_enter()
    databases.close()


@pytest.fixture(scope="session")
def _sqlite_databases(tmp_path_factory: pytest.TempPathFactory) -> SqliteDatabases:
    return SqliteDatabases(tmp_path_factory.mktemp("migrated"))


@pytest.fixture
def postgres_database(_postgres_databases: PostgresDatabases) -> MakeDatabase:
    """Makes a migrated PostgreSQL database of a service, with its four roles."""
    return _postgres_databases.make


@pytest.fixture
def empty_postgres_database(_postgres_databases: PostgresDatabases) -> Callable[[str], ServiceDatabase]:
    """Makes a PostgreSQL database with a service's four roles and no tables."""
    return _postgres_databases.empty


@pytest.fixture
def sqlite_database(_sqlite_databases: SqliteDatabases, tmp_path: Path) -> MakeDatabase:
    """Makes a migrated SQLite database of a service."""
    return lambda service: _sqlite_databases.make(service, tmp_path)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def service_database(request: pytest.FixtureRequest) -> MakeDatabase:
    """Makes a migrated database of a service: a test that asks for this runs once on SQLite and once on PostgreSQL."""
    name = "sqlite_database" if request.param == "sqlite" else "postgres_database"
    make: MakeDatabase = request.getfixturevalue(name)
    return make


@pytest.fixture(scope="session")
def _empty_key_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("keys") / "empty.db"
    store = KeyStore(f"sqlite:///{path}", MASTER_KEY)
    store.ensure_schema()
    store.close()
    return path


@pytest.fixture
def make_settings(tmp_path: Path, _empty_key_store: Path) -> Callable[..., Settings]:
    """Makes the settings of a service on a database: `make_settings(service, database, demo=True)`.

    The key store of a test's settings is one, and empty at first.
    """
    keys = tmp_path / "keys.db"
    shutil.copyfile(_empty_key_store, keys)

    def make(service: Service, database: ServiceDatabase, **changes: Any) -> Settings:
        values: dict[str, Any] = {
            "service": service.name,
            "database_url": database.app,
            "worker_database_url": database.worker,
            "owner_database_url": database.owner,
            "keystore_url": f"sqlite:///{keys}",
            "master_key": MASTER_KEY,
            "broker_url": "memory://",
            "organisations": ORGANISATIONS,
            "public_origin": "http://{host}:8000",
            "service_key": SERVICE_KEYS.private(service.name),
            "receipt_costs": RECEIPT_COSTS,
        }
        return Settings(**{**values, **changes})

    return make


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """A complete environment for `read_settings`, with an organisations' file; change it to try what is wrong."""
    organisations = tmp_path / "organisations.toml"
    lines = [
        f'[organisations.{each.id}]\nhosts = ["{each.hosts[0]}"]\nplugins = []\n' for each in ORGANISATIONS.values()
    ]
    organisations.write_text("\n".join(lines), encoding="utf-8")
    return {
        "WAARBORG_DATABASE_URL": f"sqlite:///{tmp_path / 'service.db'}",
        "WAARBORG_KEYSTORE_URL": f"sqlite:///{tmp_path / 'keys.db'}",
        "WAARBORG_MASTER_KEY": base64.b64encode(MASTER_KEY).decode(),
        "WAARBORG_BROKER_URL": "memory://",
        "WAARBORG_ORGANISATIONS": str(organisations),
        "WAARBORG_PUBLIC_ORIGIN": "http://{host}:8000",
        "WAARBORG_SERVICE_KEY": SERVICE_KEYS.private("ward"),
    }
