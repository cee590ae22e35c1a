"""What the worker does for the register: it destroys what was written of a breach once its term is over."""

import threading

import structlog

from waarborg_breach.actions.retention import destroy_if_over, over_now
from waarborg_shared.auth import Actor
from waarborg_shared.service import Loop, Runtime

EVERY = 3600.0  # seconds between two looks
log = structlog.get_logger("waarborg.breach")


def retention(runtime: Runtime) -> Loop:
    """Return the loop that looks each hour whether a term is over; one organisation that fails stops no other."""

    def run(stop: threading.Event) -> None:
        while not stop.is_set():
            for organisation in runtime.settings.organisations:
                if not stop.is_set():
                    _try(runtime, organisation)
            stop.wait(EVERY)

    return run


def destroy_over(runtime: Runtime, organisation: str) -> int:
    """Destroy all of an organisation's that is over now, each in a transaction of its own; returns how many."""
    actor, rules, gone = Actor.system("breach", organisation), runtime.rules(organisation), 0
    while True:
        with runtime.uow.read(organisation, actor=actor, now=runtime.now()) as work:
            over = over_now(work, rules)
        done = 0
        for breach_id in over:
            with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
                done += destroy_if_over(work, breach_id, rules)
        gone += done
        if not done:
            return gone


def _try(runtime: Runtime, organisation: str) -> None:
    try:
        gone = destroy_over(runtime, organisation)
    except Exception as wrong:
        log.error("retention_failed", organisation=organisation, error=type(wrong).__name__)
        return
    if gone:
        log.info("breaches_destroyed", organisation=organisation, count=gone)
