"""The product with one case of every kind at both organisations, for the contracts that hold over all endpoints."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from waarborg_tests.cast import Cast
from waarborg_tests.planted_once import planted_product
from waarborg_tests.planting import Planted
from waarborg_tests.product import Product


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what is planted stands, for all processes of this run together."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID")
    return (
        tmp_path_factory.getbasetemp().parent / f"planted-{run}" if run else tmp_path_factory.mktemp("one") / "planted"
    )


@pytest.fixture(scope="module")
def standing(original: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Product, dict[str, Planted]]]:
    """The product of one file of tests, running, and what was planted in it."""
    product, planted = planted_product(original, tmp_path_factory.mktemp("embedded"))
    yield product.start(), planted
    product.stop()


@pytest.fixture(scope="module")
def embedded_product(standing: tuple[Product, dict[str, Planted]]) -> Product:
    """The product in one process, on SQLite, running."""
    return standing[0]


@pytest.fixture(scope="module")
def planted(standing: tuple[Product, dict[str, Planted]]) -> dict[str, Planted]:
    """One case of every kind at each organisation."""
    return standing[1]


@pytest.fixture(scope="module")
def people(planted: dict[str, Planted]) -> dict[str, Cast]:
    """The people of each organisation."""
    return {name: each.cast for name, each in planted.items()}
