"""Slows down whoever guesses codes: after a few tries on one number, each next one has to wait longer."""

import threading
from collections import OrderedDict
from collections.abc import Callable
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


class LookupLimiter:
    """Counts failed tries per organisation and number, whether the number exists or not.

    In memory of one process: it slows a guesser down, and it is the code's own length that keeps him out. ``monotonic``
    gives seconds.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._tries: OrderedDict[tuple[str, str], _Tries] = OrderedDict()
        self._lock = threading.Lock()

    def wait_for(self, organisation: str, number: str) -> float:
        """Return how many seconds the next try on this number must wait; 0 when it may be now."""
        with self._lock:
            tries = self._standing(organisation, number)
            return max(tries.free_at - self._monotonic(), 0.0) if tries else 0.0

    def failed(self, organisation: str, number: str) -> None:
        """Count a try that failed: from the sixth on each doubles the wait, up to a minute."""
        with self._lock:
            now = self._monotonic()
            tries = self._standing(organisation, number) or _Tries(0, now, now)
            tries.count += 1
            tries.last = now
            over = tries.count - FREE_TRIES
            tries.free_at = now + (min(2.0**over, LONGEST_WAIT) if over >= 0 else 0.0)
            self._tries[organisation, number] = tries
            self._tries.move_to_end((organisation, number))
            while len(self._tries) > MOST_KEPT:
                self._tries.popitem(last=False)

    def succeeded(self, organisation: str, number: str) -> None:
        """Forget the tries on a number whose code was right."""
        with self._lock:
            self._tries.pop((organisation, number), None)

    def _standing(self, organisation: str, number: str) -> _Tries | None:
        tries = self._tries.get((organisation, number))
        if tries is not None and self._monotonic() - tries.last > FORGOTTEN_AFTER:
            del self._tries[organisation, number]
            return None
        return tries
