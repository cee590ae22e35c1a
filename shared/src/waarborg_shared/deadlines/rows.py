"""A clock as a row of the deadline table, and back; and when a worker must look at it next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from waarborg_shared.clocks import Clock, history_from_json, history_to_json, rule_from_json, rule_to_json


class Moment(StrEnum):
    """For what a worker looks at a clock."""

    REMINDER = "reminder"
    LAPSED = "lapsed"
    ENDED = "ended"


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One clock of one case as it is stored, with what was done about it so far."""

    organisation: str
    case_ref: str
    name: str
    clock: Clock
    reminded_at: datetime | None = None
    lapsed_at: datetime | None = None
    next_at: datetime | None = None
    attempts: int = 0

    @property
    def due_at(self) -> datetime:
        """When the clock runs out."""
        return self.clock.due_at

    @property
    def moment(self) -> Moment | None:
        """What comes next: first the reminder, then the end, each once, also when both are late; or nothing.

        Of a period only its end comes, and that is no lapse."""
        if self.clock.stopped_at is not None or self.clock.paused_at is not None:
            return None
        if self.clock.period:
            return Moment.ENDED
        if self.reminded_at is None:
            return Moment.REMINDER
        return Moment.LAPSED if self.lapsed_at is None else None

    def look_at(self) -> datetime | None:
        """When a worker must look; None when it need not."""
        due_at = self.clock.due_at
        moments = {Moment.REMINDER: self.clock.remind_at, Moment.LAPSED: due_at, Moment.ENDED: due_at}
        return moments[self.moment] if self.moment is not None else None


def from_row(row: Mapping[str, Any]) -> Deadline:
    """The deadline in a row."""
    extensions, pauses = history_from_json(row["extended"])
    clock = Clock(
        rule=rule_from_json(row["rule"]),
        started_at=row["started_at"],
        due_at=row["due_at"],
        remind_at=row["remind_at"],
        pauses=pauses,
        extended_by=extensions,
        stopped_at=row["stopped_at"],
        stop_reason=row["stop_reason"],
    )
    names = ("organisation", "case_ref", "name", "reminded_at", "lapsed_at", "next_at", "attempts")
    return Deadline(clock=clock, **{name: row[name] for name in names})


def to_row(deadline: Deadline) -> dict[str, Any]:
    """The row of a deadline, without its claim; `next_at` follows from the rest."""
    clock = deadline.clock
    return {
        "organisation": deadline.organisation,
        "case_ref": deadline.case_ref,
        "name": deadline.name,
        "rule": rule_to_json(clock.rule),
        "started_at": clock.started_at,
        "remind_at": clock.remind_at,
        "due_at": clock.due_at,
        "paused_at": clock.paused_at,
        "stopped_at": clock.stopped_at,
        "stop_reason": clock.stop_reason,
        "extended": history_to_json(clock),
        "reminded_at": deadline.reminded_at,
        "lapsed_at": deadline.lapsed_at,
        "next_at": deadline.look_at(),
        "attempts": deadline.attempts,
    }
