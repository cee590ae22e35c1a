"""Sends word to reporters in the background: each notice is handed to its channel outside any transaction, and noted.

Where a worker died in between, the next one sends it again with the same message id, and a channel delivers an id once.
"""

import threading

import structlog

from waarborg_disclosure.actions import noticing
from waarborg_shared.auth import Actor
from waarborg_shared.service import Loop, Runtime

EVERY = 20.0  # seconds between two looks: several messages in a row are one notice
log = structlog.get_logger("waarborg.disclosure")


def noticing_loop(runtime: Runtime) -> Loop:
    """Return the loop that sends what waits; one organisation that fails stops no other."""

    def run(stop: threading.Event) -> None:
        while not stop.is_set():
            for organisation in runtime.settings.organisations:
                if not stop.is_set():
                    _try(runtime, organisation)
            stop.wait(EVERY)

    return run


def send_notices(runtime: Runtime, organisation: str) -> int:
    """Send the notices of an organisation that wait; returns how many were handed to a channel."""
    actor, rules, handed = Actor.system("disclosure", organisation), runtime.rules(organisation), 0
    with runtime.uow.read(organisation, actor=actor, now=runtime.now()) as work:
        waiting = noticing.waiting(work)
    for report_id in waiting:
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
            message = noticing.take_up(work, report_id, rules)
        if message is None:
            continue
        outcome = rules.deliver(message)
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
            noticing.note_outcome(work, message, outcome)
        handed += 1
    return handed


def _try(runtime: Runtime, organisation: str) -> None:
    try:
        send_notices(runtime, organisation)
    except Exception as wrong:
        log.error("notices_failed", organisation=organisation, error=type(wrong).__name__)
