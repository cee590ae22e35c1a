"""Slows down whoever guesses: after a few wrong tries on one key, each next one has to wait longer."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass

FREE_TRIES = 5
LONGEST_WAIT = 60.0
FORGOTTEN_AFTER = 900.0
MOST_KEPT = 10_000


@dataclass(slots=True)
class _Tries:
    count: int
    last: float
    free_at: float


class Guesses:
    """Counts failed tries per key, in the memory of one process, whether what is guessed exists or not.

    It slows a guesser down; what keeps him out is the length of the secret. ``monotonic`` gives seconds.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._tries: OrderedDict[Hashable, _Tries] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._tries)

    def wait_for(self, *key: Hashable) -> float:
        """Return how many seconds the next try on this key must wait; 0 when it may be now."""
        with self._lock:
            tries = self._standing(key)
            return max(tries.free_at - self._monotonic(), 0.0) if tries else 0.0

    def failed(self, *key: Hashable) -> None:
        """Count a try that failed: from the fifth on each doubles the wait, up to a minute."""
        with self._lock:
            now = self._monotonic()
            tries = self._standing(key) or _Tries(0, now, now)
            tries.count += 1
            tries.last = now
            over = tries.count - FREE_TRIES
            tries.free_at = now + (min(2.0**over, LONGEST_WAIT) if over >= 0 else 0.0)
            self._tries[key] = tries
            self._tries.move_to_end(key)
            while len(self._tries) > MOST_KEPT:
                self._tries.popitem(last=False)

    def succeeded(self, *key: Hashable) -> None:
        """Forget the tries on a key that turned out right."""
        with self._lock:
            self._tries.pop(key, None)

    def forget(self) -> None:
        """Forget everything."""
        with self._lock:
            self._tries.clear()

    def _standing(self, key: Hashable) -> _Tries | None:
        tries = self._tries.get(key)
        if tries is not None and self._monotonic() - tries.last > FORGOTTEN_AFTER:
            del self._tries[key]
            return None
        return tries
