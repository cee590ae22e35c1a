"""What is done when the review of an emergency is nearly due, and when it is late."""

from waarborg_consent import actions
from waarborg_consent.domain.emergencies import REVIEW
from waarborg_shared.deadlines import Deadline, Moment
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def on_review_due(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Write it down; the desk shows the case by its clock."""
    actions.remind_of_review(work, deadline.case_ref, lapsed=moment != Moment.REMINDER)


DEADLINES = {REVIEW.name: on_review_due}
