"""The privacy statement itself: by which day it is to be looked at again (B20)."""

from datetime import date

from waarborg_shared.clocks import WorkingCalendar, due, due_on, end_of_day
from waarborg_shared.hooks.values import Organisation


def review_due_on(organisation: Organisation, calendar: WorkingCalendar) -> date:
    """Return the last day on which the review of the statement is in time, counted from the statement's own date."""
    return due_on(due(organisation.review_after, end_of_day(organisation.statement_dated), calendar))
