"""Which policy a request comes under: the one of the day on which it was received, whatever was promised since."""

from waarborg_requests.models import Request
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind, RequestPolicy


def policy_of(row: Request, rules: Rules) -> RequestPolicy:
    """Return the policy in force on the day (in Europe/Amsterdam) on which a request was received; it keeps that."""
    return rules.request_policy(RequestKind(row.kind), due_on(row.received_at))
