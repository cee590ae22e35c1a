"""Hashes and checks passwords with argon2id, taking as long for a name that does not exist, and few at a time."""

import secrets
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB = 19 * 1024
ROUNDS = 2
LANES = 1
AT_ONCE = 2
PATIENCE = 0.25


class TooBusy(Exception):
    """As many passwords are being checked as may be at once (429)."""


class Passwords:
    """Argon2id with 19 MiB, two rounds and one lane (the OWASP cheat sheet's first choice for a small server).

    However many tries come in, ``at_once`` of them use the processor; others wait ``patience`` seconds and are refused.
    """

    def __init__(
        self, *, memory_kib: int = MEMORY_KIB, rounds: int = ROUNDS, at_once: int = AT_ONCE, patience: float = PATIENCE
    ) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._patience = patience
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=LANES)
        self._nobodys = _nobodys(self._hasher.time_cost, self._hasher.memory_cost)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait shortly for a turn to check a password, and give it back. Raises TooBusy."""
        if not self._turns.acquire(timeout=self._patience):
            raise TooBusy
        try:
            yield
        finally:
            self._turns.release()

    def hash(self, password: str) -> str:
        """Return the hash to keep, with its salt and parameters in it."""
        return self._hasher.hash(password)

    def hash_anew(self, password: str, kept: str | None) -> str | None:
        """Return the hash of a password that held, made anew, where ``kept`` was made with other parameters."""
        if kept is None or not self._hasher.check_needs_rehash(kept):
            return None
        return self._hasher.hash(password)

    def holds(self, password: str, kept: str | None) -> bool:
        """Whether the password belongs to the hash; without one (nobody has that name) no, after the same work."""
        try:
            matches = self._hasher.verify(kept or self._nobodys, password)
        except (VerificationError, InvalidHashError, UnicodeError):
            return False
        return matches and kept is not None


@cache
def _nobodys(rounds: int, memory_kib: int) -> str:
    """Return the hash of a password that nobody knows, made once per process for each cost."""
    return PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=LANES).hash(secrets.token_urlsafe(32))
