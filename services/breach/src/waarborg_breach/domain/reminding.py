"""Who is warned that a clock has nearly run down, or has: whoever may decide, by reference and code alone."""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

from waarborg_breach.domain.states import BreachError
from waarborg_shared.hooks.values import BreachProtocol, Channel, Content, Text

NEARED, LAPSED = "breach-clock-neared", "breach-clock-lapsed"
"""The templates of the messages."""
MOST_ATTEMPTS = 6
ROLE = "role:"
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)


class ReminderState(StrEnum):
    """What became of a warning. ``DESK``: no channel took it, and somebody gives it by hand."""

    TO_SEND = "to-send"
    SENT = "sent"
    DESK = "desk"
    GIVEN = "given"
    NOT_NEEDED = "not-needed"


class NobodyToWarn(BreachError):
    """No warning waits to be given by hand."""

    field = ""
    text = Text("Er hoeft niemand meer gewaarschuwd te worden.", "Nobody is to be warned any more.")


def recipients(protocol: BreachProtocol, appointed: Iterable[str]) -> tuple[str, ...]:
    """Return who is warned: the responsible role, the deputies' roles, and who was appointed for now, by account."""
    roles = (protocol.responsible_role, *protocol.deputies)
    return tuple(dict.fromkeys((*(f"{ROLE}{role}" for role in roles), *appointed)))


def channel_of(channels: Sequence[Channel], remind_by: str | None) -> str | None:
    """Return by which channel: the protocol's, or the first that is for notices without content alone; None: none."""
    if remind_by is not None:
        return remind_by
    return next((each.code for each in channels if each.carries == frozenset({Content.NOTICE})), None)


def message_id(*parts: str) -> str:
    """Return the id of a message, the same each time for the same clock, end, moment and recipient."""
    return str(uuid5(NAMESPACE_URL, ":".join(("urn:waarborg:breach-reminder", *parts))))


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts that failed."""
    return min(_FIRST_WAIT * int(3 ** (attempts - 1)), _LONGEST_WAIT)
