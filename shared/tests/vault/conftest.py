"""Key stores to test with: on SQLite, and on PostgreSQL where the tests have one."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from waarborg_shared.keystore import KeyStore

MASTER = b"m" * 32


class HandClock:
    """A monotonic clock that is moved by hand."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


Opener = Callable[..., KeyStore]


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'keys.db'}"
        return
    server = os.environ.get("WAARBORG_TEST_POSTGRES")
    if not server:
        pytest.skip("WAARBORG_TEST_POSTGRES is not set")
    name = f"keys_{os.getpid()}_{abs(hash(tmp_path)) % 10**8}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield admin.url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def opened(url: str, clock: HandClock) -> Iterator[Opener]:
    """Opens the same key store again and again, each time as another process would."""
    stores: list[KeyStore] = []

    def open_store(master: bytes = MASTER, **options: object) -> KeyStore:
        stores.append(KeyStore(url, master, **{"clock": clock, **options}))
        return stores[-1]

    open_store().ensure_schema()
    yield open_store
    for store in stores:
        store.close()
