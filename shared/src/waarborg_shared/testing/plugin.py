"""The pytest plugin (entry point `waarborg`): fixtures for anyone who tests a service, by subject."""

import json
import os

from waarborg_shared.testing.compiled import compile_once
from waarborg_shared.testing.servers_run import SETS

pytest_plugins = ("waarborg_shared.testing.fixtures_data", "waarborg_shared.testing.fixtures_browser")


def pytest_configure() -> None:
    """Give each process of pytest-xdist the servers that are its own, where there is a set for each.

    Templates, addresses and statements are compiled once in each.
    """
    compile_once()
    worker, sets = os.environ.get("PYTEST_XDIST_WORKER"), json.loads(os.environ.get(SETS, "[]"))
    if worker and len(sets) > 1:
        os.environ.update(sets[int(worker.removeprefix("gw"))])
