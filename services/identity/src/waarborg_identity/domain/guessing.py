"""Slowing a guesser down: per name *and* place, and per place alone, so that no victim elsewhere is ever locked out.

The code of an app is the exception: six digits can be guessed, in the end, by who has the password and many places.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

FREE_TRIES = 5
FORGET_AFTER = timedelta(minutes=15)
LONGEST_WAIT = 60

FREE_AT_A_PLACE = 20
PLACE_FORGETS_ONE_EACH = FORGET_AFTER / FREE_AT_A_PLACE

WRONG_CODES_A_DAY = 20
"""How many wrong codes of an app one account may have in a day, wherever they come from: one chance in 16,000."""
ACCOUNT_FORGETS_ONE_EACH = timedelta(days=1) / WRONG_CODES_A_DAY
KNOWN_FOR = timedelta(days=180)
"""How long a browser with which somebody signed in is known as his, counted from the last time."""
MOST_KNOWN = 5
"""Of how many people one browser is known: staff share computers."""
PROOFS_A_SESSION = 10
"""How many second proofs may be wrong in one session; then the password is asked for again."""


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
    return _seconds_to_room(tries, now, FREE_AT_A_PLACE, PLACE_FORGETS_ONE_EACH)


def after_failure_at_place(tries: Tries | None, now: datetime) -> Tries:
    """Return a place's count with one more failure, and without those that it forgot since."""
    return _one_more(tries, now, PLACE_FORGETS_ONE_EACH)


def seconds_to_wait_for_code(tries: Tries | None, now: datetime) -> int:
    """Return how many seconds no code of an app counts for an account, from whatever place; 0 when one does.

    It has twenty wrong ones in a day, and one more for every 72 minutes after that. A passkey and a recovery code,
    which nobody guesses, count all the time.
    """
    return _seconds_to_room(tries, now, WRONG_CODES_A_DAY, ACCOUNT_FORGETS_ONE_EACH)


def after_wrong_code(tries: Tries | None, now: datetime) -> Tries:
    """Return an account's count with one more wrong code, and without those that were forgotten since."""
    return _one_more(tries, now, ACCOUNT_FORGETS_ONE_EACH)


def _seconds_to_room(tries: Tries | None, now: datetime, room: int, each: timedelta) -> int:
    left = _what_is_remembered(tries, now, each)
    if left is None or left.failures < room:
        return 0
    return _seconds_until(left.last_at + each * (left.failures - room + 1), now)


def _one_more(tries: Tries | None, now: datetime, each: timedelta) -> Tries:
    left = _what_is_remembered(tries, now, each)
    return Tries(left.failures + 1, left.last_at) if left else Tries(1, now)


def _what_is_remembered(tries: Tries | None, now: datetime, each: timedelta) -> Tries | None:
    if tries is None:
        return None
    forgotten = (now - tries.last_at) // each
    if forgotten >= tries.failures:
        return None
    return Tries(tries.failures - forgotten, tries.last_at + forgotten * each)


def _seconds_until(moment: datetime, now: datetime) -> int:
    return max(0, int(-(-(moment - now).total_seconds() // 1)))
