"""What is done when the review of who may do what comes due, and when its time is over."""

from waarborg_identity.actions.review_cases import lapse_review, remind_of_review
from waarborg_identity.domain.staff_review import CLOCK
from waarborg_shared.deadlines import Deadline, Moment
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def on_review_deadline(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Remind at four fifths of the interval, and mark it late when it is over."""
    act = remind_of_review if moment == Moment.REMINDER else lapse_review
    act(work, deadline.case_ref)


DEADLINES = {CLOCK: on_review_deadline}
