"""The product in one process with its invented people and cases, and a clock that stands still."""

from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest
from playwright.sync_api import Browser

from waarborg_disclosure.pages import proof
from waarborg_shared.testing.depth import dealt
from waarborg_tests.product import ORGANISATIONS
from waarborg_tests.visitors import Place, open_places

HERE = Path(__file__).parent
FEW_BITS = 5
# A browser that goes on to the next page hangs up on a style sheet. Werkzeug's server for development then leaves the
# file to be closed when it is forgotten, and Python says so.
HUNG_UP = r"ignore:Exception ignored in. <_io.FileIO name='[^']*/static/:pytest.PytestUnraisableExceptionWarning"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let no test here fail over a browser that hung up."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.filterwarnings(HUNG_UP))


@pytest.fixture(scope="package")
def places(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[dict[str, Place]]:
    """Each organisation, open for visitors until the last test here: a product that runs costs the others time.

    The sums of a report's proof are small: what they really cost is worked out in the tests of disclosure.
    """
    folder: Path = tmp_path_factory.mktemp("browser")
    with pytest.MonkeyPatch.context() as patch, open_places(folder, browser) as opened:
        patch.setattr(proof, "BITS", FEW_BITS)
        yield opened


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Try a test at one organisation, which of them goes by its name, unless it says where; in depth at each.

    Both have the same templates and scripts: what differs between them is in the tests that say where they are.
    """
    said = (mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "place" in metafunc.fixturenames and not any("place" in names for names in said):
        turn = crc32(metafunc.function.__name__.encode())
        metafunc.parametrize("place", dealt(ORGANISATIONS, turn), indirect=True)


@pytest.fixture
def place(request: pytest.FixtureRequest, places: dict[str, Place]) -> Place:
    """One organisation."""
    return places[request.param]
