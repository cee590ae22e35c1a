"""What is done when a clock of a breach has nearly run down, and when it has."""

from collections.abc import Callable, Mapping

from waarborg_breach import actions
from waarborg_breach.actions import asking, measures, reminding
from waarborg_breach.models import BreachCase
from waarborg_shared.deadlines import ANY_CLOCK, Deadline, Moment
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

Part = Callable[[Work, Deadline, str, Rules], None]
AT_CLOCK: Mapping[str, tuple[Part, ...]] = {}
"""What parts do beside it when a clock of theirs, by its name, has nearly run down and when it has."""


def on_deadline(work: Work, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Remind at four fifths of the term, and escalate when it is over; whoever may decide is warned of either."""
    act = actions.remind if moment == Moment.REMINDER else actions.escalate
    act(work, deadline.case_ref, deadline.name, due_at=deadline.due_at)
    reminding.make_ready(work, work.case(BreachCase, deadline.case_ref), deadline, moment, rules)
    for part in AT_CLOCK.get(deadline.name, ()):
        part(work, deadline, moment, rules)


DEADLINES = {ANY_CLOCK: on_deadline, asking.CLOCK: asking.on_round_over, measures.DUE: measures.on_due}
