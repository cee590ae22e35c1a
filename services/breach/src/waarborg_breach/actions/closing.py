"""Close a case on which no duty is open; it stays in the register."""

from waarborg_breach import domain
from waarborg_breach.actions import course
from waarborg_breach.actions.settling import settle, states_of, tell
from waarborg_breach.models import BreachCase
from waarborg_shared.events.breach import (
    BreachClosed,
)
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def close_breach(work: Work, case: BreachCase, *, rules: Rules) -> BreachCase:
    """Close the case; it stays in the register.

    Raises:
        OpenDuties, NoSuchMove.
    """
    closed = domain.close(states_of(case), also=course.open_duties(work, case, rules))
    case.closed_at = work.now
    settle(work, case, closed)
    work.record(case, verb="closed-breach")
    course.run(course.ON_CLOSED, work, case, rules)
    tell(work, case, BreachClosed(breach_ref=case.id))
    return case
