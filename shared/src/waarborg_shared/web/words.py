"""Moments, days and the time left, in words, in Europe/Amsterdam and in the page's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from babel.dates import format_date, format_datetime
from flask_babel import gettext, ngettext

from waarborg_shared import in_words
from waarborg_shared.auth import ActorKind
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks.values import Text
from waarborg_shared.web.context import current

_END_OF_DAY = time(23, 59, 59)
_HOUR = timedelta(hours=1)
_IN_HOURS = timedelta(hours=72)
_REMIND_AT = 0.8
LOOKED = "looked"


class Tone(StrEnum):
    """How urgent a clock is."""

    CALM = "calm"
    SOON = "soon"
    LATE = "late"
    RESTING = "resting"
    MET = "met"


class Shown(Protocol):
    """What a page needs to know of a clock (a `Clock`, or a row that has the same names)."""

    @property
    def started_at(self) -> datetime: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def stopped_at(self) -> datetime | None: ...
    @property
    def paused_at(self) -> datetime | None: ...
    @property
    def period(self) -> bool: ...


@dataclass(frozen=True)
class TimeLeft:
    """The time left in words, how much of it is used (0 to 1), and how urgent that is."""

    words: str
    used: float
    tone: Tone

    @property
    def percent(self) -> int:
        """How much of the time is used, 0 to 100."""
        return round(self.used * 100)


class Reasoned(Protocol):
    """What a page needs to know of a timeline's entry to say why it was done."""

    @property
    def why(self) -> str: ...
    @property
    def erased(self) -> bool: ...


def reason_of(step: Reasoned) -> str:
    """Return why something was done, as it was given, or that the reason was erased; empty where none was given."""
    return str(gettext("The reason was erased.")) if step.erased else step.why


class Done(Protocol):
    """What a page needs to know of a timeline's entry to say who did it."""

    @property
    def verb(self) -> str: ...
    @property
    def actor_kind(self) -> ActorKind: ...
    @property
    def actor_ref(self) -> str: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...


Entry = TypeVar("Entry", bound=Done)


def who_did(step: Done, kinds: Mapping[ActorKind, Text]) -> str:
    """Return who did something: by the role that was acted in, or else by kind, and never by reference.

    Nobody's name but the reader's own stands with it: names are identity's, and stored nowhere else.
    """
    actor, role = current.actor, current.rules.roles.get(str(step.facts.get("role", "")))
    who = (role.name if role is not None else kinds[step.actor_kind]).to(current.lang)
    own = step.actor_kind is ActorKind.STAFF and step.actor_ref == actor.ref and actor.label
    return f"{who} ({actor.label})" if own else who


def without_repeated_looks(steps: Iterable[Entry]) -> list[Entry]:
    """Return the steps with one look of each actor, the last, between two acts; every look stays on the timeline."""
    shown: list[Entry] = []
    looked: dict[str, Entry] = {}
    for step in steps:
        if step.verb == LOOKED:
            looked.pop(step.actor_ref, None)
            looked[step.actor_ref] = step
        else:
            shown += [*looked.values(), step]
            looked.clear()
    return [*shown, *looked.values()]


def source_in_words(source: str) -> str:
    """Return where a rule stands, in the page's language: "art. 33(1) GDPR", "privacy statement, chapter 13"."""
    if not source or current.lang == "nl" or not current.has_organisation:
        return source
    return in_words.source_in_words(source, current.rules.organisation.source_words).en


def _locale(language: str | None) -> str:
    return "nl_NL" if (language or current.lang) == "nl" else "en_GB"


def day_in_words(day: date, language: str | None = None) -> str:
    """Return a date: "dinsdag 5 januari 2027"."""
    return format_date(day, "EEEE d MMMM y", locale=_locale(language))


def moment_in_words(at: datetime, language: str | None = None) -> str:
    """Return a moment in Amsterdam: "dinsdag 5 januari 2027, 14:30". Raises ValueError for a naive one."""
    return format_datetime(_local(at), "EEEE d MMMM y, HH:mm", tzinfo=AMSTERDAM, locale=_locale(language))


def short_moment(at: datetime, language: str | None = None) -> str:
    """Return a moment for a table: "5 jan 2027 14:30"."""
    return format_datetime(_local(at), "d MMM y HH:mm", tzinfo=AMSTERDAM, locale=_locale(language))


def due_in_words(due_at: datetime, language: str | None = None) -> str:
    """Return when something is due: the day alone where the term ends with the day, else the moment."""
    local = _local(due_at)
    if _ends_with_day(local):
        return day_in_words(local.date(), language)
    return moment_in_words(due_at, language)


def _local(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return at.astimezone(AMSTERDAM)


def _ends_with_day(local: datetime) -> bool:
    return local.time().replace(microsecond=0) == _END_OF_DAY


def time_left(clock: Shown, now: datetime | None = None) -> TimeLeft:
    """Return the time left of a clock at ``now`` (by default the request's moment). A period is never late."""
    at = now or current.now()
    used = _used(clock, clock.stopped_at or clock.paused_at or at)
    if clock.period:
        over = clock.stopped_at is not None or at > clock.due_at
        words = gettext("over") if over else _words(clock, at, late=False)
        return TimeLeft(words, min(used, 1), Tone.MET if over else Tone.CALM)
    if clock.stopped_at is not None:
        return TimeLeft(gettext("done in time") if used < 1 else gettext("done, too late"), min(used, 1), Tone.MET)
    if clock.paused_at is not None:
        return TimeLeft(gettext("paused"), min(used, 1), Tone.RESTING)
    late = at > clock.due_at
    tone = Tone.LATE if late else Tone.SOON if used >= _REMIND_AT else Tone.CALM
    return TimeLeft(_words(clock, at, late=late), min(used, 1), tone)


def _used(clock: Shown, at: datetime) -> float:
    whole = (clock.due_at - clock.started_at).total_seconds()
    gone = (at - clock.started_at).total_seconds()
    return max(gone / whole, 0) if whole > 0 else 1


def _words(clock: Shown, at: datetime, *, late: bool) -> str:
    due = _local(clock.due_at)
    if _ends_with_day(due):
        days = abs((due.date() - _local(at).date()).days)
        if days == 0 and not late:
            return str(gettext("today"))
        return _days(days, late=late)
    left = abs(clock.due_at - at)
    if left < 2 * _HOUR:
        return _minutes(int(left.total_seconds() // 60), late=late)
    counted_in_hours = clock.due_at - clock.started_at <= _IN_HOURS
    if left < 2 * timedelta(days=1) or (counted_in_hours and left <= _IN_HOURS):
        return _hours(int(left.total_seconds() // 3600), late=late)
    return _days(left.days, late=late)


def _days(count: int, *, late: bool) -> str:
    if late:
        return str(ngettext("%(num)d day too late", "%(num)d days too late", count))
    return str(ngettext("%(num)d day left", "%(num)d days left", count))


def _hours(count: int, *, late: bool) -> str:
    if late:
        return str(ngettext("%(num)d hour too late", "%(num)d hours too late", count))
    return str(ngettext("%(num)d hour left", "%(num)d hours left", count))


def _minutes(count: int, *, late: bool) -> str:
    if late:
        return str(ngettext("%(num)d minute too late", "%(num)d minutes too late", count))
    return str(ngettext("%(num)d minute left", "%(num)d minutes left", count))


@dataclass(frozen=True)
class LabelledClock:
    """A clock with what a page calls it; `link` leads to its case, `promise` says whose promise or article it is."""

    label: str
    clock: Shown
    link: str = ""
    promise: str = ""


def most_urgent_first(clocks: list[LabelledClock]) -> list[LabelledClock]:
    """Return the clocks that run by due moment, then those that rest or are a period, then those that are done."""

    def urgency(shown: LabelledClock) -> tuple[int, datetime]:
        clock = shown.clock
        return (2 if clock.stopped_at else 1 if clock.paused_at or clock.period else 0), clock.due_at

    return sorted(clocks, key=urgency)
