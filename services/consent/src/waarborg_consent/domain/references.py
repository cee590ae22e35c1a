"""What stands of a person who goes by several references, since two registrations turned out to be of one person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from waarborg_consent.domain.consents import (
    ASKING,
    OPPOSES,
    STANDS,
    ConsentEvent,
    live,
    without_undone,
)


def joined(
    files: Mapping[str, Sequence[ConsentEvent]], purposes: Iterable[str], *, since: datetime
) -> tuple[ConsentEvent, ...]:
    """Return, of every purpose about which something is known, the events that decide for the person as a whole.

    What was said under either reference before they were known to be one (``since``) is joined in doubt: a withdrawal
    under any of them stands, whatever was given under another and when. After that the newest wins, as for anybody.
    """
    known = [without_undone(events) for events in files.values()]
    ordered = [event for code in purposes for event in (*_before(known, code, since), *_after(known, code, since))]
    return tuple(replace(event, sequence=number) for number, event in enumerate(ordered, 1))


def _before(files: Iterable[Sequence[ConsentEvent]], purpose: str, since: datetime) -> list[ConsentEvent]:
    """Return what counts in each file, so ordered that a no comes after every yes."""
    found: list[ConsentEvent] = []
    for events in files:
        early = [event for event in events if event.at <= since and event.purpose in (purpose, None)]
        counting = live(early, purpose).values()
        newest = max((event.sequence for event in counting), default=-1)
        found += counting
        found += [event for event in early if event.kind in ASKING and event.sequence > newest]
    ordered = sorted(found, key=lambda event: (event.kind in ASKING, *_allows_least_last(event), event.at))
    return [replace(event, purpose=purpose) for event in ordered]


def _after(files: Iterable[Sequence[ConsentEvent]], purpose: str, since: datetime) -> list[ConsentEvent]:
    later = [event for events in files for event in events if event.at > since and event.purpose in (purpose, None)]
    ordered = sorted(later, key=lambda event: (event.at, *_allows_least_last(event), event.sequence))
    return [replace(event, purpose=purpose) for event in ordered]


def _allows_least_last(event: ConsentEvent) -> tuple[bool, bool]:
    """Sort what stands for nothing first, then what was given, and what opposes last."""
    return event.state in OPPOSES, event.state in STANDS
