"""The product as a whole, for every test that no single service can hold."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from waarborg_shared.testing.databases import PostgresDatabases
from waarborg_tests.product import Product, embedded, full

WHOLE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest, then those of the whole product and those that try whatever order, and
    end with those of one service: a process that began with a long one last would leave the others idle."""
    slow = {item.path for item in items if item.get_closest_marker("slow") or item.get_closest_marker("browser")}

    def turn(item: pytest.Item) -> tuple[bool, bool]:
        early = item.path.is_relative_to(WHOLE) or "machine" in item.path.name
        return item.path not in slow, not early

    items.sort(key=turn)


@pytest.fixture(scope="session")
def broker_url() -> str:
    """The RabbitMQ for tests."""
    url = os.environ.get("WAARBORG_TEST_AMQP")
    if not url:
        pytest.skip("WAARBORG_TEST_AMQP is not set (./dev test starts the servers)")
    return url


@pytest.fixture(scope="module")
def embedded_product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product in one process, on SQLite, running."""
    product = embedded(tmp_path_factory.mktemp("embedded")).start()
    yield product
    product.stop()


@pytest.fixture(scope="module")
def full_product(
    tmp_path_factory: pytest.TempPathFactory, _postgres_databases: PostgresDatabases, broker_url: str
) -> Iterator[Product]:
    """The product on PostgreSQL and RabbitMQ, running."""
    folder: Path = tmp_path_factory.mktemp("full")
    product = full(folder, databases=_postgres_databases, broker=broker_url).start()
    yield product
    product.stop()
