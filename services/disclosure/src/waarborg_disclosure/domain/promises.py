"""The promises to a reporter that are clocks: from when each runs, what pauses it, and whether it was kept."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_disclosure.domain.states import ReportState
from waarborg_shared.clocks import ClockRule, Term, Unit, due_on, in_force
from waarborg_shared.hooks.values import AnswerPart, DisclosurePolicy, Text

ACKNOWLEDGEMENT = "acknowledgement"
FIRST_ANSWER = "first_answer"
FIX = "fix"
PRACTICE = "ISO/IEC 29147"
PROGRESS = "progress"
QUESTION = "question"
RETEST = "retest"
WAITS_FOR_REPORTER = frozenset({QUESTION, RETEST})
"""Clocks of the reporter's turn: nobody of ours is late with them, and when they run out we go on without him."""


class ReasonForSlip(DisclosureError):
    """Another fix date than the one that was told needs a reason, which the reporter reads (J14)."""

    field = "slip_reason"
    text = Text(
        "Schrijf waarom de datum verandert: de melder leest het.",
        "Write why the date changes: the reporter reads it.",
    )


class SameFixDate(DisclosureError):
    """A new date differs from the one that was told."""

    field = "new_fix_on"
    text = Text("Deze datum staat er al. Geef een andere.", "This date stands already. Give another one.")


class NewDateInThePast(DisclosureError):
    """A fix is expected on a day to come."""

    field = "new_fix_on"
    text = Text(
        "Een oplossing verwacht u op een dag die nog komt.", "A fix is expected on a day that is still to come."
    )


class Standing(StrEnum):
    """What became of a promise."""

    OPEN = "open"
    PAUSED = "paused"
    KEPT = "kept"
    MISSED = "missed"
    MOVED = "moved"
    ENDED = "ended"


class Promise(Protocol):
    """A promise as it is stored. ``moved_at``: another date took its place; ``ended_at``: it fell away."""

    @property
    def due_at(self) -> datetime: ...
    @property
    def met_at(self) -> datetime | None: ...
    @property
    def moved_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def paused_at(self) -> datetime | None: ...


def standing(promise: Promise, now: datetime) -> Standing:
    """Return what became of a promise. One that was not met by its time stays missed, whatever came after it."""
    over = promise.met_at or promise.moved_at or promise.ended_at or promise.paused_at
    if (over or now) > promise.due_at:
        return Standing.MISSED
    if promise.met_at is not None:
        return Standing.KEPT
    if promise.moved_at is not None:
        return Standing.MOVED
    if promise.ended_at is not None:
        return Standing.ENDED
    return Standing.PAUSED if promise.paused_at is not None else Standing.OPEN


def starts(policy: DisclosurePolicy, received_at: datetime) -> tuple[tuple[ClockRule, datetime], ...]:
    """Return each promise that is a clock with the moment from which it runs: the receipt of the report.

    A promise that has changed holds in the version of the day of receipt (in Europe/Amsterdam).
    """
    return tuple((clock, received_at) for clock in in_force(policy.promises, due_on(received_at)))


def acknowledgement(policy: DisclosurePolicy) -> ClockRule | None:
    """Return the promise of a receipt at once (B22): on the day itself; None where the policy makes none."""
    if not policy.receipt_at_once:
        return None
    return ClockRule(name=ACKNOWLEDGEMENT, start_event="received", term=Term(0, Unit.DAYS), source=policy.source)


def fix_rule(policy: DisclosurePolicy, *, today: date, fix_on: date) -> ClockRule:
    """Return the clock of an expected fix date: it ends with that day. Who did not promise one (J14) told it all the
    same, as the practice asks."""
    source = policy.source if AnswerPart.FIX_DATE in policy.answer_needs else PRACTICE
    return ClockRule(name=FIX, start_event="told", term=Term((fix_on - today).days, Unit.DAYS), source=source)


def check_slip(before: date | None, after: date, reason: str | None, *, today: date) -> None:
    """Check that a fix date may take the place of the one that was told.

    Raises:
        NewDateInThePast, SameFixDate, ReasonForSlip.
    """
    if after < today:
        raise NewDateInThePast(after.isoformat())
    if after == before:
        raise SameFixDate(after.isoformat())
    if before is not None and not (reason or "").strip():
        raise ReasonForSlip(after.isoformat())


def paused_by_a_question(policy: DisclosurePolicy, running: Iterable[str]) -> tuple[str, ...]:
    """Return which of the clocks that run stand still while the reporter is asked something."""
    return tuple(sorted(name for name in running if name in policy.pauses))


def tells_progress(state: ReportState, *, in_scope: bool) -> bool:
    """Whether the reporter is owed word of progress: of what is right and not fixed yet."""
    return in_scope and state in {ReportState.ANSWERED, ReportState.FIXING, ReportState.REOPENED}
