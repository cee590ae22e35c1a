"""How long a closed report is kept: first its reporter's contact data go, then all that was written in it."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_shared.clocks import Term, WorkingCalendar, due
from waarborg_shared.hooks.values import Text


class Erased(StrEnum):
    """What was erased of a report at the end of a term."""

    REPORTER = "reporter"
    REPORT = "report"


class AlreadyHeld(DisclosureError):
    """It is kept longer already, or it is not."""

    field = ""
    text = Text("Dat is intussen al gedaan.", "That was done already.")


class AlreadyErased(DisclosureError):
    """What was written is gone, and nothing is left to keep or to change."""

    field = ""
    text = Text(
        "Wat hier geschreven stond is al gewist: de bewaartermijn was om.",
        "What was written here was erased already: its term was over.",
    )


class HoldEndsInThePast(DisclosureError):
    """Keeping longer ends on a day to come."""

    field = "hold_until"
    text = Text("Kies een dag die nog komt.", "Choose a day that is still to come.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How long what is kept after closing, by which rule; ``rule`` is its code and ``source`` where it stands."""

    reporter: Term
    report: Term
    rule: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptUntil:
    """Until when a closed report is kept: its reporter's contact data, and all of it."""

    reporter: datetime
    report: datetime


def kept_until(closed_at: datetime, terms: Terms, calendar: WorkingCalendar) -> KeptUntil:
    """Return until when a report is kept that was closed at a moment; contact data never longer than the report."""
    report = due(terms.report, closed_at, calendar)
    return KeptUntil(reporter=min(due(terms.reporter, closed_at, calendar), report), report=report)


def held(hold_until: date | None, *, today: date) -> bool:
    """Whether a report is kept beyond its term, up to and including the day that was said with the reason."""
    return hold_until is not None and today <= hold_until
