"""A small service with clocks: on SQLite, and on PostgreSQL with its four roles and row level security."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Engine, Text, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from waarborg_shared.auth import Actor
from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.db import CaseMixin, create_engine_for, new_metadata, plumbing, system_session
from waarborg_shared.deadlines import Deadline, DeadlineWatch, Handler
from waarborg_shared.keystore import KeyStore
from waarborg_shared.migrations import create_plumbing, wall
from waarborg_shared.migrations.walls import SERVICE
from waarborg_shared.testing.databases import ServiceDatabase
from waarborg_shared.timeline import Timeline
from waarborg_shared.uow import UnitOfWork, Work
from waarborg_shared.vault import Vault

START = datetime(2026, 6, 1, 8, tzinfo=UTC)
TEN_HOURS = ClockRule("answer", "received", Term(10, Unit.HOURS), "B17")


class Base(DeclarativeBase):
    metadata = new_metadata()


class Matter(CaseMixin, Base):
    __tablename__ = "matter"
    effects: Mapped[str] = mapped_column(Text, default="")


PLUMBING = plumbing(Base.metadata)


class HandClock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.moment = START

    def __call__(self) -> datetime:
        return self.moment

    def go(self, **span: float) -> None:
        self.moment += timedelta(**span)


def leave_effect(work: Work, deadline: Deadline, moment: str, _rules: object) -> None:
    """The handler of most tests: writes in the case what it was called for."""
    case = work.case(Matter, deadline.case_ref)
    case.effects += f"{moment} "


@dataclass
class Clocked:
    """A service whose clocks are watched, and the time that it thinks it is."""

    engine: Engine
    worker_engine: Engine
    uow: UnitOfWork
    now: HandClock
    failing: set[str] = field(default_factory=set)

    def begin(self, organisation: str = "bqr") -> AbstractContextManager[Work]:
        return self.uow.begin(organisation, actor=Actor.system("matters", organisation), now=self.now())

    def file(self, *rules: ClockRule, organisation: str = "bqr") -> str:
        """A case that starts these clocks; gives its reference."""
        with self.begin(organisation) as work:
            case = work.add(Matter(effects=""))
            ref: str = case.id
            work.clocks.start_all(case, rules or (TEN_HOURS,))
        return ref

    def change(self, ref: str, change: Callable[[Work, Matter], object], organisation: str = "bqr") -> None:
        with self.begin(organisation) as work:
            change(work, work.case(Matter, ref))

    def effects(self, ref: str, organisation: str = "bqr") -> list[str]:
        with self.begin(organisation) as work:
            return work.case(Matter, ref).effects.split()

    def deadline(self, ref: str, name: str = "answer") -> Deadline:
        with self.begin() as work:
            return work.clocks.deadline(ref, name)

    def watch(self, handlers: Mapping[str, Handler] | None = None, **changes: Any) -> DeadlineWatch:
        values: dict[str, Any] = {
            "service": "matters",
            "engine": self.worker_engine,
            "plumbing": PLUMBING,
            "begin": self.begin,
            "rules": lambda organisation: organisation,
            "handlers": {"*": leave_effect} if handlers is None else handlers,
            "now": self.now,
        }
        return DeadlineWatch(**{**values, **changes})

    def claims(self) -> list[datetime | None]:
        table = PLUMBING.deadline
        with system_session(self.worker_engine, reading=True) as session:
            return list(session.scalars(select(table.c.claimed_until).order_by(table.c.case_ref, table.c.name)))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> ServiceDatabase:
    if request.param == "sqlite":
        return ServiceDatabase(*[f"sqlite:///{tmp_path / 'data.db'}"] * 4)
    empty: Callable[[str], ServiceDatabase] = request.getfixturevalue("empty_postgres_database")
    return empty("matters")


@pytest.fixture
def clocked(database: ServiceDatabase, tmp_path: Path) -> Iterator[Clocked]:
    owner = create_engine_for(database.owner, walled=False)
    with owner.begin() as connection:
        op = Operations(MigrationContext.configure(connection, opts={SERVICE: "matters"}))
        create_plumbing(op)
        Base.metadata.tables["matter"].create(connection)
        wall(op, ["matter"])
    owner.dispose()
    store = KeyStore(f"sqlite:///{tmp_path / 'keys.db'}", b"m" * 32)
    store.ensure_schema()
    vault = Vault(store)
    engine, worker = create_engine_for(database.app), create_engine_for(database.worker)
    uow = UnitOfWork(
        engine, service="matters", vault=vault, plumbing=PLUMBING, chain=Timeline(vault), worker_engine=worker
    )
    yield Clocked(engine, worker, uow, HandClock())
    engine.dispose()
    worker.dispose()
    store.close()
