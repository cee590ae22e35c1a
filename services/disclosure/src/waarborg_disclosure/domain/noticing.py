"""Word to a reporter that something is in the mailbox: by which way, and how it stands with it (J14: kept informed)."""

from collections.abc import Collection
from enum import StrEnum
from uuid import NAMESPACE_URL, uuid5

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_shared.hooks.values import Text

EMAIL, TELEPHONE = "email", "telephone"
TEMPLATE = "mailbox-notice"
"""What a channel is asked to send: that there is something to read with the code, and not a word of what."""


class NoticeState(StrEnum):
    """How it stands with word to the reporter; there is none where he knows."""

    TO_SEND = "to_send"
    DESK = "desk"


class NobodyToTell(DisclosureError):
    """Nobody waits for word: it was given, or the reporter opened the mailbox himself."""

    field = ""
    text = Text("De melder weet het al.", "The reporter knows already.")


def channel_of(contact: str, channels: Collection[str]) -> str | None:
    """Return by which of the channels that carry a notice somebody is told who left this; None: somebody does it."""
    wanted = EMAIL if "@" in contact else TELEPHONE
    return wanted if wanted in channels else None


def message_id(*parts: str) -> str:
    """Return the id of a notice, the same each time that this one is tried."""
    return str(uuid5(NAMESPACE_URL, ":".join(("urn:waarborg:mailbox-notice", *parts))))
