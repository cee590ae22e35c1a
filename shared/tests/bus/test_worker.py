"""A worker starts what its service needs, never gives up by itself, and ends when it is told."""

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from waarborg_shared.bus import RabbitTransport
from waarborg_shared.config import SettingError
from waarborg_shared.events.requests import RequestReceived, WithdrawalRequested
from waarborg_shared.testing.bus_world import (
    LISTENER,
    LISTENER_PLUMBING,
    ORGANISATIONS,
    TELLER,
    TELLER_PLUMBING,
    World,
)
from waarborg_shared.worker import (
    Crew,
    desk_of,
    embedded_crew,
    embedded_transport,
    loops_of,
    receiver_of,
    run_worker,
    told_by_signals,
    transport_of,
)


def runtime_of(world: World, service: str, *, broker: str = "memory://") -> Any:
    """As much of a runtime as a worker needs."""
    tells = service == TELLER
    handles = {} if tells else dict.fromkeys((WithdrawalRequested, RequestReceived), world.handling)
    plumbing = TELLER_PLUMBING if tells else LISTENER_PLUMBING
    return SimpleNamespace(
        service=SimpleNamespace(name=service, plumbing=plumbing, handles=handles, deadlines={}, chores=(), loops={}),
        settings=SimpleNamespace(broker_url=broker, organisations=dict.fromkeys(ORGANISATIONS)),
        uow=world.teller if tells else world.listener,
        worker_engine=world.teller_engine if tells else world.listener_engine,
        rules=lambda organisation: None,
        now=world.now,
    )


@pytest.fixture
def embedded(embedded_world: World) -> Iterator[World]:
    """Both services in this process, with their workers running."""
    crew = embedded_crew([runtime_of(embedded_world, TELLER), runtime_of(embedded_world, LISTENER)]).start()
    yield embedded_world
    assert crew.stop()


def test_services_in_one_process_tell_each_other(embedded: World) -> None:
    told = embedded.tell("case-1", "case-2", "case-1")
    embedded.wait_for(lambda: len(embedded.effects()) == 3)
    embedded.wait_for(lambda: not embedded.pending())
    assert sorted(effect.event_id for effect in embedded.effects()) == sorted(each.id for each in told)


def test_what_was_committed_before_the_start_is_told_at_the_start(embedded_world: World) -> None:
    embedded_world.tell("case-1")
    crew = embedded_crew([runtime_of(embedded_world, TELLER), runtime_of(embedded_world, LISTENER)]).start()
    embedded_world.wait_for(lambda: len(embedded_world.effects()) == 1)
    assert crew.stop()


def test_a_service_may_give_its_worker_a_loop_of_its_own(embedded_world: World) -> None:
    runtime, seen = runtime_of(embedded_world, TELLER), []
    ran = threading.Event()

    def make(given: Any) -> Any:
        seen.append(given)

        def loop(stop: threading.Event) -> None:
            ran.set()
            stop.wait()

        return loop

    runtime.service.loops = {"extra": make}
    loops = loops_of(runtime, embedded_transport([runtime.service]))
    assert seen == [runtime]
    crew = Crew({"extra": loops[f"{TELLER}-extra"]}).start()
    assert ran.wait(20)
    assert crew.stop()


def test_a_commit_rings_the_bell_of_the_relay(embedded_world: World) -> None:
    rung = threading.Event()
    crew = embedded_crew([runtime_of(embedded_world, TELLER), runtime_of(embedded_world, LISTENER)])
    embedded_world.teller.wake = rung.set
    embedded_world.tell("case-1")
    assert rung.is_set()
    assert not crew.stop_asked.is_set()


def test_a_loop_that_breaks_is_started_anew() -> None:
    runs, done = [], threading.Event()

    def break_twice(stop: threading.Event) -> None:
        runs.append(1)
        if len(runs) < 3:
            raise MemoryError if len(runs) == 1 else _NotAnException
        done.set()
        stop.wait()

    crew = Crew({"breaks": break_twice}).start()
    assert done.wait(10)
    assert crew.stop()


class _NotAnException(BaseException):
    """Nothing that anyone expects."""


def test_a_loop_that_is_told_to_exit_ends_the_worker() -> None:
    def exit_now(_: threading.Event) -> None:
        raise SystemExit(1)

    crew = Crew({"exits": exit_now, "waits": lambda stop: stop.wait()}).start()
    assert crew.stop_asked.wait(10)
    assert crew.stop()


def test_memory_is_no_broker_for_a_worker_by_itself(embedded_world: World) -> None:
    with pytest.raises(SettingError, match="WAARBORG_BROKER_URL"):
        transport_of(runtime_of(embedded_world, LISTENER))


def test_commands_have_a_desk_and_a_receiver(embedded: World) -> None:
    embedded.handling.before = _refuse
    (told,) = embedded.tell("case-1")
    runtime = runtime_of(embedded, LISTENER)
    embedded.wait_for(lambda: desk_of(runtime).backlog().failed == 1)
    desk_of(runtime).discard(told.id, "tested enough", now=embedded.now())
    assert desk_of(runtime).backlog().failed == 0
    assert receiver_of(runtime).service == LISTENER


def _refuse(_: object) -> None:
    raise RuntimeError("no")


def test_sigterm_is_heard_and_what_it_did_before_is_put_back() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with told_by_signals() as stop:
        os.kill(os.getpid(), signal.SIGTERM)
        assert stop.wait(10)
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.servers
def test_a_worker_works_until_it_is_told_and_leaves_nothing_half_done(
    rabbit_world: World, rabbit: RabbitTransport, rabbit_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("waarborg_shared.worker.RabbitTransport", lambda url: rabbit)
    stop, ended = threading.Event(), []
    workers = [
        threading.Thread(target=lambda runtime: ended.append(run_worker(runtime.service, runtime, stop)), args=(each,))
        for each in (
            runtime_of(rabbit_world, TELLER, broker=rabbit_url),
            runtime_of(rabbit_world, LISTENER, broker=rabbit_url),
        )
    ]
    for worker in workers:
        worker.start()
    for number in range(20):
        rabbit_world.tell(f"case-{number % 4}")
    rabbit_world.wait_for(lambda: len(rabbit_world.effects()) >= 5)
    stop.set()
    for worker in workers:
        worker.join(30)
    assert ended == [True, True]
    rabbit_world.carry()
    assert len(rabbit_world.effects()) == 20
