"""Dealt out, things are tried in one way each, and all ways occur; in depth each is tried in every way."""

import pytest

from waarborg_shared.testing import depth

WAYS = ("nl", "en", "fy")


def test_usually_each_thing_has_one_way_and_the_next_thing_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(depth, "DEEP", False)
    assert [depth.dealt(WAYS, turn) for turn in range(4)] == [("nl",), ("en",), ("fy",), ("nl",)]
    assert depth.by_depth(1, 4) == 1


def test_in_depth_each_thing_has_every_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(depth, "DEEP", True)
    assert [depth.dealt(WAYS, turn) for turn in range(2)] == [WAYS, WAYS]
    assert depth.by_depth(1, 4) == 4
