"""Sends warnings in the background, each once, by the channel that the organisation has for it."""

from waarborg_breach.actions import reminding
from waarborg_shared.rounds import rounds, send_each
from waarborg_shared.service import Loop, Runtime

EVERY = 5.0  # seconds between two looks at what waits


def reminders(runtime: Runtime) -> Loop:
    """Return the loop that sends what waits."""
    return rounds(runtime, send_waiting, every=EVERY, failed="reminders_failed")


def send_waiting(runtime: Runtime, organisation: str) -> int:
    """Send the warnings of an organisation that wait; returns how many were handed to the channel."""
    rules = runtime.rules(organisation)
    handed = send_each(
        runtime,
        organisation,
        waiting=reminding.waiting,
        take_up=lambda work, reminder_id: reminding.take_up(work, reminder_id, rules),
        hand_over=lambda _, message: rules.deliver(message),
        note=lambda work, reminder_id, _, outcome: reminding.note_outcome(work, reminder_id, outcome, rules),
    )
    return len(handed)
