"""What a worker does on its rounds: it goes by every organisation, and sends what waits there."""

import threading
from collections.abc import Callable, Iterable
from typing import TypeVar

import structlog

from waarborg_shared.auth import Actor
from waarborg_shared.service import Loop, Runtime
from waarborg_shared.uow import Work

Found = TypeVar("Found")
Outcome = TypeVar("Outcome")


def rounds(runtime: Runtime, visit: Callable[[Runtime, str], object], *, every: float, failed: str) -> Loop:
    """Return the loop that visits each organisation and then waits ``every`` seconds, until it is told to stop.

    An organisation that fails stops no other: the log says so by the name ``failed``, and the next round tries again.
    """
    log = structlog.get_logger(f"waarborg.{runtime.service.name}")

    def run(stop: threading.Event) -> None:
        while not stop.is_set():
            for organisation in runtime.settings.organisations:
                if stop.is_set():
                    return
                try:
                    visit(runtime, organisation)
                except Exception as wrong:
                    log.error(failed, organisation=organisation, error=type(wrong).__name__)
            stop.wait(every)

    return run


def send_each(
    runtime: Runtime,
    organisation: str,
    *,
    waiting: Callable[[Work], Iterable[str]],
    take_up: Callable[[Work, str], Found | None],
    hand_over: Callable[[str, Found], Outcome],
    note: Callable[[Work, str, Found, Outcome], object],
) -> list[Outcome]:
    """Send what waits for an organisation, one after the other; returns what came of each that was handed over.

    Each is taken up in a transaction of its own, handed over outside any, and noted in another. Where a worker dies in
    between, it stays taken up until its claim is over and is sent again with the same id, and a channel delivers an id
    once.
    """
    actor, outcomes = Actor.system(runtime.service.name, organisation), []
    with runtime.uow.read(organisation, actor=actor, now=runtime.now()) as work:
        ids = list(waiting(work))
    for each in ids:
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
            found = take_up(work, each)
        if found is None:
            continue
        outcome = hand_over(each, found)
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
            note(work, each, found, outcome)
        outcomes.append(outcome)
    return outcomes
