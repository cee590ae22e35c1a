"""Each process of tests has servers of its own, also one that comes in the place of a process that crashed."""

import os
from pathlib import Path

import pytest

from waarborg_shared.testing.plugin import free_set


def test_no_two_processes_take_the_same_servers_and_those_of_one_that_ended_are_taken_over(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("first", "second")]
    for folder in folders:
        folder.mkdir()
    sets = [{"WAARBORG_TEST_POSTGRES_FOLDER": str(folder)} for folder in folders]
    (first, held), (second, also_held) = free_set(sets), free_set(sets)
    assert [first, second] == sets
    with pytest.raises(pytest.UsageError, match="each of the 2 sets of servers is taken"):
        free_set(sets)
    os.close(held)  # what the system does at the end of a process, however it ended
    again, held = free_set(sets)
    assert again == first
    for each in (held, also_held):
        os.close(each)
