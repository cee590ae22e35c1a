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

    @classmethod
    def lasting(cls, span: timedelta, *, first: float = 1.0, longest: float = 900.0) -> "BackOff":
        """Waits with as many tries as fit in a span, but for the jitter; time in which nobody tries does not count."""
        seconds, tries, wait = span.total_seconds(), 1, first
        while seconds > 0:
            seconds -= wait
            tries, wait = tries + 1, min(longest, wait * 2)
        return cls(first=first, longest=longest, tries=tries)

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


EVENT_RETRIES = BackOff.lasting(timedelta(days=3))  # a dependency that fails on a Friday evening is back by Monday
RECONNECTS = BackOff(first=0.2, longest=10.0)
REFUSALS = BackOff(first=1.0, longest=60.0)
