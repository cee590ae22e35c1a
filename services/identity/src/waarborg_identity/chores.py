"""What identity's worker does now and then: it makes the next signing key in time."""

from datetime import timedelta

import structlog

from waarborg_identity.actions.keys import rotate_when_old
from waarborg_shared.config import Settings
from waarborg_shared.service import Chore
from waarborg_shared.uow import Work

log = structlog.get_logger("waarborg.identity")


def renew_signing_key(work: Work, *, settings: Settings) -> None:
    """Publish the next signing key when the present one is as old as the settings let it be."""
    made = rotate_when_old(work, longest=timedelta(days=settings.signing_key_days))
    if made is not None:
        log.info(
            "signing_key_made", organisation=work.organisation, kid=made.kid, signs_from=made.signs_from.isoformat()
        )


CHORES: tuple[Chore, ...] = (renew_signing_key,)
