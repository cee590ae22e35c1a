"""What a partner system did, day by day, as the edges give it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from waarborg_identity.actions.partner_deeds import CountedOn
from waarborg_identity.actions.partner_use import UsedOn
from waarborg_identity.domain.partner_deeds import Counted


@dataclass
class DayOfDeeds:
    """One day: its tokens, and how often each right, deed and refusal was, by code."""

    day: date
    tokens: int = 0
    by_sort: dict[Counted, list[tuple[str, int]]] = field(default_factory=lambda: {sort: [] for sort in Counted})


def days_of(used: Sequence[UsedOn], counted: Sequence[CountedOn]) -> list[DayOfDeeds]:
    """Return the days on which there was anything, newest first."""
    days: dict[date, DayOfDeeds] = {}
    for each in used:
        days.setdefault(each.day, DayOfDeeds(each.day)).tokens = each.tokens
    for one in counted:
        days.setdefault(one.day, DayOfDeeds(one.day)).by_sort[one.sort].append((one.code, one.times))
    return sorted(days.values(), key=lambda shown: shown.day, reverse=True)
