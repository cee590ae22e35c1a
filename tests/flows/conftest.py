"""The product and its people for the flows: each flow runs embedded, and on PostgreSQL with RabbitMQ."""

from zlib import crc32

import pytest

from waarborg_shared.testing.depth import by_depth
from waarborg_tests.cast import Cast, invite
from waarborg_tests.product import ORGANISATIONS, Product

COMPOSITIONS = ("embedded", "full")


@pytest.fixture(scope="module", params=["embedded", pytest.param("full", marks=pytest.mark.servers)])
def composition(request: pytest.FixtureRequest) -> str:
    """In which of its compositions the product runs."""
    found: str = request.param
    return found


@pytest.fixture(scope="module")
def product(request: pytest.FixtureRequest, composition: str) -> Product:
    """The running product: what holds in one composition holds in the other."""
    found: Product = request.getfixturevalue(f"{composition}_product")
    return found


@pytest.fixture(scope="module")
def people(product: Product) -> dict[str, Cast]:
    """The people of each organisation."""
    return invite(product)


@pytest.fixture(params=by_depth(["first"], ["first", "second"]))
def cast(request: pytest.FixtureRequest, people: dict[str, Cast], composition: str) -> Cast:
    """The people of one organisation; a flow holds for both.

    Each flow is tried at one organisation in one composition and at the other in the other, which of them in which
    goes by the file; in depth at both in both.
    """
    turn = crc32(request.path.name.encode()) + COMPOSITIONS.index(composition)
    return people[ORGANISATIONS[(turn + ("first", "second").index(request.param)) % len(ORGANISATIONS)]]
