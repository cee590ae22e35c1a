"""What the tests of the data layer share: an invented service, two actors, a stopped clock."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import Engine, RowMapping, select

from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.config import Settings
from waarborg_shared.db import create_engine_for
from waarborg_shared.service import Runtime, Service, build_runtime
from waarborg_shared.testing.databases import ServiceDatabase
from waarborg_shared.uow import UnitOfWork, Work

sys.path.append(str(Path(__file__).parent / "made_up"))

Begin = Callable[[], AbstractContextManager[Work]]
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


@pytest.fixture
def runtime(
    ward: Service,
    service_database: Callable[[Service], ServiceDatabase],
    make_settings: Callable[..., Settings],
    now: datetime,
) -> Iterator[Runtime]:
    runtime = build_runtime(ward, make_settings(ward, service_database(ward)), now=lambda: now)
    yield runtime
    runtime.close()


@pytest.fixture
def uow(runtime: Runtime) -> UnitOfWork:
    return runtime.uow


@pytest.fixture
def begin(uow: UnitOfWork, bqr_actor: Actor, now: datetime) -> Begin:
    return lambda: uow.begin("bqr", actor=bqr_actor, now=now)


def outbox(uow: UnitOfWork) -> Sequence[RowMapping]:
    """The outbox as it stands, in its order."""
    with uow.system() as session:
        table = uow.plumbing.outbox
        return session.execute(select(table).order_by(table.c.position)).mappings().all()


def together(do: Callable[[Work], object], begin: Begin) -> None:
    """Three at once do it ten times each, in a transaction of its own."""

    def often() -> None:
        for _ in range(10):
            with begin() as work:
                do(work)

    threads = [Thread(target=often) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
