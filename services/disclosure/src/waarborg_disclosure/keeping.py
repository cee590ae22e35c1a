"""What the worker does by the calendar: it publishes what is due, and erases reports whose terms are over."""

import structlog

from waarborg_disclosure.actions import course
from waarborg_disclosure.actions.publishing import due_advisories, publish_if_due
from waarborg_disclosure.actions.retention import erase_if_over, over_now
from waarborg_shared.auth import Actor
from waarborg_shared.rounds import rounds
from waarborg_shared.service import Loop, Runtime

EVERY = 900.0  # seconds between two looks: a page decides by itself what is public, so that nothing waits for this
log = structlog.get_logger("waarborg.disclosure")


def keeping_loop(runtime: Runtime) -> Loop:
    """Return the loop that looks each quarter of an hour."""
    return rounds(runtime, _visit, every=EVERY, failed="keeping_failed")


def publish_due(runtime: Runtime, organisation: str) -> int:
    """Tell of every advisory that is public from now, each in a transaction of its own; returns how many."""
    actor = Actor.system("disclosure", organisation)
    with runtime.uow.read(organisation, actor=actor, now=runtime.now()) as work:
        due = due_advisories(work)
    done = 0
    for report_id in due:
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
            done += publish_if_due(work, report_id)
    return done


def erase_over(runtime: Runtime, organisation: str) -> int:
    """Erase all of an organisation's that is over now, each in a transaction of its own; returns how many turns."""
    actor, rules, gone = Actor.system("disclosure", organisation), runtime.rules(organisation), 0
    while True:
        with runtime.uow.read(organisation, actor=actor, now=runtime.now()) as work:
            over = over_now(work, rules)
        done = 0
        for report_id in over:
            with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
                done += erase_if_over(work, report_id, rules, beside=course.ON_ERASED) is not None
        gone += done
        if not done:
            return gone


def _visit(runtime: Runtime, organisation: str) -> None:
    published, gone = publish_due(runtime, organisation), erase_over(runtime, organisation)
    if published or gone:
        log.info("reports_kept", organisation=organisation, published=published, erased=gone)
