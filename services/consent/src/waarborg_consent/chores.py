"""What consent's worker does now and then: months of the log of decisions, keys in time, old imports and looks."""

import structlog

from waarborg_consent.actions import make_months_ahead, rotate_when_old
from waarborg_consent.actions.imports import expire_imports
from waarborg_consent.actions.link_keys import renew_when_old
from waarborg_consent.actions.log_keeping import empty_old_looks
from waarborg_shared.config import Settings
from waarborg_shared.hooks import Registry
from waarborg_shared.service import Chore
from waarborg_shared.uow import Work

log = structlog.get_logger("waarborg.consent")


def make_months(work: Work, *, settings: Settings) -> None:
    """Make the months ahead, so that none begins without a place for its decisions."""
    make_months_ahead(work, since=work.now.date())


def renew_receipt_key(work: Work, *, settings: Settings) -> None:
    """Let the next key sign receipts when the present one has done so for a year."""
    made = rotate_when_old(work)
    if made is not None:
        log.info("receipt_key_made", organisation=work.organisation, kid=made)


def renew_link_key(work: Work, *, settings: Settings) -> None:
    """Make the next key when the present one has signed for half a year; the old ones go on checking."""
    renew_when_old(work)


def empty_looks(work: Work, *, settings: Settings) -> None:
    """Empty what is over its term in the access log; the hashes stay, so that every proof holds."""
    emptied = empty_old_looks(work, rules=Registry(settings.organisations).rules(work.organisation))
    if emptied:
        log.info("looks_emptied", organisation=work.organisation, count=emptied)


CHORES: tuple[Chore, ...] = (
    make_months,
    renew_receipt_key,
    renew_link_key,
    expire_imports,
    empty_looks,
)
