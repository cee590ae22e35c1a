"""The register of breaches: what it is narrowed by, and how long what is written in it is kept (B24 art. 12)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from waarborg_breach.domain.reports import BreachKind
from waarborg_breach.domain.states import BreachError, CaseState
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.clocks import WorkingCalendar, due
from waarborg_shared.hooks.values import RetentionRule, Text

_PART_OF_NUMBER = re.compile(r"(?![0-9]{8,}$)[A-Z0-9][A-Z0-9-]{0,31}")


class Notified(StrEnum):
    """Whether the authority was told of it."""

    YES = "yes"
    NO = "no"


class Course(StrEnum):
    """Whether something is still to be done about it."""

    OPEN = "open"
    OVER = "over"


class NoNumber(BreachError):
    """What was typed can stand in no number of a breach."""

    field = "number"
    text = Text(
        "Een nummer heeft alleen letters, cijfers en streepjes, zoals BQR-L-2026-0001. Een deel mag ook.",
        "A number has letters, digits and hyphens only, such as BQR-L-2026-0001. A part of it will do.",
    )


class AlreadyHeld(BreachError):
    """It is held already, or no hold lies on it."""

    field = "hold_why"
    text = Text("Dat is intussen al gedaan.", "That was done already.")


class AlreadyDestroyed(BreachError):
    """What was written of it is gone, so that nothing is left to hold or to change."""

    field = ""
    text = Text(
        "Wat hier geschreven stond is al vernietigd: de bewaartermijn was om.",
        "What was written here was destroyed already: its term was over.",
    )


class HoldReason(BreachError):
    """Keeping longer than the term, and stopping that, takes a written reason."""

    field = "hold_why"
    text = Text("Schrijf op waarom.", "Write down why.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What the register is narrowed by; what is left out narrows nothing. ``year`` is that of the discovery."""

    year: int | None = None
    state: CaseState | None = None
    notified: Notified | None = None
    kind: BreachKind | None = None
    course: Course | None = None
    number: str | None = None

    def codes(self) -> Mapping[str, str]:
        """Return it as codes, as a timeline keeps it."""
        found = {
            "year": self.year,
            "state": self.state,
            "notified": self.notified,
            "kind": self.kind,
            "course": self.course,
            "number": self.number,
        }
        return {name: str(value) for name, value in found.items() if value is not None}


def part_of_number(typed: str | None) -> str | None:
    """Return what was typed as it can stand in a number. Raises NoNumber."""
    if typed is None or not typed.strip():
        return None
    part = typed.strip().strip("-").upper()
    if not _PART_OF_NUMBER.fullmatch(part):
        raise NoNumber(part)
    return part


def bounds_of(year: int) -> tuple[datetime, datetime]:
    """Return the first moment of a year in Europe/Amsterdam, and that of the year after it."""
    return datetime(year, 1, 1, tzinfo=AMSTERDAM), datetime(year + 1, 1, 1, tzinfo=AMSTERDAM)


def kept_until(closed_at: datetime, rule: RetentionRule, calendar: WorkingCalendar) -> datetime:
    """Return until when what was written of a breach is kept, counted from when its case was closed."""
    return due(rule.keep, closed_at, calendar)
