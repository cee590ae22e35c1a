"""Sessions: how long they last without being used, how long at all, and why they end."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


class SessionKind(StrEnum):
    """Whose session it is."""

    STAFF = "staff"
    PERSON = "person"


class EndReason(StrEnum):
    """Why a session ended before its time."""

    SIGNED_OUT = "signed_out"
    REPLACED = "replaced"
    REVOKED = "revoked"
    DISABLED = "disabled"
    ISSUER = "issuer"
    GUESSED = "guessed"


NOTE_EVERY = timedelta(minutes=1)
PENDING_FOR = timedelta(minutes=20)
"""How long somebody who gave his password has for his second factor, or for setting one up."""


class Limits(Protocol):
    """The organisation's limits of sessions, in minutes."""

    @property
    def staff_idle_minutes(self) -> int: ...
    @property
    def staff_longest_minutes(self) -> int: ...
    @property
    def person_idle_minutes(self) -> int: ...
    @property
    def person_longest_minutes(self) -> int: ...


@dataclass(frozen=True)
class SessionTimes:
    """The moments of a session: made, last used, its last moment at all, and ended."""

    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None


def ends_at(kind: SessionKind, created_at: datetime, *, limits: Limits, pending: bool = False) -> datetime:
    """Return the moment after which a session is over, however busy it is."""
    if pending:
        return created_at + PENDING_FOR
    minutes = limits.staff_longest_minutes if kind is SessionKind.STAFF else limits.person_longest_minutes
    return created_at + timedelta(minutes=minutes)


def alive(kind: SessionKind, times: SessionTimes, now: datetime, *, limits: Limits) -> bool:
    """Whether a session still counts: not ended, not past its last moment, not left unused for too long."""
    minutes = limits.staff_idle_minutes if kind is SessionKind.STAFF else limits.person_idle_minutes
    return times.ended_at is None and now < times.ends_at and now < times.seen_at + timedelta(minutes=minutes)


def worth_noting(times: SessionTimes, now: datetime) -> bool:
    """Whether the last use is old enough to be written down anew."""
    return now - times.seen_at >= NOTE_EVERY


class Assurance(StrEnum):
    """How surely somebody is who he says: what ``acr`` tells an application (OpenID Connect Core, 2)."""

    ONE_FACTOR = "urn:waarborg:acr:one-factor"
    TWO_FACTORS = "urn:waarborg:acr:two-factors"


def acr_of(methods: Collection[str]) -> str:
    """Return how surely, by the methods (RFC 8176) of a sign-in: ``mfa`` is said where there were two factors."""
    return (Assurance.TWO_FACTORS if "mfa" in methods else Assurance.ONE_FACTOR).value
