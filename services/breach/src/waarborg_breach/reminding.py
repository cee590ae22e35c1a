"""Sends warnings in the background: each is taken up, handed to its channel outside any transaction, and noted.

Where a worker died in between, the next one sends it again with the same message id, and a channel delivers an id once.
"""

import threading

import structlog

from waarborg_breach.actions import reminding
from waarborg_shared.auth import Actor
from waarborg_shared.service import Loop, Runtime

EVERY = 5.0  # seconds between two looks at what waits
log = structlog.get_logger(__name__)


def reminders(runtime: Runtime) -> Loop:
    """Return the loop that sends what waits; one organisation that fails stops no other."""

    def run(stop: threading.Event) -> None:
        while not stop.is_set():
            for organisation in runtime.settings.organisations:
                if not stop.is_set():
                    _try(runtime, organisation)
            stop.wait(EVERY)

    return run


def send_waiting(runtime: Runtime, organisation: str) -> int:
    """Send the warnings of an organisation that wait; returns how many were handed to the channel."""
    actor, rules, handed = Actor.system("breach", organisation), runtime.rules(organisation), 0
    with runtime.uow.read(organisation, actor=actor, now=runtime.now()) as work:
        waiting = reminding.waiting(work)
    for reminder_id in waiting:
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
            message = reminding.take_up(work, reminder_id, rules)
        if message is None:
            continue
        outcome = rules.deliver(message)
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
            reminding.note_outcome(work, reminder_id, outcome, rules)
        handed += 1
    return handed


def _try(runtime: Runtime, organisation: str) -> None:
    try:
        send_waiting(runtime, organisation)
    except Exception as wrong:
        log.error("reminders_failed", organisation=organisation, error=type(wrong).__name__)
