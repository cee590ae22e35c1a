"""Kills the bus at its n-th step, whatever that is, so that a test can go through all of them one by one.

`main` does so to a process of its own, by `os._exit`.
"""

import gc
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import Engine, event

from waarborg_shared.bus import Delivery, EmbeddedTransport, Names, NotLeading, Outgoing, RabbitTransport, Transport
from waarborg_shared.bus.messages import Publisher, Settled, Subscription
from waarborg_shared.events import Envelope
from waarborg_shared.testing.bus_world import HANDLED, LISTENER, TELLER, StoppedClock, World

KILLED_STATUS = 66
_NEVER = 10**9


class Killed(SystemExit):
    """The process ends here: nothing in the product may catch this."""


def _raise() -> None:
    raise Killed


def leave_at_once() -> None:
    """End this process as SIGKILL would: no `finally`, no goodbye."""
    os._exit(KILLED_STATUS)


class Axe:
    """Falls at step `at`; steps are statements, commits, sends, confirms, receipts and acks, each before and after."""

    def __init__(self, at: int = _NEVER, *, fall: Callable[[], None] = _raise) -> None:
        self.at = at
        self.steps: list[str] = []
        self._fall = fall

    @property
    def fell(self) -> bool:
        """Whether it did."""
        return len(self.steps) >= self.at

    def step(self, name: str) -> None:
        """Count a step, and fall if this is the one."""
        self.steps.append(name)
        if len(self.steps) == self.at:
            self._fall()

    def over(self, engine: Engine, name: str) -> None:
        """Hang it over every statement and commit of an engine.

        From after one statement to before the next of the same database nothing is done that outlives a process, so
        that a kill at the one leaves what a kill at the other does: they are one step.
        """

        def before(*_: object) -> None:
            if self.steps[-1:] != [f"{name}: after a statement"]:
                self.step(f"{name}: before a statement")

        event.listen(engine, "before_cursor_execute", before)
        event.listen(engine, "after_cursor_execute", lambda *_: self.step(f"{name}: after a statement"))
        dialect: Any = engine.dialect
        commit = dialect.do_commit

        def do_commit(connection: Any) -> None:
            self.step(f"{name}: before the commit")
            commit(connection)
            self.step(f"{name}: after the commit")

        dialect.do_commit = do_commit


def falls(engine: Engine, act: Callable[[], object]) -> bool:
    """Whether the axe fell while something was done; then, as when a process dies, its connections go with it.

    Only what is made from here on is looked through for what nobody holds any more.
    """
    gc.freeze()
    with suppress(Killed):
        act()
        return False
    engine.dispose()
    gc.collect()
    return True


class AxedTransport:
    """A transport under the axe. `meanwhile` runs while a publisher waits: the consumer of an embedded bus."""

    def __init__(self, transport: Transport, axe: Axe) -> None:
        self.bus = transport
        self.axe = axe
        self.meanwhile: Callable[[], object] = lambda: None

    def publisher(self) -> "AxedPublisher":
        """A publisher under the axe."""
        return AxedPublisher(self.bus.publisher(), self)

    def subscription(self, service: str) -> "AxedSubscription":
        """A subscription under the axe."""
        return AxedSubscription(self.bus.subscription(service), self.axe)


class AxedPublisher:
    """A publisher under the axe."""

    def __init__(self, publisher: Publisher, transport: AxedTransport) -> None:
        self._publisher = publisher
        self._transport = transport

    def send(self, message: Outgoing) -> int:
        """Send."""
        self._transport.axe.step("relay: before sending")
        tag = self._publisher.send(message)
        self._transport.axe.step("relay: after sending")
        return tag

    def settle(self, timeout: float) -> Settled:
        """Settle."""
        self._transport.meanwhile()
        self._transport.axe.step("relay: before a confirm")
        settled = self._publisher.settle(timeout)
        self._transport.axe.step("relay: after a confirm")
        return settled

    def beat(self) -> None:
        """Beat."""
        self._publisher.beat()

    def close(self) -> None:
        """Close."""
        self._publisher.close()


class AxedSubscription:
    """A subscription under the axe."""

    def __init__(self, subscription: Subscription, axe: Axe) -> None:
        self._subscription = subscription
        self._axe = axe

    def next(self, timeout: float) -> Delivery | None:
        """Receive."""
        delivery = self._subscription.next(timeout)
        if delivery is not None:
            self._axe.step("consumer: after receiving")
        return delivery

    def ack(self, delivery: Delivery) -> None:
        """Acknowledge."""
        self._axe.step("consumer: before the ack")
        self._subscription.ack(delivery)
        self._axe.step("consumer: after the ack")

    def beat(self) -> None:
        """Beat."""
        self._subscription.beat()

    def close(self) -> None:
        """Close."""
        self._subscription.close()


def world_under(axe: Axe, teller_url: str, listener_url: str, transport: Transport, *, create: bool) -> World:
    """A world whose every step passes under the axe."""
    axed = AxedTransport(transport, axe)
    world = World(teller_url, listener_url, axed, create=create)
    if isinstance(transport, EmbeddedTransport):
        axed.meanwhile = lambda: world.consumer.drain(0)
    axe.over(world.teller_engine, "teller")
    axe.over(world.listener_engine, "listener")
    return world


def tell_some(world: World) -> None:
    """Commit three events of two cases in two transactions, and roll a fourth back between them."""
    world.tell("case-1", "case-2")
    world.tell("case-3", rollback=True)
    world.tell("case-1")


def carry_once(world: World) -> None:
    """Relay and consume what there is, in this thread, once a database has noticed that an earlier leader is gone."""
    world.wait_for(lambda: _relayed(world))
    world.consumer.drain(0 if isinstance(world.transport.bus, EmbeddedTransport) else 0.1)  # type: ignore[attr-defined]


def _relayed(world: World) -> bool:
    try:
        world.relay.drain()
    except NotLeading:
        return False
    return True


def plain(world: World) -> None:
    """Everything goes well."""
    tell_some(world)
    carry_once(world)


def failing(world: World) -> None:
    """The first event of a case fails once, so that the second waits; both are retried."""
    left = ["case-1"]

    def fail_once(envelope: Envelope) -> None:
        if envelope.subject in left:
            left.remove(envelope.subject)
            raise ValueError("not now")

    world.handling.after = fail_once
    tell_some(world)
    carry_once(world)
    later(world)
    world.retries.round()


def later(world: World) -> None:
    """An hour later."""
    clock: StoppedClock = world.now  # type: ignore[assignment]
    clock.advance(hours=1)


SCENARIOS: dict[str, Callable[[World], None]] = {"plain": plain, "failing": failing}


def finish(world: World) -> None:
    """What running workers do after a restart: relay, consume and retry until nothing is left."""
    for _ in range(5):
        carry_once(world)
        later(world)
        world.retries.round()
        if not faults(world):
            return


def faults(world: World) -> list[str]:
    """What was lost, doubled or invented; empty when all is well."""
    outbox, effects, inbox = world.outbox(), world.effects(), world.inbox()
    told = [row["id"] for row in outbox]
    found = []
    if world.cases() != len(told):
        found.append(f"{world.cases()} events were committed with their cases, {len(told)} are in the outbox")
    if any(row["state"] != "sent" for row in outbox):
        found.append("an event was not sent")
    if sorted(effect.event_id for effect in effects) != sorted(told):
        found.append(f"{len(told)} events had {len(effects)} effects")
    if [row["state"] for row in inbox] != ["done"] * len(told):
        found.append(f"the inbox holds {[row['state'] for row in inbox]}")
    if "case-3" in {row["case_ref"] for row in (*outbox, *inbox)}:
        found.append("what was rolled back was told")
    orders: dict[tuple[str, str], list[int]] = {}
    for effect in effects:
        orders.setdefault((effect.organisation, effect.case_ref), []).append(effect.sequence)
    found += [f"{case} took effect in the order {order}" for case, order in orders.items() if order != sorted(order)]
    return found


def main(scenario: str, step: str, teller_url: str, listener_url: str, *broker: str) -> None:
    """Run a scenario until its step, and end there; end with 0 when there are fewer steps."""
    bus: Transport
    if broker:
        bus = RabbitTransport(broker[0], names=Names(broker[1]))
    else:
        bus = EmbeddedTransport({TELLER: (), LISTENER: HANDLED})
    axe = Axe(int(step), fall=leave_at_once)
    SCENARIOS[scenario](world_under(axe, teller_url, listener_url, bus, create=False))
