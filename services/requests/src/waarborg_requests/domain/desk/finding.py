"""What the work list is asked for: its parts, what it is narrowed by, and which numbers somebody means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from waarborg_requests.domain.intake import CameBy
from waarborg_requests.domain.numbers import number, read_number
from waarborg_requests.domain.states import RequestError
from waarborg_shared.clocks import AMSTERDAM
from waarborg_shared.hooks.values import RequestClass, RequestKind, Text

_END_OF_NUMBER = re.compile(r"[0-9]{1,9}")


class NotANumber(RequestError):
    """What was typed is no number of a request, nor its end."""

    field = "number"
    text = Text(
        "Dit is geen nummer van een verzoek. Vul het hele nummer in, zoals BQR-2026-000123, of de laatste cijfers.",
        "This is no number of a request. Fill in the whole number, such as BQR-2026-000123, or its last digits.",
    )


class Part(StrEnum):
    """The parts of the work list."""

    OPEN = "open"
    TO_DELIVER = "to_deliver"
    ANSWERED = "answered"
    CARRYING = "carrying"


class DueTime(StrEnum):
    """How urgent: the term ran out, or runs out within so many days from now."""

    LATE = "late"
    THREE_DAYS = "three_days"
    WEEK = "week"
    MONTH = "month"


DAYS = {DueTime.THREE_DAYS: 3, DueTime.WEEK: 7, DueTime.MONTH: 31}


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose requests are meant: those of some accounts, by reference, and, if told, those that nobody has."""

    refs: frozenset[str] = frozenset()
    nobody: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a list is narrowed by; what is empty narrows nothing. ``numbers`` are sought in every part."""

    kind: RequestKind | None = None
    request_class: RequestClass | None = None
    came_by: CameBy | None = None
    due: DueTime | None = None
    waiting: bool = False
    escalated: bool = False
    reminded: bool = False
    whose: Whose | None = None
    numbers: tuple[str, ...] | None = None


def until(due: DueTime, now: datetime) -> datetime:
    """Return the moment up to which "within so many days" goes: the end of that day in Europe/Amsterdam."""
    last: date = now.astimezone(AMSTERDAM).date() + timedelta(days=DAYS[due])
    return datetime.combine(last + timedelta(days=1), time.min, tzinfo=AMSTERDAM)


def numbers_meant(typed: str, organisation: str, years: Iterable[int]) -> tuple[str, ...]:
    """Return the numbers that somebody may mean: the whole one, or, by its last digits, one of each year.

    Raises NotANumber.
    """
    whole = read_number(typed)
    if whole is not None:
        return (whole,)
    plain = re.sub(r"\s+", "", typed)
    if not _END_OF_NUMBER.fullmatch(plain) or int(plain) == 0:
        raise NotANumber
    return tuple(number(organisation, year, int(plain)) for year in sorted(years, reverse=True))
