"""The log of decisions: by month on PostgreSQL, behind its walls, and taken along from how it was kept before."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from waarborg_consent.actions import make_months_ahead
from waarborg_consent.app import SERVICE
from waarborg_consent.chores import CHORES
from waarborg_consent.models import DecisionRecord
from waarborg_shared.migrations import drift, migrate
from waarborg_shared.migrations.running import downgrade
from waarborg_shared.testing.world import World, build_world
from waarborg_tests.asking import EVALUATIONS, PERSON, SCOPES, decide, question

BEFORE = """INSERT INTO decision_record (organisation, id, at, asked_by, asker_ref, role, subject_ref, "right",
    record_type,
    purpose, categories, in_care, permitted, reason) VALUES ('bqr', 'old-1', :at, 'ecd', 's1', 'carer', '0190-person',
    'read', 'care_plan', 'care_agreement', '[]', true, true, 'allowed-by-basis')"""
AT = datetime(2026, 2, 3, 4, 5, tzinfo=UTC)


def run(url: str, statement: str, **parameters: Any) -> list[Any]:
    """Run a statement for the organisation, as the role of an address."""
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT set_config('waarborg.organisation', 'bqr', true)"))
            found = connection.execute(text(statement), parameters)
            return list(found.all()) if found.returns_rows else []
    finally:
        engine.dispose()


def test_what_was_decided_before_is_taken_along_and_back(service_database: Any) -> None:
    database = service_database(SERVICE)
    downgrade(database.owner, SERVICE, revision="0003")
    run(database.app, BEFORE, at=AT.replace(tzinfo=None) if "sqlite" in database.app else AT)
    migrate(database.owner, SERVICE)
    assert drift(database.owner, SERVICE) == []
    ((kind, reason),) = run(database.app, "SELECT kind, reason FROM decision_record")
    assert (kind, reason) == ("evaluation", "allowed-by-basis")
    downgrade(database.owner, SERVICE, revision="0003")
    assert run(database.app, "SELECT id FROM decision_record") == [("old-1",)]


@pytest.fixture
def postgres_world(postgres_database: Any, make_settings: Any) -> Any:
    """The service on PostgreSQL."""

    yield from build_world(SERVICE, postgres_database(SERVICE), make_settings)


def partitions(world: World) -> set[str]:
    tables = "SELECT inhrelid::regclass::text FROM pg_inherits JOIN pg_class ON oid = inhrelid WHERE relkind = 'r'"
    return {name for (name,) in run(world.runtime.settings.owner_database_url, tables)}


@pytest.mark.servers
def test_months_are_made_ahead_by_whoever_works_and_the_same_again_makes_none(postgres_world: World) -> None:
    with postgres_world.work() as work:
        assert make_months_ahead(work, since=date(2031, 11, 30), months=2) == 3
        assert make_months_ahead(work, since=date(2031, 11, 1), months=2) == 0
    months = {name for name in partitions(postgres_world) if "m2031" in name or "m2032" in name}
    assert months == {"decision_record_m203111", "decision_record_m203112", "decision_record_m203201"}


@pytest.mark.servers
def test_a_decision_is_kept_in_its_month_and_one_without_a_month_in_the_rest(postgres_world: World) -> None:
    world = postgres_world
    decide(world.partner("bqr", *SCOPES))
    with world.work() as work:
        make_months_ahead(work, since=date(2027, 5, 1), months=0)
    world.clock.forward((datetime(2027, 5, 2, tzinfo=UTC) - world.clock.now()).total_seconds())
    decide(world.partner("bqr", *SCOPES))
    kept = run(world.runtime.settings.database_url, "SELECT tableoid::regclass::text FROM decision_record ORDER BY at")
    assert [name for (name,) in kept] == ["decision_record_rest", "decision_record_m202705"]
    assert len(world.rows(DecisionRecord)) == 2


@pytest.mark.servers
def test_a_month_that_has_decisions_already_stays_in_the_rest_and_nothing_is_lost(postgres_world: World) -> None:
    world = postgres_world
    decide(world.partner("bqr", *SCOPES))
    with world.work() as work:
        assert make_months_ahead(work, since=world.clock.now().date(), months=0) == 0
    decide(world.partner("bqr", *SCOPES))
    assert len(world.rows(DecisionRecord)) == 2


@pytest.mark.servers
@pytest.mark.parametrize("role", ["database_url", "worker_database_url"])
def test_nobody_who_works_reaches_a_month_past_the_walls_of_the_whole(postgres_world: World, role: str) -> None:
    decide(postgres_world.partner("bqr", *SCOPES))
    url = getattr(postgres_world.runtime.settings, role)
    for part in ("decision_record_rest", sorted(partitions(postgres_world))[0]):
        with pytest.raises(ProgrammingError, match="permission denied"):
            run(url, f"SELECT * FROM {part}")
    with pytest.raises(ProgrammingError):
        run(url, "CREATE TABLE own PARTITION OF decision_record FOR VALUES FROM ('2040-01-01') TO ('2040-02-01')")


def test_each_answer_of_a_batch_is_kept_with_its_own_categories(either_world: World) -> None:
    about = {"type": "privacy_regulations", "id": "r1"}
    wanted = [["name"], ["address", "name"], [], ["name"]]
    several = [{"resource": {**about, "properties": {"person": PERSON, "categories": each}}} for each in wanted]
    partner = either_world.partner("bqr", *SCOPES)
    assert partner.post(EVALUATIONS, {**question(), "evaluations": several}).status_code == 200
    kept = sorted(either_world.rows(DecisionRecord), key=lambda row: row.id)
    assert [sorted(row.categories) for row in kept] == wanted


def test_the_chore_makes_months_where_there_are_any(either_world: World) -> None:
    with either_world.work() as work:
        for chore in CHORES:
            chore(work, settings=either_world.runtime.settings)
    if "postgresql" in either_world.runtime.settings.database_url:
        month = either_world.clock.now().strftime("%Y%m")
        assert f"decision_record_m{month}" in partitions(either_world)
