"""What consent tells and what it acts upon."""

from collections.abc import Mapping

from waarborg_consent import actions
from waarborg_consent.domain import How
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.consent import ConsentGiven, ConsentWithdrawn, WithdrawalFoundNothing
from waarborg_shared.events.requests import WithdrawalRequested
from waarborg_shared.hooks import Rules
from waarborg_shared.service import Handler
from waarborg_shared.uow import Work


def on_withdrawal_requested(work: Work, event: WithdrawalRequested, envelope: Envelope, rules: Rules) -> None:
    """A person asked, in a request, to withdraw a consent: it ends now, and the request hears of it."""
    command = actions.Withdrawal(
        subject_ref=event.subject_ref, purpose=event.purpose, how=How.REQUEST, request_ref=event.request_ref
    )
    actions.withdraw_as_requested(work, command, rules=rules)


PUBLISHES: frozenset[type[Event]] = frozenset((ConsentGiven, ConsentWithdrawn, WithdrawalFoundNothing))
HANDLES: Mapping[type[Event], Handler] = {WithdrawalRequested: on_withdrawal_requested}
