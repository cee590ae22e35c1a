"""Killed at any step of producing, relaying, consuming and retrying, and started again, the bus loses and doubles
nothing."""

import gc
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from waarborg_shared.bus import EmbeddedTransport, RabbitTransport, Transport
from waarborg_shared.testing.bus_crash import SCENARIOS, Axe, Killed, faults, finish, world_under
from waarborg_shared.testing.bus_world import HANDLED, LISTENER, TELLER, World, sweeping

pytestmark = pytest.mark.slow
MOST_STEPS = 400


def crash_everywhere(
    scenario: Callable[[World], None],
    *,
    urls: tuple[str, str],
    new_transport: Callable[[], Transport],
    clear: Callable[[World], None],
) -> list[str]:
    """Kill at step 1, restart and finish; then at step 2; and so on until the scenario has no such step."""
    for at in range(1, MOST_STEPS):
        axe, calm = Axe(at), Axe()
        gc.freeze()
        world = world_under(axe, *urls, new_transport(), create=at == 1)
        clear(world)
        axe.steps.clear()
        with suppress(Killed):
            scenario(world)
        close(world)
        after = world_under(calm, *urls, new_transport(), create=False)
        if not axe.fell:  # the whole scenario ran: nothing to repair
            finish(after)
            assert faults(after) == []
            close(after)
            return axe.steps
        finish(after)
        assert faults(after) == [], f"killed at step {at}, {axe.steps[-1]}"
        close(after)
    raise AssertionError("there is no end to the steps")


def close(world: World) -> None:
    # What the kill left open is held by its traceback's frames: a process that ends leaves no transaction, and neither
    # may this one leave it to chance when they go. Only what was made since the step began is looked through.
    gc.collect()
    world.teller_engine.dispose()
    world.listener_engine.dispose()
    bus = world.transport.bus  # type: ignore[attr-defined]
    if isinstance(bus, EmbeddedTransport):
        bus.close()


def expect_every_kind(steps: list[str]) -> None:
    kinds = set(steps)
    for part in ("teller", "listener"):
        for what in ("a statement", "the commit"):
            assert {f"{part}: before {what}", f"{part}: after {what}"} <= kinds
    for what in ("relay: before sending", "relay: before a confirm", "relay: after a confirm"):
        assert what in kinds
    for what in ("consumer: after receiving", "consumer: before the ack", "consumer: after the ack"):
        assert what in kinds


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_kill_at_any_step_loses_and_doubles_nothing_embedded(scenario: str, tmp_path: Path) -> None:
    urls = (f"sqlite:///{tmp_path}/teller.db", f"sqlite:///{tmp_path}/listener.db")
    before = set(threading.enumerate())
    steps = crash_everywhere(
        SCENARIOS[scenario],
        urls=urls,
        new_transport=lambda: EmbeddedTransport({TELLER: (), LISTENER: HANDLED}),
        clear=World.clear,
    )
    expect_every_kind(steps)
    assert set(threading.enumerate()) <= before


@pytest.mark.servers
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_kill_at_any_step_loses_and_doubles_nothing_on_servers(
    scenario: str, databases: tuple[str, str], rabbit: RabbitTransport, empty_queues: Callable[[], None]
) -> None:
    with sweeping(*databases) as sweep:

        def clear(_world: World) -> None:
            sweep()
            empty_queues()

        steps = crash_everywhere(SCENARIOS[scenario], urls=databases, new_transport=lambda: rabbit, clear=clear)
    expect_every_kind(steps)
