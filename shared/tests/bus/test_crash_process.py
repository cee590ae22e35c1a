"""A whole process that ends as by SIGKILL, without a `finally` or a goodbye, loses and doubles nothing either."""

import multiprocessing
from collections.abc import Callable
from pathlib import Path

import pytest

from waarborg_shared.bus import EmbeddedTransport, Names, RabbitTransport, Transport
from waarborg_shared.testing import bus_crash
from waarborg_shared.testing.bus_crash import KILLED_STATUS, Axe, AxedTransport, faults, finish, world_under
from waarborg_shared.testing.bus_world import HANDLED, LISTENER, TELLER, World

pytestmark = pytest.mark.slow
STRIDE = 13  # every so many steps; test_crash_steps.py goes through all of them
# Each process is forked from one that has imported everything and opened nothing: an import takes longer than its life.
NEW = multiprocessing.get_context("forkserver")
NEW.set_forkserver_preload(["pytest", "waarborg_shared.testing.bus_crash"])


def run_until(step: int, scenario: str, urls: tuple[str, str], *broker: str) -> int:
    """Run the scenario in a process of its own that ends at this step, and give its exit status."""
    process = NEW.Process(target=bus_crash.main, args=(scenario, str(step), *urls, *broker))
    process.start()
    process.join(60)
    status = process.exitcode
    assert status is not None, f"it does not end at step {step}"
    process.close()
    return status


def crash_here_and_there(
    scenario: str,
    urls: tuple[str, str],
    *,
    transport: Callable[[], Transport],
    empty: Callable[[], None],
    broker: tuple[str, ...] = (),
) -> int:
    """Kill a process every STRIDE steps, finish what it left in this one; gives how many were killed."""
    for killed, step in enumerate(range(2, 400, STRIDE)):
        world = world_under(Axe(), *urls, transport(), create=step == 2)
        world.clear()
        empty()
        status = run_until(step, scenario, urls, *broker)
        if status == 0:
            close(world)
            return killed
        assert status == KILLED_STATUS
        finish(world)
        assert faults(world) == [], f"killed at step {step}"
        close(world)
    raise AssertionError("there is no end to the steps")


def close(world: World) -> None:
    world.teller_engine.dispose()
    world.listener_engine.dispose()
    assert isinstance(world.transport, AxedTransport)
    if isinstance(world.transport.bus, EmbeddedTransport):
        world.transport.bus.close()


def test_a_killed_process_loses_and_doubles_nothing_embedded(tmp_path: Path) -> None:
    urls = (f"sqlite:///{tmp_path}/teller.db", f"sqlite:///{tmp_path}/listener.db")
    killed = crash_here_and_there(
        "failing",
        urls,
        transport=lambda: EmbeddedTransport({TELLER: (), LISTENER: HANDLED}),
        empty=lambda: None,
    )
    assert killed > 5


@pytest.mark.servers
def test_a_killed_process_loses_and_doubles_nothing_on_servers(
    databases: tuple[str, str],
    rabbit: RabbitTransport,
    rabbit_url: str,
    names: Names,
    empty_queues: Callable[[], None],
) -> None:
    killed = crash_here_and_there(
        "failing", databases, transport=lambda: rabbit, empty=empty_queues, broker=(rabbit_url, names.prefix)
    )
    assert killed > 5
