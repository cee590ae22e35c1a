"""The head of a log as a text that can be signed, kept and checked elsewhere: a C2SP checkpoint in a signed note.

Three lines are the log's name, its size and its head; a fourth is when it was made. Who signs is the log itself.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime

from waarborg_consent.domain.merkle import HASH_BYTES

_DASH = "—"
_ED25519 = b"\x01"
_KEY_HASH_BYTES = 4
_LONGEST = 2_000


class BadNote(Exception):
    """This is no signed head of a log."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogHead:
    """How a log stood at a moment."""

    log: str
    size: int
    head: bytes
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """A head with the hash of the key that it is signed with, and the text that was signed."""

    head: LogHead
    text: str
    key_hash: bytes
    signature: bytes


def log_name(organisation: str) -> str:
    """What an organisation's log is called in its heads: the same wherever it is served from."""
    return f"{organisation}/consent/log"


def key_hash(name: str, public_key: bytes) -> bytes:
    """By which a signature names its Ed25519 key (C2SP signed-note)."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:_KEY_HASH_BYTES]


def text_of(head: LogHead) -> str:
    """The text that is signed."""
    at = head.at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{head.log}\n{head.size}\n{_base64(head.head)}\n{at}\n"


def note_of(signed: SignedHead) -> str:
    """The text with its signature, as it is given out and kept."""
    return f"{signed.text}\n{_DASH} {signed.head.log} {_base64(signed.key_hash + signed.signature)}\n"


def read_note(note: str) -> SignedHead:
    """A signed head back from its note; whether the signature is right is not looked at. Raises BadNote."""
    text, blank, signatures = note.partition("\n\n")
    lines, first = text.split("\n"), signatures.partition("\n")[0].split(" ")
    if len(note) > _LONGEST or not blank or len(lines) != 4 or len(first) != 3 or first[0] != _DASH:
        raise BadNote
    try:
        size, at = int(lines[1]), datetime.fromisoformat(lines[3])
        head, signature = base64.b64decode(lines[2], validate=True), base64.b64decode(first[2], validate=True)
    except (ValueError, binascii.Error):
        raise BadNote from None
    found = LogHead(log=lines[0], size=size, head=head, at=at)
    if at.tzinfo is None or len(head) != HASH_BYTES or first[1] != lines[0] or text_of(found) != f"{text}\n":
        raise BadNote
    key, rest = signature[:_KEY_HASH_BYTES], signature[_KEY_HASH_BYTES:]
    return SignedHead(head=found, text=f"{text}\n", key_hash=key, signature=rest)


def _base64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()
