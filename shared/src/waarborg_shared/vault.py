"""Sealing single values: AES-256-GCM under the holder's key, bound to the organisation, table, column and row it is in.

A sealed value is: format version (1 byte), key id (8), nonce (12), ciphertext, tag (16); 37 bytes more than the value.
Moved to another row, column, table or organisation it does not open. What is bound is never stored in it.
"""

import hmac
import os
import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from functools import lru_cache

from cryptography.exceptions import InvalidTag

from waarborg_shared.keystore import (
    CannotUnseal,
    HolderKey,
    KeyDestroyed,
    KeyStore,
    NoKeyStore,
    Rotation,
    Tombstone,
    VaultError,
    WrongMasterKey,
)
from waarborg_shared.keystore.wrapping import NONCE_BYTES, bound, derive

__all__ = [
    "CannotUnseal",
    "KeyDestroyed",
    "KeyStore",
    "NoKeyStore",
    "Rotation",
    "Tombstone",
    "Vault",
    "VaultError",
    "WrongMasterKey",
]

FORMAT = b"\x01"
_KEY_ID = slice(1, 9)
_HEAD = 9
_SHORTEST = _HEAD + NONCE_BYTES + 16
_NOT_DIGITS = re.compile(r"\D+")


class Vault:
    """Seals, unseals and searches values by the keys of one key store."""

    def __init__(self, keystore: KeyStore) -> None:
        self.keystore = keystore

    def seal(
        self, organisation: str, holder: str, plaintext: bytes, *, table: str, column: str, row: str, retention: str
    ) -> bytes:
        """`plaintext` encrypted with the holder's key (made and committed if there is none); raises KeyDestroyed."""
        key = self.keystore.existing_or_new(organisation, holder, retention)
        nonce, place = os.urandom(NONCE_BYTES), _place(key, organisation, table, column=column, row=row)
        return FORMAT + key.key_id + nonce + key.cipher.encrypt(nonce, plaintext, place)

    def begin(self, organisation: str, holder: str, retention: str) -> None:
        """Make the key of a holder who is new, so that sealing finds it; see KeyStore.begin."""
        self.keystore.begin(organisation, holder, retention)

    def ready(self, organisation: str, holders: Collection[str], retention: str) -> None:
        """Have many holders' keys at hand, so that sealing for each asks the key store nothing. See KeyStore.ready."""
        self.keystore.ready(organisation, holders, retention)

    def at_hand(self, organisation: str, holders: Collection[str], retention: str) -> None:
        """Have those of many holders' keys at hand that there are, so that opening asks the key store nothing."""
        self.keystore.at_hand(organisation, holders, retention)

    def unseal(
        self, organisation: str, holder: str, sealed: bytes, *, table: str, column: str, row: str, retention: str
    ) -> bytes:
        """What was sealed; raises KeyDestroyed, or CannotUnseal when it was changed, moved or is of another holder."""
        key = self.keystore.existing(organisation, holder, retention)
        return _open(key, organisation, sealed, table=table, column=column, row=row)

    def unseal_of_any(self, organisation: str, sealed: bytes, *, table: str, column: str, row: str) -> bytes:
        """The same where the row does not say who the holder is: found by the key's id in the sealed value."""
        key = self.keystore.by_key_id(organisation, _key_id(sealed, table, column=column))
        return _open(key, organisation, sealed, table=table, column=column, row=row)

    def destroy(self, organisation: str, holder: str, retention: str, *, at: datetime, reason: str) -> bool:
        """Erase by destroying the holder's key for a retention class; True when there was one. `reason` is a code."""
        return self.keystore.destroy(organisation, holder, retention, at=at, reason=reason)

    def retentions(self, organisation: str, holder: str) -> tuple[str, ...]:
        """The retention classes for which a holder has a key that was not destroyed."""
        return self.keystore.retentions(organisation, holder)

    def derived(self, organisation: str, holder: str, label: str, *, retention: str) -> bytes:
        """32 secret bytes for one more use of a holder's key (made if there is none): they are stored nowhere, stay
        the same after every rotation, and go when the key is destroyed. Raises KeyDestroyed."""
        return derive(self.keystore.existing_or_new(organisation, holder, retention).secret, label)

    def search_hash(self, organisation: str, kind: str, value: str) -> bytes:
        """32 bytes by which a value is found without being stored: HMAC-SHA256 of its normal form.

        Each organisation and each kind ("bsn", "email", "telephone" …) has its own key: equal values of two
        organisations do not show as equal, and without the key store nothing can be tried out against the hash.
        """
        key = derive(self.keystore.search_key(organisation), kind)
        return hmac.digest(key, normal_form(kind, value).encode(), "sha256")

    def chain_key(self, organisation: str) -> bytes:
        """The key of the organisation's timelines: it stays the same after every erasure and rotation."""
        return derive(self.keystore.search_key(organisation), "chain of timelines")

    def rotate_organisation(self, organisation: str, *, batch: int = 500) -> Rotation:
        """See KeyStore.rotate_organisation."""
        return self.keystore.rotate_organisation(organisation, batch=batch)

    def rotate_master(self, new_master_key: bytes, *, batch: int = 500) -> Rotation:
        """See KeyStore.rotate_master."""
        return self.keystore.rotate_master(new_master_key, batch=batch)


def normal_form(kind: str, value: str) -> str:
    """A value as it is compared: how it was typed does not matter, what it says does."""
    text = " ".join(unicodedata.normalize("NFKC", value).casefold().split())
    return _NORMAL_FORMS.get(kind, str)(text)


def _digits(text: str) -> str:
    return _NOT_DIGITS.sub("", text)


def _telephone(text: str) -> str:
    """Dutch numbers as 0…; others with their country's code: +31 6 and 0031 6 and 06 are one."""
    digits = _digits(text)
    if text.startswith("+"):
        digits = f"00{digits}"
    return f"0{digits[4:].removeprefix('0')}" if digits.startswith("0031") else digits


def _closed_up(text: str) -> str:
    return re.sub(r"[\s.-]+", "", text)


_NORMAL_FORMS: Mapping[str, Callable[[str], str]] = {
    "bsn": _digits,
    "telephone": _telephone,
    "postcode": _closed_up,
    "iban": _closed_up,
}


def _key_id(sealed: bytes, table: str, *, column: str) -> bytes:
    sealed = bytes(sealed)
    if len(sealed) < _SHORTEST or sealed[:1] != FORMAT:
        raise CannotUnseal(f"{table}.{column}: not a sealed value")
    return sealed[_KEY_ID]


def _open(key: HolderKey, organisation: str, sealed: bytes, *, table: str, column: str, row: str) -> bytes:
    if _key_id(sealed, table, column=column) != key.key_id:
        raise CannotUnseal(f"{table}.{column}: not sealed with this holder's key")
    nonce, rest = bytes(sealed[_HEAD : _HEAD + NONCE_BYTES]), bytes(sealed[_HEAD + NONCE_BYTES :])
    try:
        return key.cipher.decrypt(nonce, rest, _place(key, organisation, table, column=column, row=row))
    except InvalidTag:
        raise CannotUnseal(f"{table}.{column}: changed, or moved from another place") from None


def _place(key: HolderKey, organisation: str, table: str, *, column: str, row: str) -> bytes:
    return _until_row(key.key_id, organisation, table, column=column) + bound(row)


@lru_cache(maxsize=1024)
def _until_row(key_id: bytes, organisation: str, table: str, *, column: str) -> bytes:
    """What values of one key, table and column are bound to besides their row: many are opened one after another."""
    return bound(FORMAT, key_id, organisation, table, column)
