"""The product and its people for the flows: each flow runs embedded, and on PostgreSQL with RabbitMQ."""

import pytest

from waarborg_tests.cast import Cast, invite
from waarborg_tests.product import Product


@pytest.fixture(
    scope="module",
    params=["embedded", pytest.param("full", marks=pytest.mark.servers)],
)
def product(request: pytest.FixtureRequest) -> Product:
    """The running product: what holds in one composition holds in the other."""
    found: Product = request.getfixturevalue(f"{request.param}_product")
    return found


@pytest.fixture(scope="module")
def people(product: Product) -> dict[str, Cast]:
    """The people of each organisation."""
    return invite(product)


@pytest.fixture(params=["bqr", "jtb-care"])
def cast(request: pytest.FixtureRequest, people: dict[str, Cast]) -> Cast:
    """The people of one organisation; a flow holds for both."""
    return people[request.param]
