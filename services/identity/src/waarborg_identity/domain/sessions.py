"""Sessions: how long they last without being used, how long at all, and why they end."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


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


IDLE = {SessionKind.STAFF: timedelta(minutes=30), SessionKind.PERSON: timedelta(minutes=15)}
ABSOLUTE = {SessionKind.STAFF: timedelta(hours=10), SessionKind.PERSON: timedelta(hours=1)}
NOTE_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class SessionTimes:
    """The moments of a session: made, last used, its last moment at all, and ended."""

    created_at: datetime
    seen_at: datetime
    ends_at: datetime
    ended_at: datetime | None


def ends_at(kind: SessionKind, created_at: datetime) -> datetime:
    """Return the moment after which a session is over, however busy it is."""
    return created_at + ABSOLUTE[kind]


def alive(kind: SessionKind, times: SessionTimes, now: datetime) -> bool:
    """Whether a session still counts: not ended, not past its last moment, not left unused for too long."""
    return times.ended_at is None and now < times.ends_at and now < times.seen_at + IDLE[kind]


def worth_noting(times: SessionTimes, now: datetime) -> bool:
    """Whether the last use is old enough to be written down anew."""
    return now - times.seen_at >= NOTE_EVERY
