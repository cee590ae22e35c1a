"""What is done when a clock of a breach has nearly run down, and when it has."""

from waarborg_breach import actions
from waarborg_shared.deadlines import ANY_CLOCK, Deadline, Moment
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def on_deadline(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Remind at four fifths of the term, and escalate when it is over."""
    act = actions.remind if moment == Moment.REMINDER else actions.escalate
    act(work, deadline.case_ref, deadline.name, due_at=deadline.due_at)


DEADLINES = {ANY_CLOCK: on_deadline}
