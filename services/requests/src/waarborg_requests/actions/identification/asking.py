"""The question who somebody is (art. 12(6) AVG): clocks stand still until it is known, or until staff take it back."""

from waarborg_requests import domain
from waarborg_requests.actions.delivering import call_off
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.actions.terms_on import put_terms_on
from waarborg_requests.domain import Told
from waarborg_requests.domain.terms import wait_rule, waits
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def begin_wait(work: Work, row: Request, rules: Rules) -> None:
    """Have the clocks that run stand still, and another one run that reminds staff of the wait. Raises TooLate."""
    clocks = work.clocks.of(row)
    for name in domain.to_pause(clocks, work.now):
        work.clocks.pause(row, name, reason="identification")
    reminder = wait_rule(clocks, policy_of(row, rules).waiting_reminder)
    if reminder is not None:
        work.clocks.start(row, reminder, calendar=rules.calendar)
    put_terms_on(work, row)


def end_wait(work: Work, row: Request, rules: Rules) -> None:
    """Have the clocks go on, if they stood still; the letter that asks who somebody is has no use any more."""
    for name in domain.to_resume(work.clocks.of(row)):
        work.clocks.resume(row, name, calendar=rules.calendar)
    for name in waits(work.clocks.of(row)):
        work.clocks.stop(row, name, reason="identification")
    put_terms_on(work, row)
    row.doubt = None
    call_off(work, row, Told.IDENTIFY, Told.CODE)
