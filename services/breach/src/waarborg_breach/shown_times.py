"""What was corrected in the times of a breach, and what that did to its clocks, as pages and programs give it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waarborg_breach.actions.measures import DUE as MEASURE_DUE
from waarborg_breach.texts import CAME_ALONG, CLOCKS, NO, OWN_CLOCK, TIMES, UNKNOWN, WAS_AND_IS, WIPES, YES
from waarborg_breach.texts.reminding import A_MEASURE
from waarborg_shared.hooks.values import Text
from waarborg_shared.timeline.reading import Step
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import moment_in_words

CORRECTED = ("corrected-times", "earliest-times")
_REWORKED = ("clock-reworked", "clock-reworked-lapsed")
_NAMED = (
    "clock-neared",
    "clock-lapsed",
    "clock-reopened",
    "clock-switched-on",
    "clock-switched-off",
    "clock-not-in-force",
    "reminder-sent",
)
"""Steps that are about one clock and say no more than which."""


@dataclass(frozen=True, slots=True)
class Correction:
    """One time that was corrected: when that was done, what it was and what it became."""

    at: datetime
    field: str
    was: str | bool | None
    became: str | bool | None


def corrections_of(steps: Iterable[Step]) -> list[Correction]:
    """Return every time that was corrected, or came from another report, oldest first."""
    return [
        Correction(step.at, field, was, became)
        for step in steps
        if step.verb in CORRECTED
        for field, (was, became) in sorted(step.facts.get("times", {}).items())
    ]


def said_of(step: Step, clock_names: Mapping[str, Text]) -> list[str]:
    """Return what the timeline's facts of a step say in words: old and new times, ends of terms, numbers."""
    facts = step.facts
    if step.verb in CORRECTED:
        times = facts.get("times", {})
        return [_was_and_is(said(TIMES[name]), *times[name]) for name in TIMES if name in times]
    if step.verb in _REWORKED:
        return [_was_and_is(_called(facts["clock"], clock_names), facts["was"], facts["is"])]
    if step.verb in _NAMED and "clock" in facts:
        return [_called(facts["clock"], clock_names)]
    if step.verb == "noted-wiping":
        at = facts.get("at")
        return [said(WIPES[facts["wiped"]]) + (f", {in_words(at)}" if at else "")]
    if step.verb in ("merged-into", "merged-report"):
        came = [said(words).format(count=facts[name]) for name, words in CAME_ALONG.items() if name in facts]
        return [str(facts["number"]), *came]
    return []


def in_words(value: Any) -> str:
    """Return a stored time of the timeline in words."""
    if value is None:
        return said(UNKNOWN)
    if isinstance(value, bool):
        return said(YES if value else NO)
    return moment_in_words(datetime.fromisoformat(value))


def _called(clock: str, names: Mapping[str, Text]) -> str:
    if clock == MEASURE_DUE:
        return said(A_MEASURE)
    return said(names.get(clock) or CLOCKS.get(clock) or OWN_CLOCK)


def _was_and_is(what: str, was: Any, became: Any) -> str:
    return said(WAS_AND_IS).format(what=what, was=in_words(was), is_=in_words(became))
