"""What consent's worker does now and then: the months ahead of the log of decisions."""

from waarborg_consent.actions import make_months_ahead
from waarborg_shared.config import Settings
from waarborg_shared.service import Chore
from waarborg_shared.uow import Work


def make_months(work: Work, *, settings: Settings) -> None:
    """Make the months ahead, so that none begins without a place for its decisions."""
    make_months_ahead(work, since=work.now.date())


CHORES: tuple[Chore, ...] = (make_months,)
