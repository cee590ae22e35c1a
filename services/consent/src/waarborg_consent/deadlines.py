"""What is done when a clock has run down, by the clock's name.

A consent has ended, a minor reaches an age at which another decides, a review is due (of an emergency, or of the
statement), or a client is to be told of an emergency.
"""

from waarborg_consent import actions
from waarborg_consent.actions.birthdays import on_birthday
from waarborg_consent.domain import REVIEW_CLOCKS
from waarborg_consent.domain.emergencies import REVIEW, TELLING
from waarborg_consent.domain.statement_versions import REVIEW_CLOCK
from waarborg_shared.deadlines import ANY_CLOCK, Deadline, Moment
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def on_end_of_consent(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """The last day of a consent is over."""
    if moment == Moment.LAPSED and deadline.name.startswith(actions.ENDS):
        actions.tell_of_the_end(work, deadline.case_ref, deadline.name.removeprefix(actions.ENDS), rules=rules)


def on_emergency_due(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Write it down; the desk shows the case by its clock."""
    actions.remind_of_clock(work, deadline.case_ref, deadline.name, lapsed=moment != Moment.REMINDER)


def on_statement_review(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Write down that the review is due at four fifths of the time, and that it is late when the time is over (B20)."""
    verb = "statement-review-neared" if moment == Moment.REMINDER else "statement-review-lapsed"
    actions.statements.note_review(work, deadline.case_ref, verb, rules=rules)


DEADLINES = {
    **dict.fromkeys(REVIEW_CLOCKS, on_birthday),
    REVIEW.name: on_emergency_due,
    TELLING.name: on_emergency_due,
    REVIEW_CLOCK: on_statement_review,
    ANY_CLOCK: on_end_of_consent,
}
