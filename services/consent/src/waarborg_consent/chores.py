"""What consent's worker does now and then: the next key for links in messages, in time."""

from waarborg_consent.actions.link_keys import renew_when_old
from waarborg_shared.config import Settings
from waarborg_shared.service import Chore
from waarborg_shared.uow import Work


def renew_link_key(work: Work, *, settings: Settings) -> None:
    """Make the next key when the present one has signed for half a year; the old ones go on checking."""
    renew_when_old(work)


CHORES: tuple[Chore, ...] = (renew_link_key,)
