"""A small service with one kind of case, on SQLite and on PostgreSQL where the tests have one."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, Text, create_engine, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.db import CaseMixin, create_engine_for, new_metadata, plumbing
from waarborg_shared.keystore import KeyStore
from waarborg_shared.timeline import CaseReport, Timeline, case_models, verify_service
from waarborg_shared.uow import UnitOfWork
from waarborg_shared.vault import Vault

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Base(DeclarativeBase):
    metadata = new_metadata()


class Matter(CaseMixin, Base):
    __tablename__ = "matter"
    word: Mapped[str] = mapped_column(Text, default="")


class Visit(CaseMixin, Base):
    __tablename__ = "visit"


PLUMBING = plumbing(Base.metadata)


def actor(organisation: str = "bqr") -> Actor:
    return Actor(ActorKind.STAFF, "staff-7", organisation)


@dataclass
class World:
    """A database with two organisations, a vault, and a way to record and to check."""

    engine: Engine
    vault: Vault
    uow: UnitOfWork

    def file(self, organisation: str = "bqr", *, entries: int = 0, why: str = "") -> str:
        """A new case with some entries; gives its reference."""
        with self.uow.begin(organisation, actor=actor(organisation), now=NOW) as work:
            case = work.add(Matter())
            ref = case.id
        for number in range(entries):
            self.record(ref, organisation, verb=f"step-{number + 1}", why=why, facts={"count": number, "kind": "a"})
        return ref

    def record(self, ref: str, organisation: str = "bqr", **what: Any) -> None:
        with self.uow.begin(organisation, actor=actor(organisation), now=NOW + timedelta(seconds=1)) as work:
            work.record(work.case(Matter, ref), **what)

    def check(self, *organisations: str) -> dict[str, CaseReport]:
        reports = verify_service(
            self.engine,
            PLUMBING,
            case_models(Base),
            organisations=organisations or ("bqr", "jtb-care"),
            vault=self.vault,
        )
        return {each.case_ref: each for each in reports}

    def found(self, ref: str) -> list[tuple[int, str]]:
        return [(each.number, each.kind.value) for each in self.check()[ref].report.findings]

    def sql(self, statement: str, **values: Any) -> None:
        """What someone with the database in his hands might do, past every wall of ours."""
        with self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            cursor = driver.cursor()
            mark = ":{}" if self.engine.dialect.name == "sqlite" else "%({})s"
            cursor.execute(statement.format(**{name: mark.format(name) for name in values}), values)
            driver.commit()
            cursor.close()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.servers)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'data.db'}"
        return
    server = os.environ.get("WAARBORG_TEST_POSTGRES")
    if not server:
        pytest.skip("WAARBORG_TEST_POSTGRES is not set")
    name = f"timeline_{os.getpid()}_{abs(hash(tmp_path)) % 10**8}"
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield admin.url.set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def world(database_url: str, tmp_path: Path) -> Iterator[World]:
    owner = create_engine_for(database_url, walled=False)
    Base.metadata.create_all(owner)
    owner.dispose()
    store = KeyStore(f"sqlite:///{tmp_path / 'keys.db'}", b"m" * 32)
    store.ensure_schema()
    vault, engine = Vault(store), create_engine_for(database_url)
    uow = UnitOfWork(engine, service="matters", vault=vault, plumbing=PLUMBING, chain=Timeline(vault))
    yield World(engine, vault, uow)
    engine.dispose()
    store.close()
