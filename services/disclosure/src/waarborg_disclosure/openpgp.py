"""OpenPGP as this service needs it: an organisation's key, and a text signed by it so that it stays readable."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from pysequoia import Cert, SignatureMode, Tsk, sign

LASTS = timedelta(days=730)
"""For how long a key that was made here can be used."""


class BadOpenPgpKey(ValueError):
    """What was given is no secret OpenPGP key that can sign and be encrypted to without a password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyPair:
    """A key: its fingerprint (40 hexadecimal digits or more), its public and its secret half, armoured."""

    fingerprint: str
    certificate: str
    secret: str


def make_key(user_id: str) -> KeyPair:
    """Make a key that signs and to which can be encrypted, for a user id: ``Name <address>`` or a name."""
    return _pair(Tsk.generate(user_id=user_id, validity_seconds=int(LASTS.total_seconds())))


def read_key(armoured: str) -> KeyPair:
    """Return the key that an organisation has already.

    Raises:
        BadOpenPgpKey: it is none, it cannot sign, or it takes a password.
    """
    try:
        pair = _pair(Tsk.from_bytes(armoured.encode()))
        sign_readably("", secret=pair.secret)
    except Exception as wrong:  # whatever the library makes of what is no key: it raises nothing narrower
        raise BadOpenPgpKey from wrong
    return pair


def expires_at(certificate: str) -> datetime | None:
    """Return when a key can be used no longer; None: it has no end."""
    return Cert.from_bytes(certificate.encode()).expiration


def sign_readably(text: str, *, secret: str) -> str:
    """Return ``text`` with its signature in the cleartext signature framework (RFC 9580, chapter 7)."""
    signer = Tsk.from_bytes(secret.encode()).signer()
    return sign(signer, text.encode(), mode=SignatureMode.CLEAR).decode()


def _pair(key: Tsk) -> KeyPair:
    public = key.extract_certificate()
    return KeyPair(fingerprint=public.fingerprint, certificate=str(public), secret=str(key))
