"""Brokers, databases and workers are killed and stay away under load: nothing is lost and nothing works twice."""

import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError
from werkzeug.test import Client

from waarborg_shared.bus import BackOff, Names, RabbitTransport, Retries, declare
from waarborg_shared.events.breach import BreachReported
from waarborg_shared.service import utc_now
from waarborg_shared.testing.bus_crash import faults
from waarborg_shared.testing.bus_world import HANDLED, LISTENER, TELLER, World, running
from waarborg_shared.testing.databases import PostgresDatabases
from waarborg_shared.testing.depth import by_depth
from waarborg_shared.testing.servers import PostgresServer, RabbitServer
from waarborg_tests.cast import invite
from waarborg_tests.deciding import give, withdrawable
from waarborg_tests.product import Product, full
from waarborg_tests.waiting import until as awaited

pytestmark = [pytest.mark.servers, pytest.mark.slow]
PATIENCE = 90.0
AWAY = 60.0
PAUSE, SOME, MANY = by_depth((0.02, 40, 150), (0.005, 100, 500))
"""Seconds between two events that are told, and how many of them make some load, or much."""
AS_IT_STARTS = by_depth(0.2, PAUSE)
"""Seconds between two while a broker starts, which takes long: it only has to find that work goes on."""
QUICK_RETRIES = BackOff(first=0.2, longest=1.0, tries=1000)
FILED = {"kind": "access", "name": "Ans Antwoord", "reach": "post", "reach_at": "Verzonnenlaan 2, Nergenshuizen"}
FOUND = {
    "what": "Een lijst staat open.",
    "where": "https://www.voorbeeld.example/",
    "reporter": "anonymous",
    "exposes_personal_data": True,
}


@dataclass(frozen=True)
class Site:
    """Servers of this file's own, to be killed at will, and an installation on them."""

    postgres: PostgresServer
    rabbit: RabbitServer
    urls: tuple[str, str]
    names: Names
    world: World


@pytest.fixture(scope="module")
def servers() -> Iterator[tuple[PostgresServer, RabbitServer]]:
    """A PostgreSQL and a RabbitMQ that nobody else uses."""
    with PostgresServer() as postgres, RabbitServer() as rabbit:
        yield postgres, rabbit


@pytest.fixture
def site(servers: tuple[PostgresServer, RabbitServer]) -> Iterator[Site]:
    """Empty databases and queues."""
    postgres, rabbit = servers
    own = uuid.uuid4().hex[:8]
    urls = (postgres.create_database(f"{TELLER}_{own}"), postgres.create_database(f"{LISTENER}_{own}"))
    names = Names(f"t{own}")
    declare(rabbit.url(), {TELLER: (), LISTENER: HANDLED}, names=names)
    world = World(*urls, RabbitTransport(rabbit.url(), names=names), retries=QUICK_RETRIES, now=utc_now)
    world.retries = Retries(world.receiver, every=0.2)
    yield Site(postgres, rabbit, urls, names, world)
    world.close()


@dataclass
class Load:
    """Someone who tells one event after another; a commit that fails is counted and not repeated."""

    world: World
    told: int = 0
    failed: int = 0
    slowest: float = 0.0
    pause: float = PAUSE
    _count: int = field(default=0)

    def run(self, stop: threading.Event) -> None:
        """Tell until told to stop, some fifty a second where the pause is not longer, in depth two hundred."""
        while not stop.wait(self.pause):
            self._count += 1
            organisation = ("bqr", "jtb-care")[self._count % 2]
            try:
                self.world.tell(f"case-{self._count % 23 + 4}", organisation=organisation)
                self.told += 1
            except DBAPIError:
                self.failed += 1


@contextmanager
def under_load(world: World, *, pause: float = PAUSE) -> Iterator[Load]:
    """Both services at work, and someone who keeps them busy until the block is left."""
    load = Load(world, pause=pause)
    with running(world.relay.run, world.consumer.run, world.retries.run):
        with running(load.run):
            yield load
        settle(world)


def settle(world: World) -> None:
    """Wait until all that was told has had its effect."""
    world.wait_for(lambda: _calm(world), within=PATIENCE)


def _calm(world: World) -> bool:
    with suppress(DBAPIError):
        return not world.pending() and world.inbox_matches() and not faults(world)
    return False


def until(world: World, condition: Callable[[], bool]) -> None:
    world.wait_for(condition, within=PATIENCE)


def start_again(site: Site, load: Load) -> None:
    """Start the broker while telling goes on."""
    quick, load.pause = load.pause, max(load.pause, AS_IT_STARTS)
    site.rabbit.start()
    load.pause = quick


def test_a_broker_that_is_away_as_work_begins_and_one_that_is_killed_under_load(site: Site) -> None:
    site.rabbit.stop()
    with under_load(site.world) as load:
        until(site.world, lambda: load.told > MANY)
        assert site.world.effects() == []
        start_again(site, load)
        until(site.world, lambda: len(site.world.effects()) > MANY)
        before = load.told
        until(site.world, lambda: load.told > before + SOME)
        site.rabbit.kill()
        start_again(site, load)
    assert load.failed == 0, "telling never needs the broker"
    assert faults(site.world) == []
    assert len(site.world.effects()) == load.told


def test_a_broker_that_is_killed_and_away_for_a_whole_minute_is_waited_for(site: Site) -> None:
    """Past two missed heartbeats, and long enough for every wait to have grown to its longest."""
    with under_load(site.world, pause=0.25) as load:
        until(site.world, lambda: load.told > 20)
        site.rabbit.kill()
        left, before = time.monotonic(), load.told
        until(site.world, lambda: time.monotonic() - left >= AWAY)
        assert load.told > before + AWAY, "telling goes on all the while"
        assert site.world.pending(), "and what was told waits"
        site.rabbit.start()
        back = load.told
        until(site.world, lambda: len(site.world.effects()) > back)
    assert load.failed == 0
    assert faults(site.world) == []
    assert len(site.world.effects()) == load.told


@pytest.mark.parametrize("how", ["restart", "kill"])
def test_a_database_that_goes_away_under_load(site: Site, how: str) -> None:
    with under_load(site.world) as load:
        until(site.world, lambda: load.told > SOME)
        if how == "kill":
            site.postgres.kill()
            site.postgres.start()
        else:
            site.postgres.restart()
        before = load.told
        until(site.world, lambda: load.told > before + SOME)
    assert faults(site.world) == []
    assert len(site.world.effects()) >= load.told, "a commit may have worked though its answer was lost"


def test_workers_that_are_killed_under_load(site: Site) -> None:
    program = [
        sys.executable,
        "-m",
        "waarborg_shared.testing.bus_world",
        *site.urls,
        site.rabbit.url(),
        site.names.prefix,
    ]
    load = Load(site.world)
    with running(load.run):
        for _ in range(3):
            before = len(site.world.inbox())
            with subprocess.Popen(program, stdout=subprocess.DEVNULL) as worker:
                until(site.world, lambda seen=before: len(site.world.inbox()) > seen + 50)
                worker.kill()
    with running(site.world.relay.run, site.world.consumer.run, site.world.retries.run):
        settle(site.world)
    assert faults(site.world) == []
    assert len(site.world.effects()) == load.told


def test_two_workers_of_a_service_do_the_work_of_one(site: Site) -> None:
    other = World(
        *site.urls,
        RabbitTransport(site.rabbit.url(), names=site.names),
        create=False,
        retries=QUICK_RETRIES,
        now=utc_now,
    )
    with running(other.relay.run, other.consumer.run, other.retries.run), under_load(site.world) as load:
        until(site.world, lambda: load.told > MANY)
    assert faults(site.world) == []
    assert len(site.world.effects()) == load.told
    other.close()


@pytest.fixture
def product(
    tmp_path: Path, _postgres_databases: PostgresDatabases, servers: tuple[PostgresServer, RabbitServer]
) -> Iterator[Product]:
    """The whole product on a PostgreSQL that stays, and on that RabbitMQ."""
    made = full(tmp_path, databases=_postgres_databases, broker=servers[1].url()).start()
    yield made
    made.stop()


def ready(product: Product) -> dict[str, int]:
    """How each service answers who asks whether it is ready."""
    visitor, here = Client(product.app), product.origin("bqr")
    return {name: visitor.get(f"/{name}/readyz", base_url=here).status_code for name in product.services}


def test_the_api_stays_up_and_what_it_took_arrives_when_the_broker_is_back(
    product: Product, servers: tuple[PostgresServer, RabbitServer]
) -> None:
    """The API takes what is sent and says that it is ready; what it was told arrives afterwards."""
    _, rabbit = servers
    cast = invite(product)["bqr"]
    partner = cast.partner()
    product.settle(within=PATIENCE)
    rabbit.stop()
    partner.tell("/requests/api/v1/requests/", **FILED)
    give(partner, cast.person.ref, withdrawable(cast))
    report = partner.tell("/disclosure/api/v1/reports/", **FOUND)
    assert ready(product) == dict.fromkeys(product.services, 200)
    assert product.backlog(), "events wait"
    assert product.events("breach", "bqr", BreachReported) == []
    rabbit.start()
    (breach,) = awaited(
        lambda: product.events("breach", "bqr", BreachReported), within=PATIENCE, what="the breach that was waited for"
    )
    assert breach.event.origin_ref == report["id"]
    product.settle(within=PATIENCE)
    assert product.broken_timelines() == []
