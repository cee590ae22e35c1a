"""Sends word to reporters in the background: that something is in the mailbox, and no more."""

from waarborg_disclosure.actions import noticing
from waarborg_shared.rounds import rounds, send_each
from waarborg_shared.service import Loop, Runtime

EVERY = 20.0  # seconds between two looks: several messages in a row are one notice


def noticing_loop(runtime: Runtime) -> Loop:
    """Return the loop that sends what waits."""
    return rounds(runtime, send_notices, every=EVERY, failed="notices_failed")


def send_notices(runtime: Runtime, organisation: str) -> int:
    """Send the notices of an organisation that wait; returns how many were handed to a channel."""
    rules = runtime.rules(organisation)
    handed = send_each(
        runtime,
        organisation,
        waiting=noticing.waiting,
        take_up=lambda work, report_id: noticing.take_up(work, report_id, rules),
        hand_over=lambda _, message: rules.deliver(message),
        note=lambda work, _, message, outcome: noticing.note_outcome(work, message, outcome),
    )
    return len(handed)
