"""Slowing a guesser down: per name *and* place, and per place alone, so that no victim elsewhere is ever locked out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FREE_TRIES = 5
FORGET_AFTER = timedelta(minutes=15)
LONGEST_WAIT = 60

FREE_AT_A_PLACE = 20
PLACE_FORGETS_ONE_EACH = FORGET_AFTER / FREE_AT_A_PLACE


class TryKind(StrEnum):
    """What is tried besides signing in as staff or as a person, each counted by itself."""

    ACCOUNT = "account"
    SECOND_FACTOR = "second-factor"
    PASSWORD_CODE = "password-code"  # noqa: S105 - the name of what is tried
    OWN_PASSWORD = "own-password"  # noqa: S105 - likewise


@dataclass(frozen=True)
class Tries:
    """Failures, and when the last of them was (of a place: up to when what it forgets was taken off)."""

    failures: int
    last_at: datetime


def seconds_to_wait(tries: Tries | None, now: datetime) -> int:
    """Return how many seconds the next try must wait; 0 when it may go on. Never more than a minute."""
    if tries is None or tries.failures < FREE_TRIES or now - tries.last_at >= FORGET_AFTER:
        return 0
    wait = min(2 ** min(tries.failures - FREE_TRIES, 10), LONGEST_WAIT)
    return _seconds_until(tries.last_at + timedelta(seconds=wait), now)


def after_failure(tries: Tries | None, now: datetime) -> Tries:
    """Return the count with one more failure; what is long ago is forgotten."""
    if tries is None or now - tries.last_at >= FORGET_AFTER:
        return Tries(1, now)
    return Tries(tries.failures + 1, now)


def seconds_to_wait_at_place(tries: Tries | None, now: datetime) -> int:
    """Return how many seconds the next try from a place must wait, whatever the name; 0 when it may go on.

    A place has twenty failures in a quarter of an hour, and one more for every forty-five seconds after that.
    """
    left = _what_a_place_remembers(tries, now)
    if left is None or left.failures < FREE_AT_A_PLACE:
        return 0
    return _seconds_until(left.last_at + PLACE_FORGETS_ONE_EACH * (left.failures - FREE_AT_A_PLACE + 1), now)


def after_failure_at_place(tries: Tries | None, now: datetime) -> Tries:
    """Return a place's count with one more failure, and without those that it forgot since."""
    left = _what_a_place_remembers(tries, now)
    return Tries(left.failures + 1, left.last_at) if left else Tries(1, now)


def _what_a_place_remembers(tries: Tries | None, now: datetime) -> Tries | None:
    if tries is None:
        return None
    forgotten = (now - tries.last_at) // PLACE_FORGETS_ONE_EACH
    if forgotten >= tries.failures:
        return None
    return Tries(tries.failures - forgotten, tries.last_at + forgotten * PLACE_FORGETS_ONE_EACH)


def _seconds_until(moment: datetime, now: datetime) -> int:
    return max(0, int(-(-(moment - now).total_seconds() // 1)))
