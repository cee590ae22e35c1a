"""The background process of a service: relays its outbox, consumes, retries, and watches its deadlines."""

import signal
import threading
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from types import FrameType
from typing import Any

import structlog

from waarborg_shared.auth import Actor
from waarborg_shared.bus import (
    Consumer,
    Consumption,
    Desk,
    EmbeddedTransport,
    Pace,
    RabbitTransport,
    Receiver,
    Relay,
    Retries,
    Transport,
)
from waarborg_shared.bus.errors import name_of, place_of
from waarborg_shared.config import SettingError
from waarborg_shared.deadlines import DeadlineWatch
from waarborg_shared.housekeeping import Housekeeping
from waarborg_shared.service import Loop, Runtime, Service

log = structlog.get_logger(__name__)
# The bell rings at every commit, and the poll is for what the bell missed; a stop waits for the window to be taken.
EMBEDDED_PACE = Pace(window=64, longest_poll=1.0)
_RELAY = "-relay"
FINISH_WITHIN = 25.0  # seconds; an orchestrator kills after 30


class Crew:
    """Loops in threads of one process. A loop that ends by an error that it should have met itself is started anew.

    When told to stop, the loops named in `first` end before the others are told: a relay that waits until consumers
    of this same process have taken what is under way must not wait for consumers that have gone.
    """

    def __init__(
        self, loops: Mapping[str, Loop], *, stop: threading.Event | None = None, first: Collection[str] = ()
    ) -> None:
        self.stop_asked = stop or threading.Event()
        self._others_asked = threading.Event() if first else self.stop_asked
        self._first = [self._thread(name, loops[name], self.stop_asked) for name in first]
        self._others = [
            self._thread(name, loop, self._others_asked) for name, loop in loops.items() if name not in first
        ]

    def _thread(self, name: str, loop: Loop, stop: threading.Event) -> threading.Thread:
        return threading.Thread(target=self._keep_running, args=(name, loop, stop), name=name, daemon=True)

    def start(self) -> "Crew":
        """Start every loop."""
        for thread in (*self._first, *self._others):
            thread.start()
        return self

    def _keep_running(self, name: str, loop: Loop, stop: threading.Event) -> None:
        while not stop.is_set():
            try:
                loop(stop)
            except (SystemExit, KeyboardInterrupt):
                log.error("worker_told_to_exit", loop=name)
                self.stop_asked.set()
                self._others_asked.set()
            except BaseException as wrong:
                log.error("loop_starts_anew", loop=name, error=name_of(wrong), where=place_of(wrong))
                stop.wait(1.0)

    def stop(self, within: float = FINISH_WITHIN) -> bool:
        """Let every loop finish what it is at, and wait; False when one did not end within so many seconds in all."""
        ends = time.monotonic() + within
        for asked, threads in ((self.stop_asked, self._first), (self._others_asked, self._others)):
            asked.set()
            for thread in threads:
                thread.join(max(0.0, ends - time.monotonic()))
        return not any(thread.is_alive() for thread in (*self._first, *self._others))


def handled_types(service: Service) -> frozenset[str]:
    """The types that a service's queue is bound for."""
    return frozenset(contract.type for contract in service.handles)


def embedded_transport(services: Sequence[Service]) -> EmbeddedTransport:
    """The bus of several services in one process."""
    return EmbeddedTransport({service.name: handled_types(service) for service in services})


def transport_of(runtime: Runtime) -> Transport:
    """The bus that the settings name. Raises SettingError for memory, which reaches nobody outside its process."""
    url = runtime.settings.broker_url
    if url.startswith("memory:"):
        raise SettingError(
            "WAARBORG_BROKER_URL", "memory:// serves several services in one process; a worker needs amqp://"
        )
    return RabbitTransport(url)


def receiver_of(runtime: Runtime) -> Receiver:
    """What takes a service's messages; commands use it too, to replay."""
    service = runtime.service
    return Receiver(
        Consumption(
            service=service.name,
            handles=service.handles,
            plumbing=service.plumbing,
            engine=runtime.worker_engine,
            begin=partial(_begin, runtime),
            rules=runtime.rules,
            organisations=runtime.settings.organisations,
            now=runtime.now,
        )
    )


def watch_of(runtime: Runtime) -> DeadlineWatch:
    """What watches a service's deadlines; commands and tests may look once with `run_due`."""
    service = runtime.service
    return DeadlineWatch(
        service=service.name,
        engine=runtime.worker_engine,
        plumbing=service.plumbing,
        begin=partial(_begin, runtime),
        rules=runtime.rules,
        handlers=service.deadlines,
        now=runtime.now,
    )


def housekeeping_of(runtime: Runtime) -> Housekeeping:
    """What clears away what was kept long enough, and does the service's chores; tests may go round once."""
    service = runtime.service
    chores = [partial(chore, settings=runtime.settings) for chore in service.chores]
    return Housekeeping(runtime.settings.organisations, partial(_begin, runtime), service.plumbing.idempotency, chores)


def _begin(runtime: Runtime, organisation: str) -> AbstractContextManager[Any]:
    actor = Actor.system(runtime.service.name, organisation)
    return runtime.uow.begin(organisation, actor=actor, now=runtime.now())


def desk_of(runtime: Runtime) -> Desk:
    """An operator's hands on a service's plumbing."""
    return Desk(runtime.worker_engine, runtime.service.plumbing, runtime.service.name)


def loops_of(runtime: Runtime, transport: Transport, *, pace: Pace | None = None) -> dict[str, Loop]:
    """The loops of one service's worker; from now on a commit with events rings its relay's bell."""
    service = runtime.service
    relay = Relay(
        runtime.worker_engine,
        service.plumbing.outbox,
        transport=transport,
        service=service.name,
        now=runtime.now,
        pace=pace,
    )
    runtime.uow.wake = relay.wake.set
    loops: dict[str, Loop] = {
        service.name + _RELAY: relay.run,
        f"{service.name}-deadlines": watch_of(runtime).run,
        f"{service.name}-housekeeping": housekeeping_of(runtime).run,
    }
    loops |= {f"{service.name}-{name}": make(runtime) for name, make in service.loops.items()}
    if service.handles:
        receiver = receiver_of(runtime)
        loops[f"{service.name}-consumer"] = Consumer(receiver, transport).run
        loops[f"{service.name}-retries"] = Retries(receiver).run
    return loops


def embedded_crew(runtimes: Sequence[Runtime]) -> Crew:
    """The workers of several services in this one process, over one embedded bus; to be started and stopped."""
    transport = embedded_transport([runtime.service for runtime in runtimes])
    loops: dict[str, Loop] = {}
    for runtime in runtimes:
        loops |= loops_of(runtime, transport, pace=EMBEDDED_PACE)
    return Crew(loops, first=[name for name in loops if name.endswith(_RELAY)])


def run_worker(service: Service, runtime: Runtime, stop: threading.Event | None = None) -> bool:
    """Run a service's worker until told to stop; True when everything ended in time.

    Raises SettingError. Without `stop` it is SIGTERM or SIGINT that tells it, and this must be the main thread.
    """
    transport = transport_of(runtime)
    with told_by_signals() if stop is None else _as_it_is(stop) as asked:
        crew = Crew(loops_of(runtime, transport), stop=asked).start()
        log.info("worker_started", service=service.name)
        asked.wait()
        ended = crew.stop()
        log.info("worker_ended", service=service.name, in_time=ended)
    return ended


@contextmanager
def told_by_signals() -> Iterator[threading.Event]:
    """An event that SIGTERM and SIGINT set; what they did before is put back afterwards."""
    stop = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        # By a thread: the one that was interrupted may be holding the event's own lock.
        threading.Thread(target=stop.set, daemon=True).start()

    before = {number: signal.signal(number, tell) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _as_it_is(stop: threading.Event) -> Iterator[threading.Event]:
    yield stop
