"""What the register holds beside the times (B24 art. 12)."""

from waarborg_breach.models import BreachCase
from waarborg_shared.uow import Work


def note_facts(work: Work, case: BreachCase, *, about_how_many: int | None, other_eu: bool | None) -> BreachCase:
    """Keep what the register holds beside the times (B24 art. 12)."""
    case.about_how_many, case.other_eu = about_how_many, other_eu
    case.revision += 1
    work.record(case, verb="noted-facts")
    return case
