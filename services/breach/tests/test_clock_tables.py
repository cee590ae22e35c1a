"""The protocol's hours over weekends, holidays and both changes of the clock; and clocks that begin with a step."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from waarborg_breach import actions
from waarborg_breach.actions import BreachDecision, NewBreach, Notice, clocks
from waarborg_breach.app import SERVICE
from waarborg_breach.domain import NoSuchMove, NotResponsible, ReasonNeeded, Times
from waarborg_breach.models import BreachCase
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.events.breach import BreachClockLapsed, BreachClockNeared
from waarborg_shared.hooks import hookimpl, law, registry
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import BadValue, BreachProtocol, BreachStart, Duty
from waarborg_shared.testing.world import World, build_world, host_of
from waarborg_shared.worker import watch_of
from waarborg_tests.breach_decisions import EVERY_QUESTION
from waarborg_tests.breaches import HANDLED

HOUSE = "house"
HOUR = timedelta(hours=1)
MEASURES = ClockRule(name="measures", start_event=BreachStart.DECIDED, term=Term(2, Unit.WEEKS), source="house rules")
BOTH = BreachDecision(notify_authority=True, inform_persons=True, not_yet_known=EVERY_QUESTION)


def local(text: str, fold: int = 0) -> datetime:
    """Return an hour of the clock in Amsterdam as a moment; ``fold`` tells the two hours of one name apart."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold).astimezone(UTC)


HOURS = [
    ("a weekend", local("2026-03-06T17:00"), local("2026-03-09T05:00"), local("2026-03-09T17:00")),
    ("Easter", local("2026-04-03T12:00"), local("2026-04-06T00:00"), local("2026-04-06T12:00")),
    ("Christmas and the weekend", local("2026-12-24T23:30"), local("2026-12-27T11:30"), local("2026-12-27T23:30")),
    ("the turn of the year", local("2026-12-31T18:00"), local("2027-01-03T06:00"), local("2027-01-03T18:00")),
    ("the clock goes forward", local("2026-03-27T20:00"), local("2026-03-30T09:00"), local("2026-03-30T21:00")),
    ("the clock goes back", local("2026-10-23T20:00"), local("2026-10-26T07:00"), local("2026-10-26T19:00")),
    ("the first of two hours", local("2026-10-25T02:30"), local("2026-10-27T13:30"), local("2026-10-28T01:30")),
    ("the second of two hours", local("2026-10-25T02:30", 1), local("2026-10-27T14:30"), local("2026-10-28T02:30")),
    ("a leap day", local("2028-02-28T10:00"), local("2028-03-01T22:00"), local("2028-03-02T10:00")),
]


def case_of(world: World, organisation: str, discovered: datetime, aware: datetime | None = None) -> BreachCase:
    times = Times(discovered_at=discovered, aware_at=aware or discovered)
    with world.work(organisation) as work:
        command = NewBreach(times=times, origin="staff")
        return actions.report_breach(work, command, rules=world.runtime.rules(organisation))


def acting(world: World, organisation: str, *roles: str) -> Any:
    who = Actor(organisation=organisation, kind=ActorKind.STAFF, ref="account-1", roles=frozenset(roles))
    return world.runtime.uow.begin(organisation, actor=who, now=world.clock.now())


@pytest.mark.parametrize(("discovered", "decided"), [row[1:3] for row in HOURS], ids=[row[0] for row in HOURS])
def test_B24_9_sixty_hours_run_on_through_nights_weekends_and_changes_of_the_clock(
    world: World, discovered: datetime, decided: datetime
) -> None:
    world.clock.moment = discovered + HOUR
    due = {clock.name: clock.due_at for clock in world.clocks(case_of(world, "bqr", discovered)).values()}
    assert due["decision"] == decided == discovered + 60 * HOUR


@pytest.mark.parametrize(("discovered", "told"), [(row[1], row[3]) for row in HOURS], ids=[row[0] for row in HOURS])
def test_B24_10_seventy_two_hours_do_so_too_for_authority_and_persons_and_for_the_law(
    world: World, discovered: datetime, told: datetime
) -> None:
    world.clock.moment = discovered + 9 * HOUR
    due = {clock.name: clock.due_at for clock in world.clocks(case_of(world, "bqr", discovered)).values()}
    assert due["authority"] == due["persons"] == told == discovered + 72 * HOUR
    by_law = case_of(world, "jtb-care", discovered - HOUR, discovered)
    assert world.clocks(by_law, "jtb-care")["authority"].due_at == told


class House:
    """Has a clock that runs from the decision, and those of another law to switch on: of 24, later of 36 hours."""

    def __init__(self, settings: Any) -> None:
        """Take nothing from the settings."""

    @hookimpl
    def breach_protocol(self) -> BreachProtocol:
        """Add to the law's protocol."""
        legal = LawDefaults(HOUSE).breach_protocol()
        before = ClockRule(
            name="warning",
            start_event=BreachStart.AWARE,
            term=Term(24, Unit.HOURS),
            source="another law",
            valid_until=date(2026, 12, 31),
        )
        after = replace(before, term=Term(36, Unit.HOURS), valid_from=date(2027, 1, 1), valid_until=None)
        return replace(legal, later_clocks=(*legal.later_clocks, MEASURES), optional_clocks=(before, after))


@pytest.fixture
def house(sqlite_database: Any, make_settings: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The service for an organisation with the plugin above."""
    monkeypatch.setattr(registry, "installed_plugins", lambda: {"own": House})
    configured = {HOUSE: OrganisationConfig(id=HOUSE, hosts=(host_of(HOUSE),), plugins=("own",), settings={})}
    yield from build_world(SERVICE, sqlite_database(SERVICE), make_settings, organisations=configured)


def test_a_clock_for_measures_runs_from_the_first_decision_until_the_case_is_closed(house: World) -> None:
    start, rules = house.clock.now(), house.runtime.rules(HOUSE)
    case = case_of(house, HOUSE, start)
    assert "measures" not in house.clocks(case, HOUSE)
    house.clock.forward(3600)
    decided_at = house.clock.now()
    for _ in range(2):
        with acting(house, HOUSE, "privacy_officer") as work:
            actions.decide_breach(work, work.case(BreachCase, case.id), BOTH, rules=rules)
        house.clock.forward(3600)
    running = house.clocks(case, HOUSE)["measures"]
    assert running.started_at == decided_at and running.stopped_at is None
    with acting(house, HOUSE, "privacy_officer") as work:
        row = work.case(BreachCase, case.id)
        actions.notify(work, row, Notice(at=work.now), rules=rules)
        actions.note_informed(work, row, at=work.now, how="brief", rules=rules)
    keeper, path = house.signed_in(HOUSE, Duty.BREACH_READ, Duty.BREACH_DECIDE), f"/breach/cases/{case.id}"
    for step, typed in HANDLED:
        if step != "investigate":
            assert keeper.send(f"{path}/{step}", page=path, **typed).status_code == 303
    with acting(house, HOUSE, "privacy_officer") as work:
        row = work.case(BreachCase, case.id)
        actions.close_breach(work, row, rules=rules)
    assert house.clocks(case, HOUSE)["measures"].stopped_at is not None


def test_B24_10_a_provisional_notification_starts_a_clock_that_reminds_escalates_and_stops_at_the_complete_one(
    house: World,
) -> None:
    rules, case = house.runtime.rules(HOUSE), case_of(house, HOUSE, house.clock.now())
    told_at = house.clock.now()
    with acting(house, HOUSE, "privacy_officer") as work:
        row = work.case(BreachCase, case.id)
        actions.decide_breach(work, row, BOTH, rules=rules)
        actions.notify(work, row, Notice(at=work.now, complete=False), rules=rules)
    running = house.clocks(case, HOUSE)
    assert running["supplement"].started_at == told_at and running["authority"].stopped_at == told_at
    watch = watch_of(house.runtime)
    for days, event in ((24, BreachClockNeared), (8, BreachClockLapsed)):
        house.clock.forward(days * 24 * 3600)
        watch.run_due()
        assert "supplement" in {told.clock for told in house.told(event, HOUSE)}
    for complete in (False, True):
        with acting(house, HOUSE, "privacy_officer") as work:
            row = work.case(BreachCase, case.id)
            actions.supplement(work, row, Notice(at=work.now, complete=complete), rules=rules)
        assert (house.clocks(case, HOUSE)["supplement"].stopped_at is not None) is complete


@pytest.mark.parametrize(("day", "hours"), [("2026-12-31T23:30", 24), ("2027-01-01T00:30", 36)])
def test_a_clock_of_another_law_has_the_hours_of_its_day_and_runs_where_it_is_switched_on(
    house: World, day: str, hours: int
) -> None:
    aware, rules = local(day), house.runtime.rules(HOUSE)
    house.clock.moment = aware + 30 * HOUR
    case = case_of(house, HOUSE, aware)
    assert "warning" not in house.clocks(case, HOUSE)
    with acting(house, HOUSE, "privacy_officer") as work:
        clocks.switch_on(work, work.case(BreachCase, case.id), "warning", reason="wij vallen eronder", rules=rules)
    running = house.clocks(case, HOUSE)["warning"]
    assert (running.started_at, running.due_at) == (aware, aware + hours * HOUR)
    with acting(house, HOUSE, "privacy_officer") as work:
        row = work.case(BreachCase, case.id)
        with pytest.raises(NoSuchMove):
            clocks.switch_on(work, row, "warning", reason="nog eens", rules=rules)
        clocks.switch_off(work, row, "warning", reason="gemeld", rules=rules)
        with pytest.raises(NoSuchMove):
            clocks.switch_off(work, row, "authority", reason="die niet", rules=rules)
        actions.decide_breach(work, row, BOTH, rules=rules)
    assert house.clocks(case, HOUSE)["warning"].stop_reason == "switched-off"
    with acting(house, HOUSE, "privacy_officer") as work:
        clocks.switch_on(work, work.case(BreachCase, case.id), "warning", reason="toch wel", rules=rules)
    assert house.clocks(case, HOUSE)["warning"].stopped_at is None


@pytest.mark.parametrize(
    ("roles", "name", "reason", "wrong"),
    [
        (("privacy_officer",), "warning", " ", ReasonNeeded),
        (("privacy_officer",), "nis3", "waarom", NoSuchMove),
        (("privacy_officer",), "authority", "waarom", NoSuchMove),
        (("staff",), "warning", "waarom", NotResponsible),
        ((), "warning", "waarom", NotResponsible),
    ],
)
def test_a_clock_is_not_switched_on_without_reason_by_another_or_where_there_is_none(
    house: World, roles: tuple[str, ...], name: str, reason: str, wrong: type[Exception]
) -> None:
    case = case_of(house, HOUSE, house.clock.now())
    with pytest.raises(wrong), acting(house, HOUSE, *roles) as work:
        clocks.switch_on(work, work.case(BreachCase, case.id), name, reason=reason, rules=house.runtime.rules(HOUSE))
    assert list(house.clocks(case, HOUSE)) == ["authority"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"clocks": (*law.AUTHORITY_CLOCK, MEASURES)}, "belongs in later_clocks"),
        ({"optional_clocks": (MEASURES,)}, "belongs in later_clocks"),
        ({"later_clocks": law.OTHER_LAWS_CLOCKS}, "runs from the report"),
        ({"optional_clocks": law.AUTHORITY_CLOCK}, "stands in two lists"),
        ({"clocks": (), "optional_clocks": law.AUTHORITY_CLOCK}, "the law runs it in every case"),
        ({"later_clocks": (MEASURES, MEASURES)}, "twice"),
    ],
)
def test_a_clock_in_the_wrong_list_is_refused(change: dict[str, Any], why: str) -> None:
    with pytest.raises(BadValue, match=why):
        replace(LawDefaults(HOUSE).breach_protocol(), **change)
