"""The OpenPGP key of somebody who wants our answers encrypted: looked at before it is kept, and encrypted to."""

from datetime import datetime
from typing import Any

from waarborg_disclosure.domain import DisclosureError
from waarborg_shared.hooks.values import Text

LARGEST = 60_000


class WrongAnswerKey(DisclosureError):
    """A key that we cannot encrypt to."""

    field = "answer_key"
    text = Text(
        "Dit is geen sleutel die wij kunnen lezen. Plak de openbare sleutel, van BEGIN PGP PUBLIC KEY BLOCK tot END.",
        "This is no key that we can read. Paste the public key, from BEGIN PGP PUBLIC KEY BLOCK to END.",
    )


class AnswerKeyTooLarge(WrongAnswerKey):
    """More than any ordinary key takes: signatures of others make it so."""

    text = Text(
        "Deze sleutel is te groot. Exporteer hem zonder handtekeningen van anderen "
        "(gpg --export-options export-minimal).",
        "This key is too large. Export it without signatures of others (gpg --export-options export-minimal).",
    )


class AnswerKeySecret(WrongAnswerKey):
    """A private key was pasted: it is kept nowhere."""

    text = Text(
        "Dit is uw geheime sleutel. Wij hebben hem niet bewaard; plak alleen de openbare.",
        "This is your secret key. We did not keep it; paste the public one only.",
    )


class AnswerKeyExpired(WrongAnswerKey):
    """The key's own end has gone by."""

    text = Text(
        "Deze sleutel is verlopen. Geef een nieuwe, of laat dit leeg.",
        "This key has expired. Give a new one, or leave this empty.",
    )


class AnswerKeyRevoked(WrongAnswerKey):
    """Its owner took the key back."""

    text = Text(
        "Deze sleutel is ingetrokken. Geef een andere, of laat dit leeg.",
        "This key was revoked. Give another one, or leave this empty.",
    )


class AnswerKeySignsOnly(WrongAnswerKey):
    """Nothing in the key is there to encrypt to (or its part for that has ended)."""

    text = Text(
        "Met deze sleutel kan niets versleuteld worden: er zit geen geldig deel voor versleutelen in.",
        "Nothing can be encrypted with this key: it holds no valid part for encrypting.",
    )


def check(armoured: str, *, now: datetime) -> None:
    """Check that answers can be encrypted to a key. Raises WrongAnswerKey, by its kind."""
    if len(armoured) > LARGEST:
        raise AnswerKeyTooLarge
    cert = _read(armoured)
    if _is_secret(armoured):
        raise AnswerKeySecret
    if cert.is_revoked:
        raise AnswerKeyRevoked
    if cert.expiration is not None and cert.expiration <= now:
        raise AnswerKeyExpired
    if encrypted("?", armoured) is None:
        raise AnswerKeySignsOnly


def encrypted(text: str, armoured: str) -> str | None:
    """Return a text as an armoured message to a key, or None where the key can no longer be used."""
    from pysequoia import encrypt  # noqa: PLC0415 - heavy, and few reports have a key

    try:
        return bytes(encrypt(recipients=[_read(armoured)], bytes=text.encode(), armor=True)).decode("ascii")
    except (WrongAnswerKey, RuntimeError, ValueError, TypeError, OSError):
        return None


def _is_secret(armoured: str) -> bool:
    """Whether it holds a private key, whatever its first line says."""
    from pysequoia import Tsk  # noqa: PLC0415 - as above

    return "PRIVATE KEY BLOCK" in armoured or "PRIVATE" in str(Tsk.from_bytes(armoured.encode()))[:40]


def _read(armoured: str) -> Any:
    from pysequoia import Cert  # noqa: PLC0415 - as above

    try:
        certs = Cert.split_bytes(armoured.encode())
    except Exception:  # whatever the parser says of what is no key, pysequoia has no class of its own for it
        raise WrongAnswerKey from None
    if len(certs) != 1:
        raise WrongAnswerKey
    return certs[0]
