"""Slows down whoever guesses receipts: after a few wrong ones from one sender, each next try has to wait longer."""

import hmac
import ipaddress
from collections.abc import Callable

from waarborg_shared.guessing import FREE_TRIES, LONGEST_WAIT, Guesses

__all__ = ["FREE_TRIES", "LONGEST_WAIT", "GuessLimiter"]
KEY_LIVES_FOR = 3600.0
_NETWORK_BITS = 64


class GuessLimiter:
    """Counts wrong receipts per organisation and sender.

    A sender is a keyed hash of an address; the key lives for an hour and then everything counted with it is forgotten,
    so that no address is kept. ``monotonic`` gives seconds, ``new_key`` 32 random bytes.
    """

    def __init__(self, monotonic: Callable[[], float], new_key: Callable[[], bytes]) -> None:
        self._monotonic = monotonic
        self._new_key = new_key
        self._key, self._keyed_at = new_key(), monotonic()
        self._guesses = Guesses(monotonic)

    def wait_for(self, organisation: str, address: str) -> float:
        """Return how many seconds the next try of this sender must wait; 0 when it may be now."""
        return self._guesses.wait_for(self._sender(organisation, address))

    def failed(self, organisation: str, address: str) -> None:
        """Count a wrong receipt: from the fifth on each doubles the wait, up to a minute."""
        self._guesses.failed(self._sender(organisation, address))

    def _sender(self, organisation: str, address: str) -> bytes:
        if self._monotonic() - self._keyed_at > KEY_LIVES_FOR:
            self._key, self._keyed_at = self._new_key(), self._monotonic()
            self._guesses.forget()
        return hmac.digest(self._key, f"{organisation}\n{_network(address)}".encode(), "sha256")


def _network(address: str) -> str:
    """Return an IPv4 address as it is and of an IPv6 one the network: one sender has all the rest."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, _NETWORK_BITS), strict=False))
