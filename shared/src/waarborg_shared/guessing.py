"""Slows down whoever guesses: after a few wrong tries on one key, each next one has to wait longer."""

import hmac
import ipaddress
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from secrets import token_bytes

FREE_TRIES = 5
LONGEST_WAIT = 60.0
FORGOTTEN_AFTER = 900.0
MOST_KEPT = 10_000
KEY_LIVES_FOR = 3600.0
KEY_BYTES = 32
NETWORK_BITS = 64


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


class GuessesBySender:
    """Counts failed tries per sender and key, so that a guesser slows nobody down but himself.

    A sender is a keyed hash of an address; the key lives for an hour and then everything counted with it is forgotten,
    so that no address is kept. ``monotonic`` gives seconds, ``new_key`` 32 random bytes.
    """

    def __init__(
        self, monotonic: Callable[[], float], new_key: Callable[[], bytes] = lambda: token_bytes(KEY_BYTES)
    ) -> None:
        self._monotonic = monotonic
        self._new_key = new_key
        self._key, self._keyed_at = new_key(), monotonic()
        self._guesses = Guesses(monotonic)

    def __len__(self) -> int:
        return len(self._guesses)

    def wait_for(self, address: str, *key: Hashable) -> float:
        """Return how many seconds the next try of this sender on this key must wait; 0 when it may be now."""
        return self._guesses.wait_for(self._sender(address), *key)

    def failed(self, address: str, *key: Hashable) -> None:
        """Count a try that failed: from the fifth on each doubles the wait, up to a minute."""
        self._guesses.failed(self._sender(address), *key)

    def succeeded(self, address: str, *key: Hashable) -> None:
        """Forget this sender's tries on a key that turned out right."""
        self._guesses.succeeded(self._sender(address), *key)

    def _sender(self, address: str) -> bytes:
        if self._monotonic() - self._keyed_at > KEY_LIVES_FOR:
            self._key, self._keyed_at = self._new_key(), self._monotonic()
            self._guesses.forget()
        return hmac.digest(self._key, network_of(address).encode(), "sha256")


def network_of(address: str) -> str:
    """Return an IPv4 address as it is and of an IPv6 one the network: one sender has all the rest."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, NETWORK_BITS), strict=False))
