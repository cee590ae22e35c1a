"""The pytest plugin (entry point `waarborg`): fixtures for anyone who tests a service, by subject."""

import fcntl
import json
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
import structlog

from waarborg_shared.testing.servers_run import SETS

pytest_plugins = ("waarborg_shared.testing.fixtures_data", "waarborg_shared.testing.fixtures_browser")


def pytest_configure() -> None:
    """Give each process of pytest-xdist the servers that are its own, where there is a set for each."""
    sets = json.loads(os.environ.get(SETS, "[]"))
    if "PYTEST_XDIST_WORKER" in os.environ and len(sets) > 1:
        del os.environ[SETS]  # who is started from here, tests of its own too, is to use what this one has
        own, _held_while_this_process_lives = free_set(sets)
        os.environ.update(own)


def free_set(sets: Sequence[Mapping[str, str]]) -> tuple[Mapping[str, str], int]:
    """Take the first set of servers that no other process has; with it the descriptor whose end gives it back.

    Raises pytest.UsageError where none is free.

    By a lock and not by the process's number: one that comes in the place of a process that crashed has a number of
    its own, and takes over the set, whose lock the system gave back.
    """
    for each in sets:
        lock = os.open(Path(each["WAARBORG_TEST_POSTGRES_FOLDER"]) / "taken", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(lock)
        else:
            return each, lock
    raise pytest.UsageError(f"each of the {len(sets)} sets of servers is taken by another process of tests")


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
