"""Sealed boxes of libsodium: what is put in by the public key of a report comes out by its private key alone.

A sealed box binds nothing to itself, so that the place where it belongs lies in it, and is compared when it is opened.
"""

import hashlib
import hmac

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

KEY_BYTES = 32
_PLACE_BYTES = 32


class WrongBox(Exception):
    """A box was changed, is of another key, or lies in another place than it was made for."""


def public_of(private: bytes) -> bytes:
    """Return the public key that goes with 32 secret bytes."""
    return bytes(PrivateKey(private).public_key)


def put_in(public: bytes, content: bytes, *place: str) -> bytes:
    """Return a box with ``content``, made for one place: organisation, table, column, row."""
    return SealedBox(PublicKey(public)).encrypt(_mark(place) + content)


def take_out(private: bytes, box: bytes, *place: str) -> bytes:
    """Return what lies in a box. Raises WrongBox."""
    try:
        opened = SealedBox(PrivateKey(private)).decrypt(box)
    except (CryptoError, ValueError, TypeError):
        raise WrongBox(place[1] if len(place) > 1 else "box") from None
    if not hmac.compare_digest(opened[:_PLACE_BYTES], _mark(place)):
        raise WrongBox(place[1] if len(place) > 1 else "box")
    return opened[_PLACE_BYTES:]


def _mark(place: tuple[str, ...]) -> bytes:
    """The place as 32 bytes; every part behind its length, so that no two places are the same."""
    parts = (part.encode() for part in place)
    return hashlib.sha256(b"".join(len(part).to_bytes(4, "big") + part for part in parts)).digest()
