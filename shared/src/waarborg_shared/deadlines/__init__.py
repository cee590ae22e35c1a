"""Deadlines: a case's running clocks as rows, and the worker that reminds and escalates when they come due."""

from waarborg_shared.deadlines.book import AlreadyStarted, ClaimLost, ClockBook, UnknownClock
from waarborg_shared.deadlines.rows import Deadline, Moment
from waarborg_shared.deadlines.watch import ANY_CLOCK, PERIOD_OVER, DeadlineWatch, Handler, Watched

__all__ = [
    "ANY_CLOCK",
    "PERIOD_OVER",
    "AlreadyStarted",
    "ClaimLost",
    "ClockBook",
    "Deadline",
    "DeadlineWatch",
    "Handler",
    "Moment",
    "UnknownClock",
    "Watched",
]
