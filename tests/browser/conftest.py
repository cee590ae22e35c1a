"""The product in one process with its invented people and cases, and a clock that stands still."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from waarborg_tests.visitors import Place, open_places

HERE = Path(__file__).parent
# A browser that goes on to the next page hangs up on a style sheet. Werkzeug's server for development then leaves the
# file to be closed when it is forgotten, and Python says so.
HUNG_UP = r"ignore:Exception ignored in. <_io.FileIO name='[^']*/static/:pytest.PytestUnraisableExceptionWarning"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let no test here fail over a browser that hung up."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.filterwarnings(HUNG_UP))


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
