"""The product with one case of every kind at both organisations, for the contracts that hold over all endpoints."""

import pytest

from waarborg_tests.cast import Cast, invite
from waarborg_tests.planting import Planted, plant
from waarborg_tests.product import Product


@pytest.fixture(scope="module")
def people(embedded_product: Product) -> dict[str, Cast]:
    """The people of each organisation."""
    return invite(embedded_product)


@pytest.fixture(scope="module")
def planted(people: dict[str, Cast]) -> dict[str, Planted]:
    """One case of every kind at each organisation."""
    made = {name: plant(cast) for name, cast in people.items()}
    people["bqr"].product.settle()
    return made
