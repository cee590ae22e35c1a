"""What consent's worker does now and then: looks that are over their term are emptied."""

import structlog

from waarborg_consent.actions.log_keeping import empty_old_looks
from waarborg_shared.config import Settings
from waarborg_shared.hooks import Registry
from waarborg_shared.service import Chore
from waarborg_shared.uow import Work

log = structlog.get_logger("waarborg.consent")


def empty_looks(work: Work, *, settings: Settings) -> None:
    """Empty what is over its term in the access log; the hashes stay, so that every proof holds."""
    emptied = empty_old_looks(work, rules=Registry(settings.organisations).rules(work.organisation))
    if emptied:
        log.info("looks_emptied", organisation=work.organisation, count=emptied)


CHORES: tuple[Chore, ...] = (empty_looks,)
