"""What is done when a clock of a request has nearly run down, and when it has."""

from waarborg_requests import actions
from waarborg_requests.actions.complaining import measure_neared
from waarborg_requests.domain import CLOCKS
from waarborg_requests.domain.complaining import MEASURE_CLOCKS
from waarborg_shared.deadlines import Deadline, Moment
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def on_deadline(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Remind at four fifths of the term, and escalate when it is over."""
    act = actions.remind if moment == Moment.REMINDER else actions.escalate
    act(work, deadline.case_ref, deadline.name)


def on_measure(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Remind of a measure that was decided on a complaint, and say so when its day went by."""
    measure_neared(work, deadline.case_ref, deadline.name, lapsed=moment != Moment.REMINDER)


DEADLINES = {**dict.fromkeys(CLOCKS, on_deadline), **dict.fromkeys(MEASURE_CLOCKS, on_measure)}
