"""What is done when the review of the statement comes due, and when its time is over (B20)."""

from waarborg_consent.actions.statements import note_review
from waarborg_consent.domain.statement_versions import REVIEW_CLOCK
from waarborg_shared.deadlines import Deadline, Moment
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def on_review_deadline(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Write down that the review is due at four fifths of the time, and that it is late when the time is over."""
    verb = "statement-review-neared" if moment == Moment.REMINDER else "statement-review-lapsed"
    note_review(work, deadline.case_ref, verb, rules=rules)


DEADLINES = {REVIEW_CLOCK: on_review_deadline}
