"""The pytest plugin (entry point `waarborg`): fixtures for anyone who tests a service, by subject."""

import json
import logging
import os
from collections.abc import Iterator

import pytest
import structlog

from waarborg_shared.testing.servers_run import SETS

pytest_plugins = ("waarborg_shared.testing.fixtures_data", "waarborg_shared.testing.fixtures_browser")


def pytest_configure() -> None:
    """Give each process of pytest-xdist the servers that are its own, where there is a set for each."""
    worker, sets = os.environ.get("PYTEST_XDIST_WORKER"), json.loads(os.environ.get(SETS, "[]"))
    if worker and len(sets) > 1:
        os.environ.update(sets[int(worker.removeprefix("gw"))])


@pytest.fixture(autouse=True)
def logs_are_left_as_they_were() -> Iterator[None]:
    """Undo what a test that builds a process's entry did to the logs of this one: the next test may read its own."""
    root = logging.getLogger()
    handlers, level, configured = root.handlers[:], root.level, structlog.get_config()
    yield
    if structlog.get_config() != configured:
        structlog.configure(**configured)
        root.handlers[:] = handlers
        root.setLevel(level)
