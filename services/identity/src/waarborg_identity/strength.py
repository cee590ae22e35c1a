"""Whether a password may be used: long enough, and not among those that anybody would try first."""

import importlib
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from waarborg_identity.domain import BadPassword, check_password, too_common

GOOD_ENOUGH = 3
"""Of zxcvbn's 0 to 4: more than 10^8 guesses, which argon2id makes slow, and no leaked password as it stands."""
LONGEST_JUDGED = 72


def check_new_password(password: str, *, username: str = "", own: Iterable[str] = ()) -> str:
    """Return a password that may be used. Raises ``BadPassword``.

    ``own`` is what others know of somebody: his name and the organisation's.
    """
    known = [each for each in (username, *own) if each]
    check_password(password, username=username)
    if too_common(password, own=known) or _guessed(password, known) < GOOD_ENOUGH:
        raise BadPassword("too easy to guess")
    return password


def _guessed(password: str, known: list[str]) -> int:
    return int(_judge()(password[:LONGEST_JUDGED], user_inputs=known)["score"])


@lru_cache(maxsize=1)
def _judge() -> Any:
    """Read the lists at the first new password: they take a third of a second, and most processes see none."""
    return importlib.import_module("zxcvbn").zxcvbn
