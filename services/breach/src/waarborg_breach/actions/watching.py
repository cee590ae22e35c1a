"""What is told when a clock of a case has nearly run down, and when it has."""

from datetime import datetime

from waarborg_breach.actions.settling import tell
from waarborg_breach.models import BreachCase
from waarborg_shared.events.breach import (
    BreachClockLapsed,
    BreachClockNeared,
)
from waarborg_shared.uow import Work


def remind(work: Work, breach_id: str, clock: str, *, due_at: datetime) -> None:
    """Tell that a clock has used up most of its term."""
    case = work.case(BreachCase, breach_id)
    work.record(case, verb="clock-neared", facts={"clock": clock})
    tell(work, case, BreachClockNeared(breach_ref=case.id, clock=clock, due_at=due_at))


def escalate(work: Work, breach_id: str, clock: str, *, due_at: datetime) -> None:
    """Tell that a clock ran out; the desk shows it as late."""
    case = work.case(BreachCase, breach_id)
    work.record(case, verb="clock-lapsed", facts={"clock": clock})
    tell(work, case, BreachClockLapsed(breach_ref=case.id, clock=clock, due_at=due_at))
