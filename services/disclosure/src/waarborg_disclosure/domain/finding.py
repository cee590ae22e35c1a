"""How researchers find the organisation: what stands in its security.txt (RFC 9116)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

VALID_FOR = timedelta(days=180)
"""Until when it is relied on, from the day on which it was made: RFC 9116, 2.5.5 recommends less than a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What there is to find, each an address of the organisation's own host unless it says otherwise.

    ``contacts`` stand in the order in which they are preferred; ``acknowledgments`` is None where nobody is named.
    """

    canonical: str
    contacts: tuple[str, ...]
    policy: str
    encryption: str
    acknowledgments: str | None
    languages: tuple[str, ...]


def expires_at(now: datetime) -> datetime:
    """Return when a security.txt of today is no longer to be relied on, in UTC: the same all day."""
    return datetime.combine(now.astimezone(UTC).date(), time(), UTC) + VALID_FOR


def security_txt(found: Found, *, now: datetime) -> str:
    """Return the lines of a security.txt, each field by its name of RFC 9116, with exactly one Expires."""
    return "".join(f"{name}: {value}\n" for name, value in _fields(found, now))


def _fields(found: Found, now: datetime) -> Iterator[tuple[str, str]]:
    for contact in found.contacts:
        yield "Contact", contact
    yield "Expires", expires_at(now).isoformat().replace("+00:00", "Z")
    yield "Encryption", found.encryption
    if found.acknowledgments is not None:
        yield "Acknowledgments", found.acknowledgments
    yield "Preferred-Languages", ", ".join(found.languages)
    yield "Canonical", found.canonical
    yield "Policy", found.policy
