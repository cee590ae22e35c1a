"""What is done when a clock of a request has nearly run down, and when it has."""

from waarborg_requests import actions
from waarborg_requests.actions import carrying
from waarborg_requests.actions.collecting import asking
from waarborg_requests.actions.complaining import measure_neared
from waarborg_requests.domain import CLOCKS
from waarborg_requests.domain.carrying_time import CLOCK as CARRYING_CLOCK
from waarborg_requests.domain.collecting import CLOCK as HOLDER_CLOCK
from waarborg_requests.domain.complaining import MEASURE_CLOCKS
from waarborg_requests.domain.terms import WAITS
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


def on_holder(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Remind a holder at four fifths of its time, and mark it as late when that is over."""
    act = asking.remind if moment == Moment.REMINDER else asking.lapse
    act(work, deadline.case_ref)


def on_carrying(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Remind of what somebody was asked to carry out, and say so when his time went by."""
    act = carrying.remind if moment == Moment.REMINDER else carrying.lapse
    act(work, deadline.case_ref)


DEADLINES = {
    **dict.fromkeys((*CLOCKS, *WAITS), on_deadline),
    HOLDER_CLOCK: on_holder,
    CARRYING_CLOCK: on_carrying,
    **dict.fromkeys(MEASURE_CLOCKS, on_measure),
}
