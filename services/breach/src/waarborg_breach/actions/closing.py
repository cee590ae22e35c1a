"""Close a case on which no duty is open, or open a closed one again; it stays in the register."""

from waarborg_breach import domain
from waarborg_breach.actions import course
from waarborg_breach.actions.settling import settle, states_of, tell
from waarborg_breach.models import BreachCase
from waarborg_shared.events.breach import BreachClosed, BreachReopened
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


def reopen_breach(work: Work, case: BreachCase, *, reason: str | None, rules: Rules) -> BreachCase:
    """Open a closed case again, with the reason; its clocks run on from their first start.

    Raises:
        NoSuchMove, ReasonNeeded.
    """
    opened = domain.reopened(states_of(case), reason=reason)
    case.closed_at = None
    settle(work, case, opened)
    work.record(case, verb="reopened-breach", why=reason or "")
    course.run(course.ON_OPENED_AGAIN, work, case, rules)
    tell(work, case, BreachReopened(breach_ref=case.id))
    return case
