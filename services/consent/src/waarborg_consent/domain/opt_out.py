"""The link in a message by which somebody opts out: how long its keys check, and for how long it can be undone."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from waarborg_consent.domain.marks import Mark

SIGNS_FOR = timedelta(days=365)
CHECKS_FOR = timedelta(days=3 * 365)
"""After it stopped signing: people open old messages, and an opt-out that does not work is worse than an old key."""
UNDO_FOR = timedelta(hours=1)
"""Whoever has the message can opt somebody out, and no more than undo that: a yes takes the person himself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link in messages to one person; ``about`` is the kind of message, and None for a service message."""

    id: str
    subject_ref: str
    about: str | None


class LinkRefused(Exception):
    """The link is not ours, its key or it itself was ended, or it is of another organisation: which, nobody is told."""


def may_undo(mark: Mark, *, set_by: str, link: Link, now: datetime) -> bool:
    """Whether what was set by a link can be undone by that same link, which it can for an hour."""
    return set_by == link.id and mark.ended_at is None and now - mark.set_at <= UNDO_FOR
