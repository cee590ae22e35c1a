"""What the worker of requests does now and then: an end to drafts that are over."""

import structlog

from waarborg_requests.actions.intake_drafts import clear_drafts
from waarborg_shared.config import Settings
from waarborg_shared.service import Chore
from waarborg_shared.uow import Work

log = structlog.get_logger("waarborg.requests")


def end_drafts(work: Work, *, settings: Settings) -> None:
    """Destroy the keys of drafts that were sent or are two weeks old, and let them go."""
    gone = clear_drafts(work)
    if gone:
        log.info("drafts_ended", organisation=work.organisation, count=gone)


CHORES: tuple[Chore, ...] = (end_drafts,)
