"""The promises to a reporter that are clocks, and the moment from which each of them runs."""

from datetime import datetime

from waarborg_shared.clocks import ClockRule, due_on, in_force
from waarborg_shared.hooks.values import DisclosurePolicy


def starts(policy: DisclosurePolicy, received_at: datetime) -> tuple[tuple[ClockRule, datetime], ...]:
    """Return each promise that is a clock with the moment from which it runs: the receipt of the report.

    A promise that has changed holds in the version of the day of receipt (in Europe/Amsterdam).
    """
    return tuple((clock, received_at) for clock in in_force(policy.promises, due_on(received_at)))
