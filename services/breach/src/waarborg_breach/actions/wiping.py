"""What the discoverer did at once: wipe the data from a distance, or put them out of reach (B24 art. 3.2)."""

from waarborg_breach import domain
from waarborg_breach.actions.settling import sealed
from waarborg_breach.domain.reports import Wipe, check_wipe
from waarborg_breach.models import BreachCase
from waarborg_shared.uow import Work


def note_wipe(work: Work, case: BreachCase, wipe: Wipe) -> None:
    """Keep what was wiped or blocked and when, or why not; the newest answer counts, every one is on the timeline.

    Which device or account it was is sealed.

    Raises:
        WipeMoment, WrongTimes, NoSuchMove: the case is closed.
    """
    if case.case_state not in domain.HANDLED:
        raise domain.NoSuchMove(case.case_state)
    check_wipe(wipe, began=case.occurred_at, now=work.now)
    case.wipe_state = wipe.state.value
    case.wiped_at = wipe.at
    case.wiped_sealed = sealed(work, case, "wiped", wipe.what)
    case.revision += 1
    facts = {"wiped": wipe.state.value} | ({"at": wipe.at.isoformat()} if wipe.at else {})
    work.record(case, verb="noted-wiping", why=wipe.what or "", facts=facts)
