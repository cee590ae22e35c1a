"""Hashes and checks passwords with argon2id, taking as long for a name that does not exist."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

MEMORY_KIB = 19 * 1024
ROUNDS = 2
LANES = 1


class Passwords:
    """Argon2id with 19 MiB, two rounds and one lane (the OWASP cheat sheet's first choice for a small server)."""

    def __init__(self, *, memory_kib: int = MEMORY_KIB, rounds: int = ROUNDS) -> None:
        self._hasher = PasswordHasher(time_cost=rounds, memory_cost=memory_kib, parallelism=LANES)
        self._nobodys = self._hasher.hash(secrets.token_urlsafe(32))

    def hash(self, password: str) -> str:
        """Return the hash to keep, with its salt and parameters in it."""
        return self._hasher.hash(password)

    def holds(self, password: str, kept: str | None) -> bool:
        """Whether the password belongs to the hash; without one (nobody has that name) no, after the same work."""
        try:
            matches = self._hasher.verify(kept or self._nobodys, password)
        except (VerificationError, InvalidHashError, UnicodeError):
            return False
        return matches and kept is not None
