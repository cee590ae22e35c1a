"""How many reports an hour takes from one sender and from all: more with a proof of work, fewer without a script.

A sender is a keyed hash of an address. The key lives in memory for an hour, and everything that was counted goes with
it: no address is kept. Each web process counts for itself.
"""

import hmac
import math
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from secrets import token_bytes

from waarborg_shared.guessing import KEY_BYTES, KEY_LIVES_FOR, network_of


@dataclass(frozen=True, slots=True)
class Most:
    """How much an hour takes: reports of one sender, of all senders, and bytes."""

    of_one: int
    of_all: int
    bytes_of_one: int
    bytes_of_all: int


PROVED = Most(of_one=30, of_all=600, bytes_of_one=100_000_000, bytes_of_all=2_000_000_000)
UNPROVED = Most(of_one=6, of_all=60, bytes_of_one=60_000_000, bytes_of_all=400_000_000)


@dataclass(slots=True)
class _Hour:
    key: bytes
    began: float
    reports: Counter[object] = field(default_factory=Counter)
    sizes: Counter[object] = field(default_factory=Counter)


class ReportsBySender:
    """Counts reports per sender and organisation. ``monotonic`` gives seconds, ``new_key`` 32 random bytes."""

    def __init__(
        self, monotonic: Callable[[], float], new_key: Callable[[], bytes] = lambda: token_bytes(KEY_BYTES)
    ) -> None:
        self._monotonic, self._new_key = monotonic, new_key
        self._lock = threading.Lock()
        self._hour = _Hour(new_key(), monotonic())

    def take(self, address: str, organisation: str, *, size: int, proved: bool) -> int:
        """Count a report, or return how many seconds this sender has to wait before the next; 0 when it was counted.

        What came without a proof counts for the hour of those with one as well, and not the other way round: who
        floods the form without a script keeps nobody out who has one.
        """
        with self._lock:
            hour = self._now()
            sender = hmac.digest(hour.key, network_of(address).encode(), "sha256")
            counted = [PROVED] if proved else [PROVED, UNPROVED]
            if any(self._full(hour, most, sender, organisation, size=size) for most in counted):
                return max(1, math.ceil(hour.began + KEY_LIVES_FOR - self._monotonic()))
            for most in counted:
                for key in ((most, organisation, sender), (most, organisation)):
                    hour.reports[key] += 1
                    hour.sizes[key] += size
            return 0

    def _now(self) -> _Hour:
        if self._monotonic() - self._hour.began > KEY_LIVES_FOR:
            self._hour = _Hour(self._new_key(), self._monotonic())
        return self._hour

    def _full(self, hour: _Hour, most: Most, sender: bytes, organisation: str, *, size: int) -> bool:
        one, every = (most, organisation, sender), (most, organisation)
        return (
            hour.reports[one] >= most.of_one
            or hour.reports[every] >= most.of_all
            or hour.sizes[one] + size > most.bytes_of_one
            or hour.sizes[every] + size > most.bytes_of_all
        )
