"""The chain itself, pure: what an entry says, its salted digest, and the link that binds it to the one before.

    digest = SHA-256(salt, canonical content)
    link   = HMAC-SHA-256 under the organisation's key (previous link, organisation, case, number, at, digest)

The content includes the reason (`why`), which is stored sealed, as the salt is. When the key of both is destroyed, the
digest stays and tells nothing (the salt has 128 bits), and every link can still be recomputed: erasure and a rotation
of keys leave the chain whole.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

SALT_BYTES = 16


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of a case's timeline. `facts` are codes, references, whole numbers and truths; `why` may be text."""

    organisation: str
    case_ref: str
    number: int
    at: datetime
    actor_kind: str
    actor_ref: str
    verb: str
    facts: Mapping[str, Any]
    why: str = ""


@dataclass(frozen=True)
class Head:
    """Where a case's chain ends; kept in the case's own, locked row. A new case is at number 0 with an empty link."""

    number: int = 0
    link: bytes = b""


@dataclass(frozen=True)
class Sealed:
    """What of an entry is stored sealed."""

    salt: bytes
    why: bytes | None


def canonical(entry: Entry) -> bytes:
    """The entry's content, always as the same bytes; raises TypeError for a fact that can be written in two ways."""
    content = {
        "actor_kind": entry.actor_kind,
        "actor_ref": entry.actor_ref,
        "at": moment(entry.at),
        "case_ref": entry.case_ref,
        "facts": _plain(entry.facts),
        "number": entry.number,
        "organisation": entry.organisation,
        "verb": entry.verb,
        "why": entry.why,
    }
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest_of(entry: Entry, salt: bytes) -> bytes:
    """The salted digest of an entry's content."""
    return hashlib.sha256(_parts(salt, canonical(entry))).digest()


def link_of(key: bytes, previous: bytes, case: tuple[str, str], *, number: int, at: datetime, digest: bytes) -> bytes:
    """The link of a row of a case (organisation, reference) to the one before it.

    It is made with the organisation's chain key, which erasure and rotation leave as it is: whoever has the database
    and not the key store can make no link. It needs nothing that is sealed with a case's or a person's own key.
    """
    parts = (*(name.encode() for name in case), str(number).encode(), moment(at).encode())
    return hmac.digest(key, _parts(previous, *parts, digest), "sha256")


def moment(at: datetime) -> str:
    """A moment to the microsecond in UTC, as both databases keep it; raises ValueError without a time zone."""
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _parts(*parts: bytes) -> bytes:
    """Every part behind its length, so that no two lists of parts give the same bytes."""
    return b"".join([len(part).to_bytes(4, "big") + part for part in parts])


def _plain(value: Any) -> Any:
    """JSON that every database gives back as it was: no floats, no other types, text keys."""
    if value is None or isinstance(value, (bool, int)) or type(value) is str:
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise TypeError("a fact's name is text")
        return {str.__str__(key): _plain(each) for key, each in value.items()}
    raise TypeError(f"a fact of a timeline is a code, a whole number or a truth, not {type(value).__name__}")
