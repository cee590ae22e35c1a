"""What was corrected in the times of a breach, and what that did to its clocks, as pages and programs give it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from waarborg_breach.texts import CAME_ALONG, CLOCKS, NO, OWN_CLOCK, TIMES, UNKNOWN, WAS_AND_IS, WIPES, YES
from waarborg_shared.hooks.values import Text
from waarborg_shared.timeline.reading import Step
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import moment_in_words

CORRECTED = ("corrected-times", "earliest-times")
_REWORKED = ("clock-reworked", "clock-reworked-lapsed")


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
        name = facts["clock"]
        called = clock_names.get(name) or CLOCKS.get(name) or OWN_CLOCK
        return [_was_and_is(said(called), facts["was"], facts["is"])]
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


def _was_and_is(what: str, was: Any, became: Any) -> str:
    return said(WAS_AND_IS).format(what=what, was=in_words(was), is_=in_words(became))
