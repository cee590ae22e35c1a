"""Waiting for what other threads and processes do: looks again and again until a deadline, never a fixed time."""

import threading
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
LOOK_EVERY = 0.02
_never = threading.Event()


def until(look: Callable[[], T], *, within: float = 20.0, what: str = "", but: object = None) -> T:
    """Return the first answer of ``look`` that is true, looked for during at most ``within`` seconds.

    Raises:
        AssertionError: it did not come; says what was waited for and what was seen last (``but``, where that is given).
    """
    ends = time.monotonic() + within
    while True:
        began = time.monotonic()
        seen = look()
        if seen:
            return seen
        if time.monotonic() > ends:
            raise AssertionError(f"waited {within:g} s for {what or look}; seen last: {but or seen!r}")
        _never.wait(max(LOOK_EVERY, 2 * (time.monotonic() - began)))
