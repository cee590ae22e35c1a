"""What the worker of requests does now and then: an end to drafts and to authorities that are over."""

import structlog

from waarborg_requests.actions.authority import end_over
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


def end_authorities(work: Work, *, settings: Settings) -> None:
    """End the authority of representatives whose last day went by: no other service tells when that is."""
    over = end_over(work)
    if over:
        log.info("authorities_over", organisation=work.organisation, count=over)


CHORES: tuple[Chore, ...] = (end_drafts, end_authorities)
