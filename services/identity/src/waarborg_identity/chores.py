"""What identity's worker does now and then: the next signing key in time, and an end to what is long over."""

from datetime import timedelta

import structlog

from waarborg_identity.actions.doubles_found import fill_in_what_finds_doubles
from waarborg_identity.actions.grants import forget_grants
from waarborg_identity.actions.keys import rotate_when_old
from waarborg_identity.actions.outside_links import forget_unlinked
from waarborg_identity.actions.partner_deeds import forget_deeds
from waarborg_identity.actions.partner_use import forget_use
from waarborg_identity.actions.webhooks import forget_deliveries
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


def clear_grants(work: Work, *, settings: Settings) -> None:
    """Throw families of refresh tokens away that are long over."""
    forget_grants(work)


def clear_deliveries(work: Work, *, settings: Settings) -> None:
    """Throw away what partners took long ago, and counts of their tokens and of what they did."""
    forget_deliveries(work)
    forget_use(work)
    forget_deeds(work)


def clear_unlinked(work: Work, *, settings: Settings) -> None:
    """Forget who came from an outside issuer and had no role here, when his number no longer counts."""
    forget_unlinked(work)


def find_doubles(work: Work, *, settings: Settings) -> None:
    """Work out, for persons who were registered before it was done at once, what finds doubles."""
    fill_in_what_finds_doubles(work)


CHORES: tuple[Chore, ...] = (renew_signing_key, clear_grants, clear_deliveries, clear_unlinked, find_doubles)
