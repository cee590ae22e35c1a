"""What the tests of the data layer share: an invented service, two actors, a stopped clock."""

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.db import create_engine_for
from waarborg_shared.service import Service
from waarborg_shared.testing.databases import ServiceDatabase

sys.path.append(str(Path(__file__).parent / "made_up"))

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def ward() -> Service:
    from ward.app import SERVICE  # noqa: PLC0415 - found only after the line above

    return SERVICE


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def bqr_actor() -> Actor:
    return Actor(ActorKind.STAFF, "staff-1", "bqr")


@pytest.fixture
def jtb_actor() -> Actor:
    return Actor(ActorKind.STAFF, "staff-2", "jtb-care")


@pytest.fixture
def open_engine() -> Iterator[Callable[[str], Engine]]:
    """Opens engines that are given back at the end of the test."""
    opened: list[Engine] = []

    def open_(url: str) -> Engine:
        opened.append(create_engine_for(url))
        return opened[-1]

    yield open_
    for engine in opened:
        engine.dispose()


@pytest.fixture
def sqlite(ward: Service, sqlite_database: Callable[[Service], ServiceDatabase]) -> ServiceDatabase:
    return sqlite_database(ward)
