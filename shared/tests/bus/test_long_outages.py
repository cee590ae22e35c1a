"""A consumer whose database stays away for long keeps what it holds, and loses nothing that the broker gives up on."""

import errno
from collections.abc import Callable

import pytest

from waarborg_shared.bus import RabbitTransport
from waarborg_shared.bus.messages import Subscription
from waarborg_shared.testing.bus_world import LISTENER, World


class Counting:
    """A transport that counts how often someone subscribes."""

    def __init__(self, transport: RabbitTransport) -> None:
        self._transport = transport
        self.subscriptions = 0
        self.publisher = transport.publisher

    def subscription(self, service: str) -> Subscription:
        self.subscriptions += 1
        return self._transport.subscription(service)


def away(world: World, times: int) -> Callable[[str], object]:
    """The listener's database, away for so many tries."""
    left = [times]

    def begin(organisation: str) -> object:
        if left[0] > 0:
            left[0] -= 1
            raise OSError(errno.ECONNREFUSED, "no database")
        return world.begin_listener(organisation)

    return begin


@pytest.mark.servers
def test_a_database_that_is_away_for_many_heartbeats_costs_no_connection(
    rabbit_world: World, rabbit: RabbitTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waarborg_shared.bus.rabbit.HEARTBEAT_SECONDS", 1)
    monkeypatch.setattr("waarborg_shared.bus.rabbit.BEAT_EVERY", 0.1)
    counting = Counting(rabbit)
    rabbit_world.transport = counting
    rabbit_world.listen(begin=away(rabbit_world, 30))  # some five seconds
    told = rabbit_world.tell("case-1", "case-2", "case-1")
    rabbit_world.carry()
    assert counting.subscriptions == 1
    assert sorted(effect.event_id for effect in rabbit_world.effects()) == sorted(one.id for one in told)


@pytest.mark.servers
def test_what_comes_while_the_heart_beats_lines_up_in_order(
    rabbit_world: World, rabbit: RabbitTransport, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("waarborg_shared.bus.rabbit.BEAT_EVERY", 0.0)
    subscription = rabbit.subscription(LISTENER)
    told = rabbit_world.tell(*["case-1"] * 4)
    rabbit_world.relay.drain()
    rabbit_world.wait_for(lambda: subscription.beat() or len(subscription._arrived) == 4)
    taken = [subscription.next(0) for _ in range(4)]
    assert [one.id in str(delivery.body) for one, delivery in zip(told, taken, strict=True) if delivery] == [True] * 4
    subscription.close()
