"""What the worker does once a term is over: it destroys what was written of breaches, and why there were deputies.

It seals what people typed in a column that was not sealed once, too.
"""

from collections.abc import Callable, Sequence

import structlog

from waarborg_breach.actions.deputies import destroy_reason, reasons_over
from waarborg_breach.actions.old_words import left_plain, seal_what_was_plain
from waarborg_breach.actions.retention import destroy_if_over, over_now
from waarborg_breach.texts.telling import TOLD_BY
from waarborg_shared.auth import Actor
from waarborg_shared.hooks import Rules
from waarborg_shared.rounds import rounds
from waarborg_shared.service import Loop, Runtime
from waarborg_shared.uow import Work

EVERY = 3600.0  # seconds between two looks
log = structlog.get_logger("waarborg.breach")


def retention(runtime: Runtime) -> Loop:
    """Return the loop that looks each hour whether a term is over."""
    return rounds(runtime, _visit, every=EVERY, failed="retention_failed")


def destroy_over(runtime: Runtime, organisation: str) -> int:
    """Destroy all of an organisation's that is over now, each in a transaction of its own; returns how many."""
    return _destroy(runtime, organisation, over_now, destroy_if_over)


def destroy_reasons(runtime: Runtime, organisation: str) -> int:
    """Destroy why deputies were appointed where the term is over, each in a transaction; returns how many."""
    return _destroy(runtime, organisation, reasons_over, destroy_reason)


def _destroy(
    runtime: Runtime,
    organisation: str,
    over: Callable[[Work, Rules], Sequence[str]],
    destroy: Callable[[Work, str, Rules], bool],
) -> int:
    actor, rules, gone = Actor.system("breach", organisation), runtime.rules(organisation), 0
    while True:
        with runtime.uow.read(organisation, actor=actor, now=runtime.now()) as work:
            ids = over(work, rules)
        done = 0
        for each in ids:
            with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
                done += destroy(work, each, rules)
        gone += done
        if not done:
            return gone


def seal_old(runtime: Runtime, organisation: str) -> int:
    """Seal all of an organisation's that stands plainly, each in a transaction of its own; returns how many."""
    actor, rules = Actor.system("breach", organisation), runtime.rules(organisation)
    codes, done = {*rules.channels, *TOLD_BY}, 0
    while True:
        with runtime.uow.read(organisation, actor=actor, now=runtime.now()) as work:
            left = left_plain(work, codes)
        for breach_id in left:
            with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
                seal_what_was_plain(work, breach_id, codes)
        done += len(left)
        if not left:
            return done


def _visit(runtime: Runtime, organisation: str) -> None:
    seal_old(runtime, organisation)
    gone = destroy_over(runtime, organisation)
    reasons = destroy_reasons(runtime, organisation)
    if gone:
        log.info("breaches_destroyed", organisation=organisation, count=gone)
    if reasons:
        log.info("deputies_reasons_destroyed", organisation=organisation, count=reasons)
