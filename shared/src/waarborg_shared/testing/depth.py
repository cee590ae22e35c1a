"""How deep the tests look: `./dev test` tries each thing, `./dev test deep` each thing in every combination.

Where something holds for many things in many ways (pages in widths and languages, fields with wrong values), the usual
run tries each thing in one of the ways, dealt out in turn, so that over all things every way occurs. Nothing is left to
chance: two runs of the same code try the same.
"""

import os
from collections.abc import Sequence
from typing import TypeVar

DEPTH = "WAARBORG_TEST_DEPTH"
DEEP = os.environ.get(DEPTH) == "deep"
"""Whether every combination is tried."""

Way = TypeVar("Way")


def dealt(ways: Sequence[Way], turn: int) -> Sequence[Way]:
    """Return the ways in which the thing with this number is tried: all of them in depth, else the one whose turn it
    is. Who deals numbers the things one after another."""
    return ways if DEEP else ways[turn % len(ways) :][:1]


def by_depth(usual: Way, deep: Way) -> Way:
    """Return the one for the usual run or the one for a run in depth."""
    return deep if DEEP else usual
