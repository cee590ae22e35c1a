"""A clock of the organisation's own in its breach protocol: named, reminded of, escalated, and stopped at closing."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from waarborg_breach import actions
from waarborg_breach.actions import BreachDecision, NewBreach, handling, measures
from waarborg_breach.app import SERVICE
from waarborg_breach.domain import PersonsException, Times
from waarborg_breach.domain.handling import ContainmentState
from waarborg_breach.models import BreachCase
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.events.breach import BreachClockLapsed, BreachClockNeared
from waarborg_shared.hooks import hookimpl, registry
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import BadValue, BreachProtocol, BreachStart, Text
from waarborg_shared.testing.world import World, build_world, host_of
from waarborg_shared.worker import watch_of
from waarborg_tests.breach_decisions import EVERY_QUESTION

HOUSE = "house"
NAMED = Text("De inspectie inlichten", "Tell the inspectorate")


def own(name: str) -> ClockRule:
    return ClockRule(name=name, start_event=BreachStart.DISCOVERED, term=Term(10, Unit.HOURS), source="house rules")


class House:
    """Has two clocks of its own, of which one has a name for people."""

    def __init__(self, settings: Any) -> None:
        """Take nothing from the settings."""

    @hookimpl
    def breach_protocol(self) -> BreachProtocol:
        """Add to the law's protocol."""
        legal = LawDefaults(HOUSE).breach_protocol()
        clocks = (*legal.clocks, own("inspectorate"), own("nameless"))
        return replace(legal, clocks=clocks, clock_names={"inspectorate": NAMED})


@pytest.fixture
def house(sqlite_database: Any, make_settings: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """The service for an organisation with the plugin above."""
    monkeypatch.setattr(registry, "installed_plugins", lambda: {"own": House})
    configured = {HOUSE: OrganisationConfig(id=HOUSE, hosts=(host_of(HOUSE),), plugins=("own",), settings={})}
    yield from build_world(SERVICE, sqlite_database(SERVICE), make_settings, organisations=configured)


def reported(world: World) -> BreachCase:
    now = world.clock.now()
    command = NewBreach(times=Times(discovered_at=now, aware_at=now), origin="staff")
    with world.work(HOUSE) as work:
        return actions.report_breach(work, command, rules=world.runtime.rules(HOUSE))


def test_it_is_reminded_of_and_escalated(house: World) -> None:
    reported(house)
    watch = watch_of(house.runtime)
    house.clock.forward(8 * 3600)
    watch.run_due()
    assert {told.clock for told in house.told(BreachClockNeared, HOUSE)} == {"inspectorate", "nameless"}
    house.clock.forward(2 * 3600)
    watch.run_due()
    assert {told.clock for told in house.told(BreachClockLapsed, HOUSE)} == {"inspectorate", "nameless"}


def test_people_read_its_name_or_that_it_is_a_term_of_the_protocol(house: World) -> None:
    case = reported(house)
    officer = house.staff(HOUSE, "privacy_officer")
    page = officer.get(f"/breach/cases/{case.id}").text
    assert "Tell the inspectorate" in page
    assert "A term of the organisation&#39;s own protocol" in page and "nameless" not in page
    (item,) = officer.get("/breach/api/v1/desk").json["items"]
    labels = {clock["name"]: clock["label"]["nl"] for clock in item["clocks"]}
    assert labels["inspectorate"] == NAMED.nl and labels["nameless"] == "Een termijn uit het eigen protocol"


def test_it_runs_until_the_case_is_closed_and_stops_with_it(house: World) -> None:
    rules, case_id = house.runtime.rules(HOUSE), reported(house).id
    officer = Actor(organisation=HOUSE, kind=ActorKind.STAFF, ref="account-1", roles=frozenset({"privacy_officer"}))
    decision = BreachDecision(
        notify_authority=False,
        inform_persons=False,
        exception=PersonsException.NO_HIGH_RISK,
        reason="Er is geen risico.",
        not_yet_known=EVERY_QUESTION,
    )
    with house.runtime.uow.begin(HOUSE, actor=officer, now=house.clock.now()) as work:
        case = work.case(BreachCase, case_id)
        actions.decide_breach(work, case, decision, rules=rules)
        handling.note_containment(work, case, ContainmentState.CONTAINED, at=None, how=None)
        handling.note_consequences(work, case, "Niemand merkt er iets van.", at=None)
        measures.need_none(work, case, why="De map bestaat niet meer.", rules=rules)
        running = {clock.name for clock in work.clocks.of(case) if clock.stopped_at is None}
        actions.close_breach(work, case, rules=rules)
        assert running == {"inspectorate", "nameless"}
        assert all(clock.stopped_at for clock in work.clocks.of(case))


def test_a_name_for_a_clock_that_is_not_there_is_refused() -> None:
    with pytest.raises(BadValue, match=r"clock_names: there is no clock 'inspectorate'"):
        replace(LawDefaults(HOUSE).breach_protocol(), clock_names={"inspectorate": NAMED})
