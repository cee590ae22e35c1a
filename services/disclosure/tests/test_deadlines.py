"""The promises' clocks: reminded of, missed, and stopped by an answer."""

from datetime import UTC, datetime

import pytest

from waarborg_shared.events.disclosure import DisclosureClockLapsed, DisclosureClockNeared

ANSWER = {"verdict": "in_scope", "assessment": "Het klopt.", "next_step": "Dit.", "fix_date": "2026-06-01"}


@pytest.mark.parametrize(
    ("organisation", "reminded", "missed"),
    [
        ("jtb-care", datetime(2026, 3, 6, 21, tzinfo=UTC), datetime(2026, 3, 7, 23, 0, tzinfo=UTC)),
        ("bqr", datetime(2026, 3, 4, 12, tzinfo=UTC), datetime(2026, 3, 4, 23, 0, tzinfo=UTC)),
    ],
)
def test_J14_B22_a_promise_is_reminded_of_and_its_missing_is_told_once_each(world, organisation, reminded, missed):
    world.visitor(organisation).report()
    (row,) = world.reports(organisation)
    watch = world.watch()
    watch.run_due()
    assert world.told(DisclosureClockNeared, organisation) == []
    for _ in range(2):
        world.clock.moment = reminded
        watch.run_due()
    (near,) = world.told(DisclosureClockNeared, organisation)
    assert (near.report_ref, near.clock, near.due_at) == (row.id, "first_answer", row.due_at)
    assert world.told(DisclosureClockLapsed, organisation) == []
    for _ in range(2):
        world.clock.moment = missed
        watch.run_due()
    (lapsed,) = world.told(DisclosureClockLapsed, organisation)
    assert (lapsed.report_ref, lapsed.due_at) == (row.id, row.due_at)
    assert world.verbs(row.id, organisation)[-2:] == ["clock-neared", "clock-lapsed"]
    assert "too late" in world.assessor(organisation).get("/disclosure/reports").text


def test_an_answered_report_is_not_reminded_of(world):
    world.visitor().report()
    world.assessor().act(world.reports()[0], "assess", **ANSWER)
    world.clock.moment = datetime(2026, 4, 1, tzinfo=UTC)
    world.watch().run_due()
    told = [*world.told(DisclosureClockNeared), *world.told(DisclosureClockLapsed)]
    assert {each.clock for each in told} == {"progress"}
