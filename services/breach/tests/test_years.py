"""The picture of the years: what is counted, in which year, and what the board sees."""

from datetime import UTC, datetime, timedelta

import pytest

from waarborg_breach.domain.years import Counted, by_month, sorted_by, year_of
from waarborg_breach.models import BreachCase
from waarborg_shared.testing.world import World
from waarborg_shared.web.drawing import draw_stacked

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def breach(
    at: datetime = AT, *, report: float = 1, decide: float | None = None, notify: float | None = None
) -> Counted:
    after = {
        name: None if hours is None else at + timedelta(hours=hours)
        for name, hours in (("decided_at", decide), ("notified_at", notify))
    }
    return Counted(discovered_at=at, reported_at=at + timedelta(hours=report), origin="staff", **after)


def test_hours_are_medians_from_discovery_and_nothing_is_made_up() -> None:
    found = year_of([breach(report=1, decide=10), breach(report=3, decide=20, notify=70), breach(report=50)], 2026)
    assert (found.count, found.notified) == (3, 1)
    assert (found.hours_to_report, found.hours_to_decide, found.hours_to_notify) == (3, 15, 70)
    empty = year_of([breach()], 2025)
    assert (empty.count, empty.hours_to_report, empty.hours_to_notify) == (0, None, None)


def test_a_breach_belongs_to_the_year_and_month_in_amsterdam() -> None:
    night = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    assert (
        by_month([breach(night, notify=1)], 2026)[0] == (1, 1)
        and sum(n for n, _ in by_month([breach(night)], 2025)) == 0
    )


def test_kinds_are_counted_the_most_first() -> None:
    many = [breach(), breach(), Counted(discovered_at=AT, reported_at=AT, origin="outside")]
    assert list(sorted_by(many, 2026, what="origin").items()) == [("staff", 2), ("outside", 1)]


@pytest.mark.parametrize("parts", [[(0, 0)], [(1, 3), (0, 0), (2, 2)], [(0, 7000)]])
def test_no_bar_stands_outside_the_picture(parts: list[tuple[int, int]]) -> None:
    drawing = draw_stacked([str(n) for n in range(len(parts))], parts)
    for bar in drawing.bars:
        assert bar.rest[0] >= 0 and bar.full[0] + bar.full[1] == pytest.approx(drawing.foot)
        assert bar.x + bar.width <= drawing.width


def test_the_board_sees_a_year_and_no_exercise_counts(either_world: World) -> None:
    world = either_world
    board = world.staff("bqr", "board")
    assert "No breach was discovered in this year." in board.get("/breach/years").text
    board.send("/breach/report", summary="Een tas is zoek.", discovered_at="2026-03-02T06:00")
    board.send("/breach/exercises", exercise_what="Een oefening.")
    page = board.get("/breach/years").text
    assert "0/1" in page and "Breaches in 2026 by month" in page and "a member of staff" in page
    assert "an exercise" not in page and "not known" in page
    path = f"/breach/cases/{next(row.id for row in world.rows(BreachCase) if not row.drill)}"
    assert board.send(f"{path}/facts", page=path, fact_intent="no").status_code == 303
    assert "an accident" in board.get("/breach/years").text
    assert board.send(f"{path}/retract", page=path, retract_why="De tas was er nog.").status_code == 303
    assert "No breach was discovered in this year." in board.get("/breach/years").text
    assert "No breach was discovered" in board.get("/breach/years?year=2025").text
    assert [board.get(f"/breach/years?year={year}").status_code for year in ("1999", "x", "-1")] == [404, 404, 404]
    assert world.staff("bqr", "carer").get("/breach/years").status_code == 403
    assert "0/1" not in world.staff("jtb-care", "care_lead").get("/breach/years").text
