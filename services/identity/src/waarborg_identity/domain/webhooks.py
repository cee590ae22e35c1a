"""How events go to partners: when to try again, when to stop, and what an answer means (Standard Webhooks)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

GIVE_UP_AFTER = timedelta(days=3)
KEPT = timedelta(days=90)
"""How long the delivery log goes back, and so how far a replay can."""

TEST_TYPE = "nl.waarborg.identity.webhook-test.v1"
"""A try, asked for by an administrator: no agreement need name it."""

OUR_SIDE = "our-side"
"""The code of a try that came to nothing here, before anybody was asked."""

_FIRST, _LONGEST, _JITTER = timedelta(seconds=10), timedelta(hours=6), 0.2
_LONGEST_REST = timedelta(minutes=5)
_GONE = 410


class EndpointState(StrEnum):
    """Events wait while an endpoint is disabled, and go when it is turned on again."""

    ACTIVE = "active"
    DISABLED = "disabled"


class DeliveryState(StrEnum):
    """What became of one event for one partner."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    LEFT_OUT = "left-out"


DELIVERY_MOVES: Mapping[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.WAITING: frozenset({DeliveryState.DELIVERED, DeliveryState.LEFT_OUT}),
    DeliveryState.DELIVERED: frozenset({DeliveryState.WAITING}),
    DeliveryState.LEFT_OUT: frozenset({DeliveryState.WAITING}),
}


class DeliveryVerdict(StrEnum):
    """What a try comes to; the last two disable the endpoint."""

    DELIVERED = "delivered"
    AGAIN = "again"
    GONE = "gone"
    THREE_DAYS = "three-days"


class BadMove(Exception):
    """A delivery is not in a state from which this can be done (409)."""

    field = "delivery"


@dataclass(frozen=True)
class Tried:
    """What one try gave: a status, or a code of why there was none; and how long it took, in milliseconds."""

    milliseconds: int
    status: int | None = None
    error: str | None = None


def may_be_told(type_: str, agreed: Collection[str]) -> bool:
    """Whether an event of this type goes to a partner with whom these were agreed, also if it waits since before."""
    return type_ == TEST_TYPE or type_ in agreed


def verdict(tried: Tried, *, first_at: datetime, now: datetime) -> DeliveryVerdict:
    """Judge a try: any 2xx is taken, 410 means never again, and three days after the first try it has been enough."""
    if tried.status is not None and 200 <= tried.status < 300:
        return DeliveryVerdict.DELIVERED
    if tried.status == _GONE:
        return DeliveryVerdict.GONE
    return DeliveryVerdict.THREE_DAYS if now - first_at >= GIVE_UP_AFTER else DeliveryVerdict.AGAIN


def next_try(attempts: int, *, first_at: datetime, now: datetime, chance: Callable[[], float]) -> datetime:
    """When to try again after so many attempts: waits that double to six hours, each up to a fifth longer or shorter.

    The last try falls on the third day's end, not past it. `chance` gives 0 up to 1.
    """
    doubled: timedelta = _FIRST * 2 ** min(attempts - 1, 20)
    wait = min(_LONGEST, doubled) * (1 + _JITTER * (2 * chance() - 1))
    last = first_at + GIVE_UP_AFTER
    return max(now + _FIRST / 2, min(now + wait, last))


def rest(silent_tries: int) -> timedelta:
    """How long an endpoint that gave no answer at all is left alone, whatever waits for it, so that it costs little."""
    doubled: timedelta = timedelta(seconds=5) * 2 ** min(silent_tries - 1, 10)
    return min(_LONGEST_REST, doubled)


def move(state: str, to: DeliveryState) -> str:
    """Return the new state. Raises BadMove."""
    if to not in DELIVERY_MOVES[DeliveryState(state)]:
        raise BadMove(state)
    return to.value
