"""What is done when a promise to a reporter has nearly run down, and when it has."""

from waarborg_disclosure import actions
from waarborg_disclosure.actions import asking, fixing
from waarborg_disclosure.domain.promises import QUESTION, RETEST
from waarborg_disclosure.models import Report
from waarborg_shared.deadlines import ANY_CLOCK, Deadline, Moment
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def on_deadline(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Remind at four fifths of the term, and escalate when it is over."""
    act = actions.remind if moment == Moment.REMINDER else actions.escalate
    act(work, deadline.case_ref, deadline.name, due_at=deadline.due_at)


def on_question(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Go on without the answer when the reporter left a question for so long; nobody of ours is late."""
    if moment == Moment.LAPSED:
        asking.let_go(work, work.case(Report, deadline.case_ref), rules)


def on_retest(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Take a fix as done that the reporter did not try within the time that the policy gives him."""
    if moment == Moment.LAPSED:
        fixing.take_as_done(work, work.case(Report, deadline.case_ref))


# What is promised, and what each promise is called, is the organisation's own: its plugin says so.
DEADLINES = {ANY_CLOCK: on_deadline, QUESTION: on_question, RETEST: on_retest}
