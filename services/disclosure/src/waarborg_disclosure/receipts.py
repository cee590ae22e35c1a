"""Hashes receipts, so that a mailbox is found by one and no receipt is found by what is stored.

Argon2id over the digits and a pepper, with one salt per organisation: the same digits give the same hash, by which the
report is looked up. Pepper and salt come from the key store, so that the hashes are worth nothing without it.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from secrets import token_bytes
from typing import cast

from argon2.low_level import Type, hash_secret_raw
from flask import Flask

from waarborg_disclosure import domain

EXTENSION = "waarborg_disclosure.receipts"
AT_ONCE = 2
PATIENCE = 5.0
ENTROPY_BYTES = 32
HASH_BYTES = 32
SALT_BYTES = 16
LANES = 1
_PEPPER, _SALT, _BEFORE, _OF_A_FORM = "receipt pepper", "receipt salt", "receipt", "receipt of a form"
Keyed = Callable[[str, str, str], bytes]
"""The key store's keyed hash of an organisation: of what kind, and of which value."""


class TooBusy(Exception):
    """As many receipts are being hashed as may be at once (429)."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt that was made, shown once, and its hash, which is stored."""

    digits: str = field(repr=False)
    hashed: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Presented:
    """A receipt as somebody typed it: the hash that is stored now, and those of before by which it may be found."""

    hashed: bytes = field(repr=False)
    before: tuple[bytes, ...] = field(repr=False)
    readable: bool


class Receipts:
    """Hashes receipts at the costs that the settings say (KiB of memory, rounds), two at a time in a process."""

    def __init__(self, keyed: Keyed, costs: Sequence[tuple[int, int]], *, patience: float = PATIENCE) -> None:
        self._keyed = keyed
        self._costs = tuple(costs)
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._patience = patience

    def make(self, organisation: str, *, form: str | None = None) -> Receipt:
        """Return a new receipt, before any transaction is open: hashing it takes long. Raises TooBusy.

        ``form`` is the form that was sent, with all that is in it: of one that is sent twice it is the same receipt, so
        that nothing has to be kept to know it again. It follows from the form by the key store alone.
        """
        entropy = token_bytes(ENTROPY_BYTES) if form is None else self._keyed(organisation, _OF_A_FORM, form)
        digits = domain.spell_receipt(entropy)
        return Receipt(digits, self._hash(organisation, digits, self._costs[0]))

    def read(self, organisation: str, typed: str) -> Presented:
        """Return the hashes of what somebody typed; what is no receipt takes as long as one. Raises TooBusy."""
        digits = domain.read_receipt(typed)
        now, *before = [self._hash(organisation, digits or "", cost) for cost in self._costs]
        kept = self._keyed(organisation, _BEFORE, digits or "")
        return Presented(now, (*before, kept), digits is not None)

    def _hash(self, organisation: str, digits: str, cost: tuple[int, int]) -> bytes:
        memory, rounds = cost
        salt = self._keyed(organisation, _SALT, organisation)[:SALT_BYTES]
        if not self._turns.acquire(timeout=self._patience):
            raise TooBusy
        try:
            return hash_secret_raw(
                self._keyed(organisation, _PEPPER, digits),
                salt,
                time_cost=rounds,
                memory_cost=memory,
                parallelism=LANES,
                hash_len=HASH_BYTES,
                type=Type.ID,
            )
        finally:
            self._turns.release()


def receipts_of(app: Flask) -> Receipts:
    """Return what hashes receipts in this web process."""
    return cast(Receipts, app.extensions[EXTENSION])
