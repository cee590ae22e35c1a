"""The one Chromium of a test run, for every folder: a second Playwright does not start beside one that is open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, started by the first test that asks for it; a test opens windows of its own and closes them."""
    # Lazy: this plugin is loaded wherever waarborg-shared stands beside pytest, and Playwright is not there for all.
    from waarborg_shared.testing.browser import chromium  # noqa: PLC0415

    with chromium() as opened:
        yield opened
