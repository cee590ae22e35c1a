"""What the breach service tells: breaches reported, decided on and closed, and the clocks of the protocol."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, ClassVar

from waarborg_shared.events.base import Event


@dataclass(frozen=True, kw_only=True)
class BreachReported(Event):
    """A breach of personal data was reported and has its number in the register (art. 33(5) GDPR)."""

    type: ClassVar[str] = "nl.waarborg.breach.breach-reported.v1"

    breach_ref: Annotated[str, "reference of the breach"]
    number: Annotated[str, "its number in the organisation's register"]
    origin: Annotated[str, "code of where the report came from, such as page, desk or disclosure"]
    discovered_at: Annotated[datetime, "when it was discovered"]
    aware_at: Annotated[datetime, "when the organisation became aware of it (art. 33(1) counts from here)"]
    origin_ref: Annotated[str | None, "reference of what it came from, such as a vulnerability report"] = None


@dataclass(frozen=True, kw_only=True)
class BreachDecided(Event):
    """The responsible decided who is notified (art. 33 and 34 GDPR)."""

    type: ClassVar[str] = "nl.waarborg.breach.breach-decided.v1"

    breach_ref: Annotated[str, "reference of the breach"]
    notify_authority: Annotated[bool, "whether the Autoriteit Persoonsgegevens is notified"]
    inform_persons: Annotated[bool, "whether the persons concerned are informed"]


@dataclass(frozen=True, kw_only=True)
class BreachClosed(Event):
    """A breach was dealt with and closed; it stays in the register."""

    type: ClassVar[str] = "nl.waarborg.breach.breach-closed.v1"

    breach_ref: Annotated[str, "reference of the breach"]


@dataclass(frozen=True, kw_only=True)
class BreachClockNeared(Event):
    """A clock of a breach has used up most of its term (80 % unless the organisation says otherwise)."""

    type: ClassVar[str] = "nl.waarborg.breach.breach-clock-neared.v1"

    breach_ref: Annotated[str, "reference of the breach"]
    clock: Annotated[str, "name of the clock"]
    due_at: Annotated[datetime, "when the clock runs out"]


@dataclass(frozen=True, kw_only=True)
class BreachClockLapsed(Event):
    """A clock of a breach ran out."""

    type: ClassVar[str] = "nl.waarborg.breach.breach-clock-lapsed.v1"

    breach_ref: Annotated[str, "reference of the breach"]
    clock: Annotated[str, "name of the clock"]
    due_at: Annotated[datetime, "when the clock ran out"]


@dataclass(frozen=True, kw_only=True)
class BreachTimesCorrected(Event):
    """A time of a breach was corrected, or comes from another report of it: the clocks were worked out anew."""

    type: ClassVar[str] = "nl.waarborg.breach.breach-times-corrected.v1"

    breach_ref: Annotated[str, "reference of the breach"]
    discovered_at: Annotated[datetime, "when it was discovered, as is known now"]
    aware_at: Annotated[datetime, "when the organisation became aware of it, as is known now"]


@dataclass(frozen=True, kw_only=True)
class BreachRetracted(Event):
    """A report turned out to be no breach and was retracted; it stays in the register."""

    type: ClassVar[str] = "nl.waarborg.breach.breach-retracted.v1"

    breach_ref: Annotated[str, "reference of the breach"]


@dataclass(frozen=True, kw_only=True)
class BreachOpenedAgain(Event):
    """A report that was retracted is a breach after all: its clocks run on from their first start."""

    type: ClassVar[str] = "nl.waarborg.breach.breach-opened-again.v1"

    breach_ref: Annotated[str, "reference of the breach"]


@dataclass(frozen=True, kw_only=True)
class BreachMerged(Event):
    """Two reports are of the same breach: one goes on under the number of the other."""

    type: ClassVar[str] = "nl.waarborg.breach.breach-merged.v1"

    breach_ref: Annotated[str, "reference of the report that goes on elsewhere"]
    into_ref: Annotated[str, "reference of the breach under which it goes on"]


@dataclass(frozen=True, kw_only=True)
class BreachReopened(Event):
    """A closed breach was opened again: something came to light that asks for more."""

    type: ClassVar[str] = "nl.waarborg.breach.breach-reopened.v1"

    breach_ref: Annotated[str, "reference of the breach"]


@dataclass(frozen=True, kw_only=True)
class BreachCarriedOut(Event):
    """Breach carried out what was decided on a request, or says why not, or not yet."""

    type: ClassVar[str] = "nl.waarborg.breach.carried-out.v1"

    request_ref: Annotated[str, "reference of the request"]
    step_ref: Annotated[str, "reference of the step that was asked"]
    subject_ref: Annotated[str, "reference of the person whose data it is about"]
    outcome: Annotated[str, "done, refused or not_yet"]
    ground: Annotated[str | None, "code of why it was not done, or why there was nothing to do"] = None
    kept: Annotated[tuple[str, ...], "codes of what stays"] = ()
    kept_by: Annotated[tuple[str, ...], "for each of them the code of the rule that it stays by"] = ()
    kept_until: Annotated[tuple[str, ...], "for each of them the day until which it stays, or no-day"] = ()


EVENTS: tuple[type[Event], ...] = (
    BreachReported,
    BreachDecided,
    BreachClosed,
    BreachClockNeared,
    BreachClockLapsed,
    BreachTimesCorrected,
    BreachRetracted,
    BreachOpenedAgain,
    BreachMerged,
    BreachReopened,
    BreachCarriedOut,
)
