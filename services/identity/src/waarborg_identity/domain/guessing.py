"""Slowing a guesser down: waits that grow with failures, per name *and* place, so that no victim is locked out."""

from dataclasses import dataclass
from datetime import datetime, timedelta

FREE_TRIES = 5
FORGET_AFTER = timedelta(minutes=15)
LONGEST_WAIT = 60


@dataclass(frozen=True)
class Tries:
    """The failures of one name from one place, and when the last of them was."""

    failures: int
    last_at: datetime


def seconds_to_wait(tries: Tries | None, now: datetime) -> int:
    """Return how many seconds the next try must wait; 0 when it may go on. Never more than a minute."""
    if tries is None or tries.failures < FREE_TRIES or now - tries.last_at >= FORGET_AFTER:
        return 0
    wait = min(2 ** min(tries.failures - FREE_TRIES, 10), LONGEST_WAIT)
    left = (tries.last_at + timedelta(seconds=wait) - now).total_seconds()
    return max(0, int(-(-left // 1)))


def after_failure(tries: Tries | None, now: datetime) -> Tries:
    """Return the count with one more failure; what is long ago is forgotten."""
    if tries is None or now - tries.last_at >= FORGET_AFTER:
        return Tries(1, now)
    return Tries(tries.failures + 1, now)
