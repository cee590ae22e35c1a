"""A report is written once: its case with the head of its log, the round of asking, the log and the event, together."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select
from sqlalchemy.exc import IntegrityError

from waarborg_breach import actions
from waarborg_breach.actions import NewBreach
from waarborg_breach.app import SERVICE
from waarborg_breach.domain import Times
from waarborg_breach.models import BreachAsking, BreachCase
from waarborg_shared.events.breach import BreachReported
from waarborg_shared.testing.auth import START
from waarborg_shared.testing.world import World
from waarborg_shared.timeline import verify_service

AT = START - timedelta(hours=5)


def report(world: World, **other: Any) -> str:
    command = NewBreach(
        **{"times": Times(discovered_at=AT, aware_at=AT), "origin": "staff", "summary": "Weg.", **other}
    )
    with world.work() as work:
        return actions.report_breach(work, command, rules=world.runtime.rules("bqr")).id


def test_what_a_report_makes_is_there_and_whole(either_world: World) -> None:
    first, second = report(either_world), report(either_world)
    one, other = sorted(either_world.rows(BreachCase), key=lambda case: case.number)
    assert (one.id, other.id) == (first, second)
    assert (one.version, one.timeline_number, one.event_sequence, one.drill, one.estimated) == (1, 1, 1, False, False)
    assert {round_.breach_id for round_ in either_world.rows(BreachAsking)} == {first, second}
    assert [told.event.breach_ref for told in either_world.events()] == [first, second]
    assert all(isinstance(told.event, BreachReported) for told in either_world.events())
    runtime = either_world.runtime
    reports = list(
        verify_service(runtime.engine, SERVICE.plumbing, [BreachCase], organisations=["bqr"], vault=runtime.vault)
    )
    assert [len(each.report.findings) for each in reports] == [0, 0]


def test_who_counts_the_statements_sees_each_and_none_changes_what_was_just_written(either_world: World) -> None:
    report(either_world)
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        asked.append(statement)

    event.listen(either_world.runtime.engine, "before_cursor_execute", note)
    report(either_world)
    event.remove(either_world.runtime.engine, "before_cursor_execute", note)
    assert not any(statement.startswith(("UPDATE", "SELECT")) for statement in asked)
    written = {statement.split()[2] for statement in asked if statement.startswith("INSERT")}
    assert {"breach_case", "breach_asking", "deadline", "timeline", "outbox", "breach_number"} <= written


def test_a_second_case_of_one_origin_is_refused_and_leaves_nothing(either_world: World) -> None:
    report(either_world, origin="disclosure", origin_ref="report-1")
    with pytest.raises(IntegrityError):
        report(either_world, origin="disclosure", origin_ref="report-1")
    assert len(either_world.rows(BreachCase)) == len(either_world.rows(BreachAsking)) == 1
    with either_world.work() as work:
        assert work.session.scalar(select(func.count()).where(work.plumbing.outbox.c.organisation == "bqr")) == 1
    assert either_world.rows(BreachCase)[0].number.endswith("0001")
    report(either_world)
    assert sorted(case.number[-4:] for case in either_world.rows(BreachCase)) == ["0001", "0002"]
