"""From rows to what happened: in the order of time, each thing once, and nothing that something newer has overtaken.

A day without an hour is read so that a yes is never longer than it was: what was given on it counts from the day's
first moment, what was withdrawn on it to its last.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from waarborg_consent.domain.consent_parts import WHOLE, Part
from waarborg_consent.domain.consents import Given
from waarborg_consent.domain.import_values import Answer, ImportRow
from waarborg_consent.domain.importing import Finding, RowFault
from waarborg_shared.calendar import AMSTERDAM

_ENDS_OF_A_DAY = (time(), time(23, 59, 59))


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """Something that was said of a purpose, on a day."""

    kind: Given
    purpose: str
    at: datetime
    part: Part = WHOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Something that a person's file holds already; ``purpose`` None is about everything."""

    kind: Given
    purpose: str | None
    at: datetime
    part: Part = WHOLE

    @property
    def yes(self) -> bool:
        """Whether it is a yes."""
        return self.kind in (Given.GIVEN, Given.RENEWED)


def happenings(row: ImportRow, *, now: datetime) -> tuple[Happening, ...]:
    """Return what a row says that happened, the oldest first. A no is one that nobody took back."""
    found = []
    if row.given_on is not None:
        kind = Given.REFUSED if row.answer is Answer.NO else Given.GIVEN
        at = moment_of(row.given_on, kind, now=now)
        found.append(Happening(kind=kind, purpose=row.purpose, at=at, part=row.part))
    if row.withdrawn_on is not None:
        at = moment_of(row.withdrawn_on, Given.WITHDRAWN, now=now)
        found.append(Happening(kind=Given.WITHDRAWN, purpose=row.purpose, at=at, part=row.part))
    return tuple(found)


def only_the_day(at: datetime) -> bool:
    """Whether a moment stands for a day of which no hour is known: an import writes its first or last second."""
    return at.astimezone(AMSTERDAM).time() in _ENDS_OF_A_DAY


def moment_of(day: date, kind: Given, *, now: datetime) -> datetime:
    """Return from when something counts of which only the day is known; never later than now."""
    if kind is Given.GIVEN:
        return datetime.combine(day, time(), AMSTERDAM)
    last = datetime.combine(day + timedelta(days=1), time(), AMSTERDAM) - timedelta(seconds=1)
    return min(last, now)


def first_of_each(rows: Iterable[ImportRow]) -> tuple[list[ImportRow], list[Finding]]:
    """Return the rows without those that say what an earlier one said, with what is said of these."""
    seen: dict[tuple[object, ...], int] = {}
    kept, doubles = [], []
    for row in rows:
        said = (row.person_ref, row.purpose, row.answer, row.given_on, row.withdrawn_on, row.until_on, row.part)
        first = seen.setdefault(said, row.number)
        if first == row.number:
            kept.append(row)
        else:
            doubles.append(Finding(row.number, RowFault.DOUBLE, other_row=first))
    return kept, doubles


def in_order(rows: Iterable[ImportRow]) -> list[ImportRow]:
    """Return the rows person by person, what happened first before what happened after it.

    Of two that say yes on one day the one that ends first comes first, and the other is then known already.
    """

    def place(row: ImportRow) -> tuple[str, date, date, int]:
        return row.person_ref, row.given_on or row.withdrawn_on or date.max, row.until_on or date.max, row.number

    return sorted(rows, key=place)


def new_happenings(
    row: ImportRow, known: Sequence[Known], *, now: datetime
) -> tuple[tuple[Happening, ...], RowFault | None]:
    """Return what of a row a person's file does not hold yet, and why nothing, where that is so.

    What something newer in the file is about is not added behind it: it would count as the newest, and bring back what
    was withdrawn meanwhile.
    """
    fresh, fault = [], None
    for each in happenings(row, now=now):
        about = [one for one in known if one.purpose in (each.purpose, None)]
        if any(_same(each, one) for one in about):
            fault = fault or RowFault.KNOWN
        elif any(one.at > each.at and _touches(one.part, each.part) for one in about):
            fault = RowFault.OVERTAKEN
        else:
            fresh.append(_ending(each, about))
    return tuple(fresh), None if fresh else fault


def as_known(happening: Happening) -> Known:
    """Return what a file holds once this was added to it."""
    return Known(kind=happening.kind, purpose=happening.purpose, at=happening.at, part=happening.part)


def foresee(
    rows: Sequence[ImportRow],
    known: Mapping[str, Sequence[Known]],
    *,
    now: datetime,
    refused: Mapping[int, RowFault] | None = None,
) -> tuple[list[ImportRow], list[Finding]]:
    """Return the rows that bring something new, given what the files of their persons hold, and what is said of others.

    ``rows`` are in order; what one brings is known to the next. ``refused`` says, by number, what would be refused by
    hand, and why.
    """
    held = {ref: list(events) for ref, events in known.items()}
    fresh, findings = [], []
    for row in rows:
        events = held.setdefault(row.person_ref, [])
        added, fault = new_happenings(row, events, now=now)
        fault = fault or (refused or {}).get(row.number)
        if fault is None:
            events.extend(map(as_known, added))
            fresh.append(row)
        else:
            findings.append(Finding(row.number, fault))
    return fresh, findings


def _ending(one: Happening, about: Sequence[Known]) -> Happening:
    """Return a no as the withdrawal that it is, where there was a yes before it."""
    newest = max((each for each in about if each.part == WHOLE), key=lambda each: each.at, default=None)
    in_part = any(each.yes for each in about if each.part != WHOLE)
    withdraws = one.kind is Given.REFUSED and (in_part or _is_yes(newest))
    return replace(one, kind=Given.WITHDRAWN) if withdraws else one


def _is_yes(known: Known | None) -> bool:
    return known is not None and known.yes


def _same(one: Happening, other: Known) -> bool:
    """Whether both say yes or both say no, about the same, on the same day."""
    if other.part != one.part or other.kind is Given.INVALIDATED:
        return False
    said = (one.kind is Given.GIVEN, one.purpose, _day(one.at))
    return said == (other.yes, other.purpose, _day(other.at))


def _touches(one: Part, other: Part) -> bool:
    """Whether two parts of a purpose have something in common."""
    sides = ((one.categories, other.categories), (one.recipients, other.recipients))
    return all(not mine or not theirs or bool(mine & theirs) for mine, theirs in sides)


def _day(at: datetime) -> date:
    return at.astimezone(AMSTERDAM).date()
