"""The broker is away: the API takes what is sent and says that it is ready; what it was told arrives afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from werkzeug.test import Client

from waarborg_shared.events.breach import BreachReported
from waarborg_shared.testing.databases import PostgresDatabases
from waarborg_shared.testing.servers import RabbitServer
from waarborg_tests.cast import invite
from waarborg_tests.deciding import give, withdrawable
from waarborg_tests.product import Product, full
from waarborg_tests.waiting import until

pytestmark = [pytest.mark.servers, pytest.mark.slow]
PATIENCE = 90.0
FILED = {"kind": "access", "name": "Ans Antwoord", "reach": "post", "reach_at": "Verzonnenlaan 2, Nergenshuizen"}
FOUND = {
    "what": "Een lijst staat open.",
    "where": "https://www.voorbeeld.example/",
    "reporter": "anonymous",
    "exposes_personal_data": True,
}


@pytest.fixture
def rabbit() -> Iterator[RabbitServer]:
    """A RabbitMQ of this test's own, to be stopped at will."""
    with RabbitServer() as server:
        yield server


@pytest.fixture
def product(tmp_path: Path, _postgres_databases: PostgresDatabases, rabbit: RabbitServer) -> Iterator[Product]:
    """The product on PostgreSQL and that RabbitMQ."""
    made = full(tmp_path, databases=_postgres_databases, broker=rabbit.url()).start()
    yield made
    made.stop()


def ready(product: Product) -> dict[str, int]:
    visitor, here = Client(product.app), product.origin("bqr")
    return {name: visitor.get(f"/{name}/readyz", base_url=here).status_code for name in product.services}


def test_the_api_stays_up_and_what_it_took_arrives_when_the_broker_is_back(product: Product, rabbit: RabbitServer):
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
    (breach,) = until(
        lambda: product.events("breach", "bqr", BreachReported), within=PATIENCE, what="the breach that was waited for"
    )
    assert breach.event.origin_ref == report["id"]
    product.settle(within=PATIENCE)
    assert product.broken_timelines() == []
