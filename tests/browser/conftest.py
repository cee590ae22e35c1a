"""The product in one process with its invented people and cases, one Chromium, and a clock that stands still."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from waarborg_shared.testing.browser import chromium
from waarborg_tests.visitors import Place, open_places


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for every test here."""
    with chromium() as opened:
        yield opened


@pytest.fixture(scope="session")
def places(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[dict[str, Place]]:
    """Each organisation, open for visitors."""
    folder: Path = tmp_path_factory.mktemp("browser")
    with open_places(folder, browser) as opened:
        yield opened


@pytest.fixture(params=["bqr", "jtb-care"])
def place(request: pytest.FixtureRequest, places: dict[str, Place]) -> Place:
    """One organisation; what a test says holds at both."""
    return places[request.param]
