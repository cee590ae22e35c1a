"""How long to wait before trying again."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

Chance = Callable[[], float]


@dataclass(frozen=True)
class BackOff:
    """Waits that double from `first` to at most `longest` seconds, each made up to `jitter` longer or shorter."""

    first: float = 1.0
    longest: float = 900.0
    jitter: float = 0.2
    tries: int = 12

    def seconds(self, attempts: int, chance: Chance = random.random) -> float:
        """Seconds to wait after so many failed attempts (1 or more); `chance` gives 0 up to 1."""
        wait: float = min(self.longest, self.first * 2.0 ** min(attempts - 1, 30))
        return wait * (1 + self.jitter * (2 * chance() - 1))

    def wait(self, attempts: int, chance: Chance = random.random) -> timedelta:
        """The same as a span of time."""
        return timedelta(seconds=self.seconds(attempts, chance))

    def exhausted(self, attempts: int) -> bool:
        """Whether that was the last try."""
        return attempts >= self.tries


EVENT_RETRIES = BackOff()
RECONNECTS = BackOff(first=0.2, longest=10.0)
