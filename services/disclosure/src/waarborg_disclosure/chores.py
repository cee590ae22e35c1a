"""What disclosure's worker does now and then: the next OpenPGP key in time."""

import structlog

from waarborg_disclosure.actions import openpgp_keys
from waarborg_shared.config import Settings
from waarborg_shared.hooks import Registry
from waarborg_shared.service import Chore
from waarborg_shared.uow import Work

log = structlog.get_logger("waarborg.disclosure")


def renew_openpgp_key(work: Work, *, settings: Settings) -> None:
    """Let the next key sign when the present one has done so for a year."""
    made = openpgp_keys.rotate_when_old(work, rules=Registry(settings.organisations).rules(work.organisation))
    if made is not None:
        log.info("openpgp_key_made", organisation=work.organisation, fingerprint=made)


CHORES: tuple[Chore, ...] = (renew_openpgp_key,)
