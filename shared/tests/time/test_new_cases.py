"""A new case with its clocks and its log, in a unit of work that needs no session and in one that asks for it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event, select

from waarborg_shared.db import WallError
from waarborg_shared.deadlines.book import AlreadyStarted
from waarborg_shared.uow import UnknownCase

from .conftest import START, TEN_HOURS, Clocked, Matter

SECOND = replace(TEN_HOURS, name="second")
TWO = ((TEN_HOURS, START), (SECOND, START + timedelta(hours=1)))


def test_a_case_and_all_that_is_told_of_it_are_written_once(clocked: Clocked) -> None:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        asked.append(statement)

    clocked.file()  # the key of the organisation's log is made by now
    event.listen(clocked.engine, "before_cursor_execute", note)
    with clocked.begin() as work:
        case = work.add(Matter(effects="at once"))
        started = work.clocks.begin(case, TWO)
        work.record(case, verb="filed")
        case.effects = "later"
    event.remove(clocked.engine, "before_cursor_execute", note)
    assert [each.due_at for each in started] == [START + timedelta(hours=10), START + timedelta(hours=11)]
    assert not any(statement.startswith(("UPDATE", "SELECT")) for statement in asked)
    with clocked.begin() as work:
        kept = work.case(Matter, case.id)
        assert (kept.effects, kept.version, kept.timeline_number, kept.created_at) == ("later", 1, 1, START)
        assert work.clocks.of(kept) == started


def test_who_asks_for_the_session_finds_the_case_and_its_clocks(clocked: Clocked) -> None:
    with clocked.begin() as work:
        case = work.add(Matter(effects="new"))
        started = work.clocks.begin(case, TWO)
        assert work.clocks.of(case) == started
        assert work.clocks.stop(case, "answer", reason="ended").stopped_at == START
        mine = Matter.organisation == work.organisation
        assert work.session.scalars(select(Matter).where(mine)).one() is case
        case.effects = "changed"
        third = replace(TEN_HOURS, name="third")
        work.clocks.begin(case, ((third, START),))
        work.record(case, verb="filed")
    with clocked.begin() as work:
        kept = work.case(Matter, case.id)
        assert kept.effects == "changed" and {each.name for each in work.clocks.of(kept)} == {
            "answer",
            "second",
            "third",
        }


def test_two_clocks_of_one_name_and_whatever_else_fails_leave_nothing(clocked: Clocked) -> None:
    refs = []
    with pytest.raises(AlreadyStarted), clocked.begin() as work:
        case = work.add(Matter(effects="new"))
        refs.append(case.id)
        work.record(case, verb="filed")
        work.clocks.begin(case, ((TEN_HOURS, START), (TEN_HOURS, START)))
    with pytest.raises(RuntimeError), clocked.begin() as work:
        case = work.add(Matter(effects="new"))
        refs.append(case.id)
        work.clocks.begin(case, TWO)
        raise RuntimeError
    for ref in refs:
        with clocked.begin() as work:
            assert work.clocks.of_many([ref]) == {}
            with pytest.raises(UnknownCase):
                work.case(Matter, ref)


def test_a_case_that_is_another_organisations_is_refused(clocked: Clocked) -> None:
    with pytest.raises(WallError), clocked.begin() as work:
        work.record(work.add(Matter(organisation="jtb-care", effects="new")), verb="filed")
    with clocked.begin("jtb-care") as work:
        mine = Matter.organisation == work.organisation
        assert work.session.scalars(select(Matter).where(mine)).all() == []
