"""The 72 hours become 96 by law on a day to come: a breach has the hours of the day on which its clock starts."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from waarborg_breach.app import SERVICE
from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.hooks import hookimpl, law, registry
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import BreachProtocol, BreachStart
from waarborg_shared.testing.world import World, build_world, host_of

HOUSE = "house"
EVE, CHANGE = date(2027, 6, 30), date(2027, 7, 1)
MIDNIGHT = datetime(2027, 6, 30, 22, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
BREACHES = "/breach/api/v1/breaches/"


def authority(hours: int, first: date | None, last: date | None, *, start: BreachStart) -> ClockRule:
    term = Term(hours, Unit.HOURS)
    source = f"a law of {hours} hours"
    return ClockRule(name="authority", start_event=start, term=term, source=source, valid_from=first, valid_until=last)


def of_two(start: BreachStart) -> tuple[ClockRule, ...]:
    return (authority(72, law.AVG_APPLIES, EVE, start=start), authority(96, CHANGE, None, start=start))


class FromAware:
    """Follows the law through its change."""

    start: BreachStart = BreachStart.AWARE

    def __init__(self, settings: Any) -> None:
        """Take nothing from the settings."""

    @hookimpl
    def breach_protocol(self) -> BreachProtocol:
        """Count as the law does, in each of its versions."""
        return replace(LawDefaults(HOUSE).breach_protocol(), clocks=of_two(self.start))


class FromDiscovery(FromAware):
    """Follows the law through its change, and counts from discovery."""

    start = BreachStart.DISCOVERED


class TooEarly(FromAware):
    """Takes 96 hours before the law gives them."""

    @hookimpl
    def breach_protocol(self) -> BreachProtocol:
        """Promise 96 hours without a date."""
        return replace(
            LawDefaults(HOUSE).breach_protocol(), clocks=(authority(96, None, None, start=BreachStart.DISCOVERED),)
        )


@pytest.fixture
def house(
    request: Any, sqlite_database: Any, make_settings: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[World]:
    """The service for an organisation with one of the plugins above, in the month after the change."""
    monkeypatch.setattr(law, "AUTHORITY_CLOCK", of_two(BreachStart.AWARE))
    monkeypatch.setattr(registry, "installed_plugins", lambda: {"own": request.param})
    configured = {HOUSE: OrganisationConfig(id=HOUSE, hosts=(host_of(HOUSE),), plugins=("own",), settings={})}
    for world in build_world(SERVICE, sqlite_database(SERVICE), make_settings, organisations=configured):
        world.clock.moment = datetime(2027, 7, 20, 9, tzinfo=UTC)
        yield world


def reported(world: World, discovered: datetime, aware: datetime) -> Any:
    typed = {"discovered_at": discovered.isoformat(), "aware_at": aware.isoformat(), "summary": "Een brief ging mis."}
    return world.partner(HOUSE, "breach:report", "breach:read").post(BREACHES, typed)


def hours_of(world: World, breach_id: str) -> int:
    whole = world.partner(HOUSE, "breach:report", "breach:read").get(f"{BREACHES}{breach_id}").json
    (clock,) = whole["clocks"]
    begun, due = (datetime.fromisoformat(clock[name]) for name in ("started_at", "due_at"))
    return int((due - begun) / HOUR)


@pytest.mark.parametrize(
    ("house", "discovered", "aware", "hours"),
    [
        (FromAware, MIDNIGHT - 2 * HOUR, MIDNIGHT - SECOND, 72),
        (FromAware, MIDNIGHT - 2 * HOUR, MIDNIGHT, 96),
        (FromAware, MIDNIGHT, MIDNIGHT + HOUR, 96),
        (FromAware, datetime(2018, 5, 24, 23, tzinfo=UTC), datetime(2018, 5, 25, 9, tzinfo=UTC), 72),
        (FromDiscovery, MIDNIGHT - SECOND, MIDNIGHT + HOUR, 72),
        (FromDiscovery, MIDNIGHT, MIDNIGHT + HOUR, 96),
        (TooEarly, MIDNIGHT - SECOND, MIDNIGHT, 72),
        (TooEarly, MIDNIGHT, MIDNIGHT, 96),
    ],
    indirect=["house"],
)
def test_a_breach_has_the_hours_of_the_day_on_which_its_clock_starts(
    house: World, discovered: datetime, aware: datetime, hours: int
) -> None:
    answer = reported(house, discovered, aware)
    assert answer.status_code == 201, answer.text
    assert hours_of(house, answer.json["id"]) == hours


@pytest.mark.parametrize("house", [FromAware], indirect=True)
def test_a_breach_keeps_the_hours_that_it_began_with(house: World) -> None:
    house.clock.moment = MIDNIGHT - HOUR
    before = reported(house, MIDNIGHT - 2 * HOUR, MIDNIGHT - 2 * HOUR).json["id"]
    house.clock.moment = MIDNIGHT + 48 * HOUR
    after = reported(house, MIDNIGHT + HOUR, MIDNIGHT + HOUR).json["id"]
    assert [hours_of(house, breach_id) for breach_id in (before, after)] == [72, 96]


@pytest.mark.parametrize(
    ("house", "aware", "field"),
    [
        (FromAware, datetime(2018, 5, 24, 21, tzinfo=UTC), "aware_at"),
        (FromDiscovery, datetime(2018, 5, 25, 9, tzinfo=UTC), "discovered_at"),
    ],
    indirect=["house"],
)
def test_a_time_from_before_the_law_is_refused_and_leaves_no_breach_without_a_clock(
    house: World, aware: datetime, field: str
) -> None:
    answer = reported(house, datetime(2018, 5, 24, 20, tzinfo=UTC), aware)
    assert answer.status_code == 422
    assert field in answer.text
    assert house.partner(HOUSE, "breach:read").get(BREACHES).json["items"] == []
