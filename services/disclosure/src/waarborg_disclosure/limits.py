"""Slows down whoever guesses receipts: after a few wrong ones from one sender, each next try has to wait longer."""

import hmac
import ipaddress
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

FREE_TRIES = 5
LONGEST_WAIT = 60.0
FORGOTTEN_AFTER = 900.0
KEY_LIVES_FOR = 3600.0
MOST_KEPT = 10_000
_NETWORK_BITS = 64


@dataclass(slots=True)
class _Tries:
    count: int
    last: float
    free_at: float


class GuessLimiter:
    """Counts wrong receipts per organisation and sender, in the memory of one process.

    A sender is a keyed hash of an address; the key lives for an hour and then everything counted with it is forgotten,
    so that no address is kept. It slows a guesser down; what keeps him out is the length of a receipt. ``monotonic``
    gives seconds, ``new_key`` 32 random bytes.
    """

    def __init__(self, monotonic: Callable[[], float], new_key: Callable[[], bytes]) -> None:
        self._monotonic = monotonic
        self._new_key = new_key
        self._key, self._keyed_at = new_key(), monotonic()
        self._tries: OrderedDict[bytes, _Tries] = OrderedDict()
        self._lock = threading.Lock()

    def wait_for(self, organisation: str, address: str) -> float:
        """Return how many seconds the next try of this sender must wait; 0 when it may be now."""
        with self._lock:
            tries = self._standing(self._sender(organisation, address))
            return max(tries.free_at - self._monotonic(), 0.0) if tries else 0.0

    def failed(self, organisation: str, address: str) -> None:
        """Count a wrong receipt: from the fifth on each doubles the wait, up to a minute."""
        with self._lock:
            now, sender = self._monotonic(), self._sender(organisation, address)
            tries = self._standing(sender) or _Tries(0, now, now)
            tries.count += 1
            tries.last = now
            over = tries.count - FREE_TRIES
            tries.free_at = now + (min(2.0**over, LONGEST_WAIT) if over >= 0 else 0.0)
            self._tries[sender] = tries
            self._tries.move_to_end(sender)
            while len(self._tries) > MOST_KEPT:
                self._tries.popitem(last=False)

    def _sender(self, organisation: str, address: str) -> bytes:
        if self._monotonic() - self._keyed_at > KEY_LIVES_FOR:
            self._key, self._keyed_at = self._new_key(), self._monotonic()
            self._tries.clear()
        return hmac.digest(self._key, f"{organisation}\n{_network(address)}".encode(), "sha256")

    def _standing(self, sender: bytes) -> _Tries | None:
        tries = self._tries.get(sender)
        if tries is not None and self._monotonic() - tries.last > FORGOTTEN_AFTER:
            del self._tries[sender]
            return None
        return tries


def _network(address: str) -> str:
    """Return an IPv4 address as it is and of an IPv6 one the network: one sender has all the rest."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, _NETWORK_BITS), strict=False))
