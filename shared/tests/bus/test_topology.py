"""The broker holds what the services need, declared again and again with the same outcome."""

from typing import Any

import pytest
from kombu import Connection

from waarborg_shared.bus import BusAway, Names, RabbitTransport, TopologyDiffers, declare
from waarborg_shared.bus.topology import poison_arguments, queue_arguments, unrouted_arguments
from waarborg_shared.events import routing_key
from waarborg_shared.events.requests import RequestReceived, WithdrawalRequested
from waarborg_shared.testing.bus_world import LISTENER, TELLER, World, running

WRITTEN_OUT = {"x-queue-type", "x-delivery-limit", "x-overflow", "x-max-length", "x-max-length-bytes"}
ONE = {LISTENER: (WithdrawalRequested.type,)}
BOTH = {LISTENER: (WithdrawalRequested.type, RequestReceived.type)}
KEY = routing_key(WithdrawalRequested.type, "bqr")


def put(url: str, names: Names, body: bytes, key: str) -> None:
    with Connection(url) as connection:
        channel = connection.channel()
        channel.basic_publish_confirm(channel.prepare_message(body), names.events, key, mandatory=True)


def waiting(url: str, queue: str) -> int:
    with Connection(url) as connection:
        return int(connection.channel().queue_declare(queue, passive=True).message_count)


def test_every_argument_is_written_out() -> None:
    for arguments in (queue_arguments(Names(), LISTENER), poison_arguments(), unrouted_arguments()):
        assert set(arguments) >= WRITTEN_OUT
        assert arguments["x-queue-type"] == "quorum"
    own = queue_arguments(Names(), LISTENER)
    assert own["x-single-active-consumer"] is True
    assert (own["x-dead-letter-strategy"], own["x-overflow"]) == ("at-least-once", "reject-publish")
    assert own["x-dead-letter-exchange"] == "waarborg.poison"


@pytest.mark.servers
def test_declaring_twice_changes_nothing(rabbit_url: str, new_names: Names) -> None:
    for _ in range(2):
        declare(rabbit_url, BOTH, names=new_names)
    put(rabbit_url, new_names, b"{}", KEY)
    assert waiting(rabbit_url, new_names.queue(LISTENER)) == 1


@pytest.mark.servers
def test_a_type_that_is_handled_no_longer_is_unbound(rabbit_url: str, new_names: Names) -> None:
    declare(rabbit_url, BOTH, names=new_names)
    declare(rabbit_url, ONE, names=new_names)
    put(rabbit_url, new_names, b"{}", routing_key(RequestReceived.type, "bqr"))
    assert waiting(rabbit_url, new_names.queue(LISTENER)) == 0
    assert waiting(rabbit_url, new_names.unrouted) == 1


@pytest.mark.servers
def test_a_queue_with_other_arguments_is_named_and_left_as_it_is(rabbit_url: str, new_names: Names) -> None:
    queue = new_names.queue(LISTENER)
    with Connection(rabbit_url) as connection:
        connection.channel().queue_declare(queue, durable=True, auto_delete=False)
        connection.channel().basic_publish(connection.channel().prepare_message(b"kept"), "", queue)
    with pytest.raises(TopologyDiffers, match=queue) as refused:
        declare(rabbit_url, ONE, names=new_names)
    assert refused.value.name == queue
    assert waiting(rabbit_url, queue) == 1


def test_a_broker_that_is_not_there_is_away() -> None:
    with pytest.raises(BusAway):
        declare("amqp://nobody:nothing@127.0.0.1:1/none", ONE)


@pytest.mark.servers
def test_an_event_that_nobody_is_bound_for_is_kept_aside(rabbit_url: str, new_names: Names) -> None:
    declare(rabbit_url, {TELLER: ()}, names=new_names)
    put(rabbit_url, new_names, b"{}", KEY)
    assert waiting(rabbit_url, new_names.unrouted) == 1


@pytest.mark.servers
def test_what_was_kept_aside_reaches_a_service_that_is_declared_later(rabbit_url: str, new_names: Names) -> None:
    declare(rabbit_url, {TELLER: ()}, names=new_names)
    other = routing_key(RequestReceived.type, "bqr")
    for number, key in enumerate((KEY, other, KEY)):
        put(rabbit_url, new_names, f"{number}".encode(), key)
    declare(rabbit_url, ONE, names=new_names)
    assert waiting(rabbit_url, new_names.unrouted) == 1
    subscription = RabbitTransport(rabbit_url, names=new_names).subscription(LISTENER)
    taken = [subscription.next(5) for _ in range(2)]
    assert [(one.body, one.routing_key) for one in taken if one] == [(b"0", KEY), (b"2", KEY)]
    subscription.close()
    with Connection(rabbit_url) as connection:
        left: Any = connection.channel().basic_get(new_names.unrouted, no_ack=True)
        assert (bytes(left.body), left.delivery_info["routing_key"]) == (b"1", other)


@pytest.mark.servers
def test_an_event_that_the_broker_gives_up_on_is_dead_at_its_consumer(
    rabbit_url: str, names: Names, rabbit_world: World
) -> None:
    (told,) = rabbit_world.tell("case-1")
    rabbit_world.relay.drain()
    limit = queue_arguments(names, LISTENER)["x-delivery-limit"]
    for _ in range(limit + 1):  # as a worker would that dies on this message, again and again
        subscription = rabbit_world.transport.subscription(LISTENER)
        assert subscription.next(5) is not None
        subscription.close()
    with running(rabbit_world.consumer.run):
        rabbit_world.wait_for(lambda: bool(rabbit_world.inbox()))
    assert [(row["state"], row["error"]) for row in rabbit_world.inbox()] == [("dead", "given-up-by-the-broker")]
    rabbit_world.desk.replay(told.id, now=rabbit_world.now())
    rabbit_world.retries.round()
    assert [effect.event_id for effect in rabbit_world.effects()] == [told.id]


@pytest.mark.servers
def test_a_second_consumer_stands_by_until_the_first_is_gone(rabbit: RabbitTransport, rabbit_world: World) -> None:
    first, second = rabbit.subscription(LISTENER), rabbit.subscription(LISTENER)
    rabbit_world.tell("case-1", "case-2")
    rabbit_world.relay.drain()
    assert first.next(5) is not None
    assert second.next(0.2) is None
    first.close()
    assert second.next(5) is not None
    second.close()
