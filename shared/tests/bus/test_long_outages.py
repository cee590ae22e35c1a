"""A consumer whose database stays away for long keeps what it holds, and loses nothing that the broker gives up on."""

import errno
from collections.abc import Callable

import pytest

from waarborg_shared.bus import InboxState, Outcome, RabbitTransport
from waarborg_shared.bus.messages import Delivery, Subscription
from waarborg_shared.events import routing_key
from waarborg_shared.events.requests import WithdrawalRequested
from waarborg_shared.testing.bus_world import LISTENER, World

KEY = routing_key(WithdrawalRequested.type, "bqr")


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


def given_up(body: bytes, key: str = KEY) -> Delivery:
    """A message as the broker hands over what it gave up on."""
    return Delivery(body, key, "waarborg.poison.consent", 1, {}, given_up=True)


def test_an_event_that_the_broker_gave_up_waits_for_an_operator_and_its_case_behind_it(embedded_world: World) -> None:
    world = embedded_world
    first, _ = told = world.tell("case-1", "case-1")
    bodies = [bytes(row["body"]) for row in world.outbox()]
    assert world.receiver.receive(given_up(bodies[0])) is Outcome.DEAD
    assert world.receiver.receive(given_up(bodies[0])) is Outcome.DUPLICATE
    world.carry()
    assert world.states() == ["dead", "waiting"]
    (dead,) = world.desk.stuck(states=[InboxState.DEAD])
    assert (dead.event_id, dead.error) == (first.id, "given-up-by-the-broker")
    assert list(world.poison()) == []
    world.desk.replay(first.id, now=world.now())
    world.retries.round()
    assert [effect.event_id for effect in world.effects()] == [one.id for one in told]


def test_what_the_broker_gave_up_and_cannot_be_trusted_is_poison(embedded_world: World) -> None:
    embedded_world.tell("case-1")
    body = bytes(embedded_world.outbox()[0]["body"])
    for message in (given_up(b"nonsense"), given_up(body, KEY.replace("bqr", "jtb-care"))):
        assert embedded_world.receiver.receive(message) is Outcome.POISON
    assert sorted(held["reason"] for held in embedded_world.poison()) == ["routing-key-differs", "undecodable"]
    assert embedded_world.inbox() == []


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

    def all_came() -> bool:
        subscription.beat()
        return len(subscription._arrived) == len(told)

    rabbit_world.wait_for(all_came)
    taken = [subscription.next(0) for _ in range(4)]
    assert [one.id in str(delivery.body) for one, delivery in zip(told, taken, strict=True) if delivery] == [True] * 4
    subscription.close()
