"""An organisation answers sooner from a day on: a report has the term of the day on which it came in."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from waarborg_disclosure.app import SERVICE
from waarborg_disclosure.models import Report
from waarborg_shared.clocks import ClockRule, Term, Unit, due_on
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.hooks import hookimpl, registry
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import DisclosurePolicy
from waarborg_shared.testing.world import World, build_world, host_of

HOUSE = "house"
EVE, CHANGE = date(2027, 6, 30), date(2027, 7, 1)
MIDNIGHT = datetime(2027, 6, 30, 22, tzinfo=UTC)


def promise(days: int, first: date | None, last: date | None, *, name: str = "first_answer") -> ClockRule:
    return ClockRule(
        name=name,
        start_event="received",
        term=Term(days, Unit.DAYS),
        source="a promise",
        valid_from=first,
        valid_until=last,
    )


class Sooner:
    """Promises a first answer in ten days, and in five from a day on; from that day on a second word as well."""

    def __init__(self, settings: Any) -> None:
        """Take nothing from the settings."""

    @hookimpl
    def disclosure_policy(self) -> DisclosurePolicy:
        """Give both versions."""
        versions = (promise(10, None, EVE), promise(5, CHANGE, None), promise(30, CHANGE, None, name="second_word"))
        return replace(LawDefaults(HOUSE).disclosure_policy(), promises=versions)


@pytest.fixture
def house(
    sqlite_database: Any, make_settings: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[World[Any]]:
    """The service for an organisation with that plugin."""
    monkeypatch.setattr(registry, "installed_plugins", lambda: {"own": Sooner})
    configured = {HOUSE: OrganisationConfig(id=HOUSE, hosts=(host_of(HOUSE),), plugins=("own",), settings={})}
    yield from build_world(SERVICE, sqlite_database(SERVICE), make_settings, organisations=configured)


@pytest.mark.parametrize(
    ("received", "promised", "due"),
    [
        (MIDNIGHT - timedelta(seconds=1), "within 10 days", {"first_answer": date(2027, 7, 10)}),
        (MIDNIGHT, "within five days", {"first_answer": date(2027, 7, 6), "second_word": date(2027, 7, 31)}),
    ],
    ids=["the evening before", "the day itself"],
)
def test_a_report_has_the_promises_of_the_day_on_which_it_came_in(
    house: World[Any], found: Mapping[str, str], received: datetime, promised: str, due: Mapping[str, date]
) -> None:
    house.clock.moment = received
    page = house.visitor(HOUSE).get("/disclosure/").text
    assert page.count("within 10 days") + page.count("within five days") == page.count(promised) > 0
    assert house.visitor(HOUSE).send("/disclosure/report", **found).status_code == 201
    house.clock.moment = MIDNIGHT + timedelta(days=3)
    (row,) = house.rows(Report, HOUSE)
    assert {name: clock.due_on for name, clock in house.clocks(row, HOUSE).items()} == due
    assert due_on(row.due_at) == due["first_answer"]
