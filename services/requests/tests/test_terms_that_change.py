"""An organisation promises two weeks from a day on: a request has the term of the day on which it was received."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from waarborg_requests import actions
from waarborg_requests.app import SERVICE
from waarborg_requests.domain import Told
from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.config import OrganisationConfig
from waarborg_shared.hooks import hookimpl, registry
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.values import Duty, RequestKind, RequestPolicy, Text
from waarborg_shared.testing.world import World, build_world, host_of

HOUSE = "house"
EVE, CHANGE = date(2027, 6, 30), date(2027, 7, 1)
MIDNIGHT = datetime(2027, 6, 30, 22, tzinfo=UTC)
REQUESTS = "/requests/api/v1/requests/"
SCOPES = ("requests:file", "requests:answer")


def promise(weeks: int, first: date | None, last: date | None) -> ClockRule:
    return ClockRule(
        name="answer",
        start_event="received",
        term=Term(weeks, Unit.WEEKS),
        source=f"the statement of {weeks} weeks",
        valid_from=first,
        valid_until=last,
    )


class Quicker:
    """Promises four weeks, and two from a day on; with it an extension of a month, where it was two."""

    def __init__(self, settings: Any) -> None:
        """Take nothing from the settings."""

    @hookimpl
    def request_policy(self, kind: RequestKind) -> tuple[RequestPolicy, ...]:
        """Give both versions."""
        (whole,) = LawDefaults(HOUSE).request_policy(kind)
        old = replace(whole, promise=promise(4, None, EVE), explanation=Text("Vier weken.", "Four weeks."))
        new = replace(
            whole,
            promise=promise(2, CHANGE, None),
            extension=Term(1, Unit.MONTHS),
            explanation=Text("Twee weken.", "Two weeks."),
        )
        return (new, old)


@pytest.fixture
def house(
    sqlite_database: Any, make_settings: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> Iterator[World[Any]]:
    """The service for an organisation with that plugin."""
    monkeypatch.setattr(registry, "installed_plugins", lambda: {"own": Quicker})
    configured = {HOUSE: OrganisationConfig(id=HOUSE, hosts=(host_of(HOUSE),), plugins=("own",), settings={})}
    yield from build_world(SERVICE, sqlite_database(SERVICE), make_settings, organisations=configured)


def due_of(house: World[Any], request_id: str) -> date:
    whole = house.partner(HOUSE, *SCOPES).get(f"{REQUESTS}{request_id}").json
    return date.fromisoformat(whole["due_on"])


@pytest.mark.parametrize(
    ("received", "said", "due"),
    [
        (MIDNIGHT - timedelta(seconds=1), "Four weeks.", date(2027, 7, 28)),
        (MIDNIGHT, "Two weeks.", date(2027, 7, 15)),
    ],
    ids=["the evening before", "the day itself"],
)
def test_a_request_has_the_promise_of_the_day_on_which_it_was_received(
    house: World[Any], access: dict[str, str], received: datetime, said: str, due: date
) -> None:
    house.clock.moment = received
    form = house.visitor(HOUSE).get("/requests/new").text
    assert f"an answer within {said.lower()}" in form
    receipt = house.visitor(HOUSE).send("/requests/new", **access)
    assert said in receipt.text
    filed = house.partner(HOUSE, *SCOPES).post(REQUESTS, access).json
    assert date.fromisoformat(filed["due_on"]) == due


def test_a_request_keeps_its_term_and_its_extension_when_the_promise_changes(
    house: World[Any], access: dict[str, str]
) -> None:
    house.clock.moment = MIDNIGHT - timedelta(hours=1)
    filed = house.partner(HOUSE, *SCOPES).post(REQUESTS, access).json
    house.clock.moment = MIDNIGHT + timedelta(days=10)
    status = house.visitor(HOUSE).send("/requests/status", number=filed["number"], code=filed["code"])
    assert "Four weeks." in status.text and "Two weeks." not in status.text
    assert due_of(house, filed["id"]) == date(2027, 7, 28)
    staff = house.signed_in(HOUSE, Duty.REQUESTS_READ, Duty.REQUESTS_ANSWER)
    path = f"/requests/cases/{filed['id']}"
    page = f"{path}/extend"
    assert staff.send(page, page=path, revision="1", why_longer="Het is veel.").status_code == 303
    rules = house.runtime.rules(HOUSE)
    with house.work(HOUSE) as work:
        actions.send_word(work, filed["id"], message_id="message-1", template=Told.EXTENDED, rules=rules)
        actions.record_delivery(work, filed["id"], "message-1", rules=rules)
    assert due_of(house, filed["id"]) == date(2027, 9, 28), "two months, as on the day of receipt"
