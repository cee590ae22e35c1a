"""Tokens that were ended before their time: identity's list of them, kept per organisation for a few seconds."""

import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from waarborg_shared.auth.actor import IdentityAway
from waarborg_shared.auth.identity import IdentityQuestions, RevokedTokens
from waarborg_shared.auth.tokens import TokenRefused

ASK_AFTER = 3.0
COUNTS_FOR = 5.0
"""Seconds for which a list counts: within them, whatever was ended is void here too."""
SERVES_WHEN_AWAY = 60.0
"""Seconds for which the last list serves while identity does not answer, and so ends nothing either."""
PAUSE_WHEN_AWAY = 1.0


@dataclass(frozen=True)
class _Known:
    """The last list, by when it was asked for; ``away`` when it was asked for again since, in vain, at ``tried_at``."""

    tokens: RevokedTokens
    asked_at: float
    tried_at: float
    away: bool

    def worth_asking(self, clock: float) -> bool:
        """Whether identity is to be asked again."""
        return clock - self.tried_at >= (PAUSE_WHEN_AWAY if self.away else ASK_AFTER)

    def serves(self, clock: float) -> bool:
        """Whether one may go by this list."""
        age = clock - self.asked_at
        return age < COUNTS_FOR or (self.away and age <= SERVES_WHEN_AWAY)


NOTHING_KNOWN = _Known(RevokedTokens({}), asked_at=float("-inf"), tried_at=float("-inf"), away=False)


class Revocations:
    """Says whether a token was ended, by a list that is younger than five seconds.

    Identity is asked when a good token is shown, by one at a time and every three seconds at most; nobody who has a
    list to go by waits for that. Without such a list the answer is no.
    """

    def __init__(self, identity: Callable[[], IdentityQuestions], monotonic: Callable[[], float]) -> None:
        self._identity = identity
        self._monotonic = monotonic
        self._known: dict[str, _Known] = {}
        self._askers: dict[str, threading.Lock] = {}

    def check(self, organisation: str, names: Collection[str], made_at: int) -> None:
        """Pass a token that names these and was made then (seconds since 1970). Raises TokenRefused, IdentityAway."""
        known, clock = self._known.get(organisation, NOTHING_KNOWN), self._monotonic()
        if known.worth_asking(clock):
            known = self._ask(organisation)
            clock = self._monotonic()
        if not known.serves(clock):
            raise IdentityAway
        if known.tokens.void(names, made_at):
            raise TokenRefused("revoked")

    def _ask(self, organisation: str) -> _Known:
        """Return the list after asking identity, or waiting for who asks already; where it is away nobody waits."""
        asker = self._askers.setdefault(organisation, threading.Lock())
        known = self._known.get(organisation, NOTHING_KNOWN)
        waits = not known.away and not known.serves(self._monotonic())
        if not asker.acquire(blocking=waits):
            return known
        try:
            known, clock = self._known.get(organisation, NOTHING_KNOWN), self._monotonic()
            if known.worth_asking(clock):
                known = self._known[organisation] = self._renewed(organisation, known, clock)
            return known
        finally:
            asker.release()

    def _renewed(self, organisation: str, known: _Known, clock: float) -> _Known:
        try:
            return _Known(self._identity().revocations(organisation), asked_at=clock, tried_at=clock, away=False)
        except IdentityAway:
            return replace(known, tried_at=self._monotonic(), away=True)
