"""What a clock refuses, by name."""


class ClockError(ValueError):
    """A clock was asked something that it does not do."""


class NaiveMoment(ClockError):
    """A moment without a time zone says nothing about when a term ends."""


class ReasonNeeded(ClockError):
    """Pausing, extending and stopping each need a reason."""


class AlreadyPaused(ClockError):
    """The clock stands still already."""


class NotPaused(ClockError):
    """The clock is running, there is nothing to resume."""


class AlreadyStopped(ClockError):
    """The clock was stopped already."""


class NotStopped(ClockError):
    """The clock was never stopped, there is no stop to take back."""


class TermOver(ClockError):
    """The term has run out; what is over can be neither paused nor extended (GDPR art. 12(3): within the term)."""


class NotInForce(ClockError):
    """The rule does not hold on the day on which the clock would start."""


class BackInTime(ClockError):
    """The moment lies before what already happened to the clock."""


class NoWorkingDay(ClockError):
    """The calendar has no working day for a year on end: it cannot be right."""
