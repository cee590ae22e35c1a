"""What parts do where the course of a report turns; each part adds its functions, in the order of the work."""

from collections.abc import Callable, Iterable

from waarborg_disclosure.actions import (
    asking,
    conduct,
    crediting,
    duties,
    fixing,
    noticing,
    promises,
    publishing,
    retention,
    rewarding,
    silence,
)
from waarborg_disclosure.models import Report
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

Part = Callable[[Work, Report, Rules], None]
Names = Callable[[Work, Report, Rules], Iterable[str]]

ON_RECEIVED: tuple[Part, ...] = (crediting.credit_from_report,)
"""Called once, when a report has come in with its clocks and its number, in the same unit of work."""
ON_CLOSED: tuple[Part, ...] = (asking.end_at_closing, promises.end_all, fixing.ask_to_wipe, retention.on_closed)
"""Called when a report is closed."""
ON_ERASED: tuple[Part, ...] = (publishing.destroy_unpublished,)
"""Called when the term of a closed report is over, before the key of all that was written in it is destroyed."""
OPEN_DUTIES: tuple[Names, ...] = (
    duties.of_the_course,
    noticing.duties,
    rewarding.duties,
    crediting.duties,
    publishing.duties,
    silence.duties,
    conduct.duties,
)
"""Codes of what still has to be done with a report; each has its words in ``texts.DUTIES``."""


def run(parts: Iterable[Part], work: Work, report: Report, rules: Rules) -> None:
    """Let each part do what it does at this turn."""
    for part in parts:
        part(work, report, rules)


def open_duties(work: Work, report: Report, rules: Rules) -> tuple[str, ...]:
    """Return the codes of what still has to be done with a report, in the order of the work."""
    return tuple(duty for part in OPEN_DUTIES for duty in part(work, report, rules))
