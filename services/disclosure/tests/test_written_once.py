"""A report is written once: its case with the head of its log, its promises and clocks, log and event, together."""

from typing import Any

from sqlalchemy import event

from waarborg_disclosure.models import ReportPromise
from waarborg_shared.events.disclosure import VulnerabilityReported


def test_a_report_is_numbered_last_and_nothing_of_it_is_written_twice(world: Any) -> None:
    world.visitor().reported()
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        asked.append(statement)

    event.listen(world.runtime.engine, "before_cursor_execute", note)
    world.visitor().reported()
    event.remove(world.runtime.engine, "before_cursor_execute", note)
    written = [statement.split()[2] for statement in asked if statement.startswith("INSERT")]
    once = {"report", "report_promise", "deadline", "timeline", "outbox"}
    assert once <= set(written[written.index("report_number") :])
    assert not once & set(written[: written.index("report_number")])
    assert [statement for statement in asked if statement.startswith("UPDATE report ")] == []
    first, second = sorted(world.reports(), key=lambda row: row.number)
    assert (first.number[-4:], second.number[-4:]) == ("0001", "0002")
    assert (second.version, second.timeline_number, second.event_sequence) == (1, 1, 1)
    assert [told.report_ref for told in world.told(VulnerabilityReported)] == [first.id, second.id]
    promised = [row for row in world.rows(ReportPromise) if row.report_id == second.id]
    assert {row.name: row.due_at for row in promised}["first_answer"] == second.due_at
    assert sum(row.met_at is not None for row in promised) == 1
