"""A small store of unwrapped keys in the process: bounded, least recently used out first, and short-lived."""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

LONGEST_SECONDS = 5.0
T = TypeVar("T")


class KeyCache(Generic[T]):
    """Keeps a value for at most five seconds, so that a key destroyed anywhere is dead everywhere soon after."""

    def __init__(
        self, size: int = 4096, seconds: float = LONGEST_SECONDS, clock: Callable[[], float] = time.monotonic
    ) -> None:
        if not 0 <= seconds <= LONGEST_SECONDS:
            raise ValueError(f"a key is kept for {LONGEST_SECONDS} seconds at the most")
        self._size, self._seconds, self._clock = size, seconds, clock
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()

    def get(self, name: Hashable) -> T | None:
        """What is kept under a name and is not too old, or None."""
        with self._lock:
            kept = self._kept.get(name)
            if kept is None:
                return None
            if kept[0] <= self._clock():
                del self._kept[name]
                return None
            self._kept.move_to_end(name)
            return kept[1]

    def put(self, name: Hashable, value: T, *, asked_at: float) -> None:
        """Keep a value that was asked of the store at `asked_at` (this cache's clock): its age counts from then."""
        with self._lock:
            self._kept[name] = (asked_at + self._seconds, value)
            self._kept.move_to_end(name)
            while len(self._kept) > self._size:
                self._kept.popitem(last=False)

    def now(self) -> float:
        """The cache's clock, in seconds."""
        return self._clock()

    def drop(self, name: Hashable) -> None:
        """Forget one value."""
        with self._lock:
            self._kept.pop(name, None)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._kept.clear()

    def __len__(self) -> int:
        return len(self._kept)
