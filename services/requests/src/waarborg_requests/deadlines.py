"""What is done when a clock of a request has nearly run down, and when it has."""

from waarborg_requests import actions
from waarborg_requests.domain import CLOCKS
from waarborg_requests.domain.terms import WAITS
from waarborg_shared.deadlines import Deadline, Moment
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def on_deadline(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Remind at four fifths of the term, and escalate when it is over."""
    act = actions.remind if moment == Moment.REMINDER else actions.escalate
    act(work, deadline.case_ref, deadline.name)


DEADLINES = dict.fromkeys((*CLOCKS, *WAITS), on_deadline)
