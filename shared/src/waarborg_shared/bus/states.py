"""The states of an outbox row, an inbox row and a poison row, and the moves between them."""

from collections.abc import Mapping
from enum import StrEnum


class OutboxState(StrEnum):
    """An event that its service committed."""

    PENDING = "pending"
    SENT = "sent"


class InboxState(StrEnum):
    """An event at its consumer."""

    DONE = "done"
    FAILED = "failed"
    WAITING = "waiting"
    DEAD = "dead"
    DISCARDED = "discarded"
    SUPERSEDED = "superseded"


class PoisonState(StrEnum):
    """A message that could not be trusted to be an event."""

    HELD = "held"
    REPLAYED = "replayed"
    DISCARDED = "discarded"


INBOX_MOVES: Mapping[InboxState, frozenset[InboxState]] = {
    InboxState.DONE: frozenset(),
    InboxState.FAILED: frozenset({InboxState.DONE, InboxState.FAILED, InboxState.DEAD, InboxState.DISCARDED}),
    InboxState.WAITING: frozenset({InboxState.DONE, InboxState.FAILED, InboxState.DEAD, InboxState.DISCARDED}),
    InboxState.DEAD: frozenset({InboxState.FAILED, InboxState.DISCARDED}),
    InboxState.DISCARDED: frozenset(),
    InboxState.SUPERSEDED: frozenset({InboxState.FAILED, InboxState.DISCARDED}),
}
BLOCKING = frozenset({InboxState.FAILED, InboxState.WAITING, InboxState.DEAD})
"""What later events of the same case wait behind."""
OPEN = frozenset({InboxState.FAILED, InboxState.WAITING})
"""What the worker itself still tries."""
NOT_DONE = BLOCKING | {InboxState.SUPERSEDED}
"""What an operator should see: the event had no effect here, and nobody has said that it needs none."""
