"""Wrapping one key with another: AES-256-GCM, bound to what the key is for."""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from waarborg_shared.keystore.errors import CannotUnseal

KEY_BYTES = 32
NONCE_BYTES = 12


def new_key() -> bytes:
    """A fresh key of 256 bits."""
    return os.urandom(KEY_BYTES)


def bound(*parts: str | bytes | int) -> bytes:
    """Associated data: every part behind its length, so that no two lists of parts give the same bytes."""
    encoded = [part if isinstance(part, bytes) else str(part).encode() for part in parts]
    return b"".join([len(part).to_bytes(4, "big") + part for part in encoded])


def wrap(key: bytes, *, under: bytes, purpose: bytes) -> bytes:
    """`key` encrypted under another key: nonce, ciphertext and tag."""
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(under).encrypt(nonce, key, purpose)


def unwrap(wrapped: bytes, *, under: bytes, purpose: bytes) -> bytes:
    """The key back; raises CannotUnseal when it was changed, moved, or wrapped under another key."""
    try:
        return AESGCM(under).decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], purpose)
    except (InvalidTag, ValueError):
        raise CannotUnseal("a wrapped key does not open under the key that it names") from None


def fingerprint(master_key: bytes) -> bytes:
    """By what a master key is recognised; nothing about the key follows from it."""
    return hmac.new(master_key, b"waarborg master key", hashlib.sha256).digest()[:16]


def derive(key: bytes, label: str) -> bytes:
    """A key for one use, from a key of 256 random bits (HMAC as a pseudo-random function)."""
    return hmac.digest(key, bound("waarborg derive", label), "sha256")
