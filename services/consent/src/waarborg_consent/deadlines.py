"""What is done when a clock of a person's consents has run down: others are told that a consent ended."""

from waarborg_consent import actions
from waarborg_shared.deadlines import ANY_CLOCK, Deadline, Moment
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def on_end_of_consent(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """The last day of a consent is over."""
    if moment == Moment.LAPSED and deadline.name.startswith(actions.ENDS):
        actions.tell_of_the_end(work, deadline.case_ref, deadline.name.removeprefix(actions.ENDS), rules=rules)


DEADLINES = {ANY_CLOCK: on_end_of_consent}
