"""Versions of one term, each with the dates between which it holds; a change of law or of promise is one more."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Protocol, TypeVar

from waarborg_shared.clocks import ClockRule
from waarborg_shared.hooks.values.text import BadValue, check_code

_DAY = timedelta(days=1)
RECEIVED = "received"
"""The moment from which the clocks of a request and of a report run."""


class Versioned(Protocol):
    """Something that holds from a date and until one, both inclusive; None is without an end on that side."""

    @property
    def valid_from(self) -> date | None: ...
    @property
    def valid_until(self) -> date | None: ...


Version = TypeVar("Version", bound=Versioned)


def in_order(versions: Iterable[Version]) -> list[Version]:
    """Return ``versions`` by the date from which each holds."""
    return sorted(versions, key=lambda version: version.valid_from or date.min)


def check_versions(versions: Sequence[Versioned], *, of: str, always: bool = False) -> None:
    """Refuse versions of one term of which two hold on a day, or after which a day comes on which none does.

    Before the first there may be nothing, for a promise begins on a day; unless there is to be one ``always``.

    Raises:
        BadValue: naming the field and the day.
    """
    ordered = in_order(versions)
    for version in ordered:
        if version.valid_from and version.valid_until and version.valid_until < version.valid_from:
            raise BadValue(f"{of}.valid_until: it ends on {version.valid_until} and begins on {version.valid_from}")
    for before, after in pairwise(ordered):
        if before.valid_until is None or after.valid_from is None or after.valid_from <= before.valid_until:
            day = after.valid_from or before.valid_until
            raise BadValue(f"{of}.valid_from: two versions hold on {day}" if day else f"{of}: twice, without dates")
        if before.valid_until + _DAY < after.valid_from:
            raise BadValue(f"{of}.valid_from: none of its versions holds on {before.valid_until + _DAY}")
    if ordered and ordered[-1].valid_until is not None:
        raise BadValue(f"{of}.valid_until: none of its versions holds after {ordered[-1].valid_until}")
    if always and ordered and ordered[0].valid_from is not None:
        raise BadValue(f"{of}.valid_from: none of its versions holds before {ordered[0].valid_from}")


def check_clocks(clocks: Iterable[ClockRule], *, of: str) -> None:
    """Refuse clocks of which two of one name hold on a day, or of which one would be lost from a day on.

    Versions of one clock count from the same event: else a case could begin between the two and have neither.

    Raises:
        BadValue: naming the clock, the field and the day.
    """
    by_name: dict[str, list[ClockRule]] = {}
    for clock in clocks:
        by_name.setdefault(clock.name, []).append(clock)
    for name, versions in by_name.items():
        check_code(name, of=f"{of}: name of a clock")
        check_versions(versions, of=f"{of}[{name}]")
        events = sorted({clock.start_event for clock in versions})
        if len(events) > 1:
            raise BadValue(f"{of}[{name}].start_event: its versions count from {' and from '.join(events)}")


def days_of_change(versions: Iterable[Versioned], *, since: date) -> list[date]:
    """Return ``since`` and every later day on which one of ``versions`` begins."""
    begins = (version.valid_from for version in versions)
    return sorted({since, *(day for day in begins if day is not None and day > since)})


def count_from_receipt(clocks: Iterable[ClockRule], *, of: str) -> None:
    """Check that each clock runs from receipt. Raises BadValue with the clock."""
    for clock in clocks:
        if isinstance(clock, ClockRule) and clock.start_event != RECEIVED:
            raise BadValue(f"{of}: clock {clock.name}: start_event {clock.start_event!r} is unknown")
