"""Refresh tokens: each counts once, a family lasts as long as a session may, and whoever shows a spent one ends it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from waarborg_identity.domain.sessions import Limits, SessionKind, ends_at


class GrantEnd(StrEnum):
    """Why a family of refresh tokens ended before its time."""

    REUSED = "reused"
    REVOKED = "revoked"
    SESSION = "session"
    CLIENT = "client"


class Verdict(StrEnum):
    """What a refresh token that was shown is worth."""

    GOOD = "good"
    OVER = "over"
    REUSED = "reused"


@dataclass(frozen=True)
class RefreshTimes:
    """The moments of a refresh token (when it was spent) and of its family (its last moment at all, its end)."""

    spent_at: datetime | None
    family_ends_at: datetime
    family_ended_at: datetime | None


def refresh_ends_at(signed_in_at: datetime, *, limits: Limits) -> datetime:
    """Return the last moment of a family: that of a session begun at this sign-in, however often it is renewed."""
    return ends_at(SessionKind.STAFF, signed_in_at, limits=limits)


def judge_refresh(times: RefreshTimes, now: datetime) -> Verdict:
    """Judge a refresh token. A spent one in anybody's hands means that two have it: the family cannot go on.

    RFC 9700, 4.14.2.
    """
    if times.spent_at is not None:
        return Verdict.REUSED
    over = times.family_ended_at is not None or now >= times.family_ends_at
    return Verdict.OVER if over else Verdict.GOOD
