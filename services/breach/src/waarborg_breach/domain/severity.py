"""The severity of a breach by ENISA's method of 2013, SE = DPC x EI + CB: an input for who decides, never the answer.

The method lets an assessor move the DPC by the context; that is left to people. It names no score for citizen service
numbers and passwords: they count here as financial data, because both open the way to money and to somebody's name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from waarborg_breach.domain.facts import DataKind, Facts, Holder, Identifiable, Undone


class Band(StrEnum):
    """ENISA's four levels."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    VERY_HIGH = "very-high"


DPC: Mapping[DataKind, int] = {
    DataKind.PLAIN: 1,
    DataKind.LOCATION: 2,
    DataKind.FINANCIAL: 3,
    DataKind.BSN: 3,
    DataKind.CREDENTIALS: 3,
    DataKind.SPECIAL: 4,
    DataKind.HEALTH: 4,
}
"""Data processing context: simple, behavioural, financial and sensitive data."""
EI: Mapping[Identifiable, float] = {
    Identifiable.NEGLIGIBLE: 0.25,
    Identifiable.LIMITED: 0.5,
    Identifiable.SIGNIFICANT: 0.75,
    Identifiable.MAXIMUM: 1.0,
}
"""Ease of identification."""
MORE_THAN = 100
"""From more people than this the method has it said beside the score."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Severity:
    """The score and what it is made of; ``circumstances`` are the parts of CB by name."""

    dpc: int
    ei: float
    circumstances: tuple[tuple[str, float], ...]
    more_than_100: bool
    unintelligible: bool

    @property
    def cb(self) -> float:
        """What the circumstances of the breach add."""
        return sum(added for _, added in self.circumstances)

    @property
    def score(self) -> float:
        """DPC x EI + CB; every part is a multiple of a quarter, so that this is exact to a sixteenth."""
        return self.dpc * self.ei + self.cb

    @property
    def band(self) -> Band:
        """In which of the four levels the score lies."""
        return band_of(self.score)


def band_of(score: float) -> Band:
    """Return the level of a score: below 2 low, below 3 medium, below 4 high, from 4 very high."""
    if score < 2:
        return Band.LOW
    if score < 3:
        return Band.MEDIUM
    return Band.HIGH if score < 4 else Band.VERY_HIGH


def severity(counted: Facts, *, unreadable: bool) -> Severity:
    """Score facts of which none that counts is left unknown."""
    return Severity(
        dpc=max((DPC[kind] for kind in counted.kinds or ()), default=4),
        ei=EI[counted.identifiable or Identifiable.MAXIMUM],
        circumstances=tuple((name, added) for name, added in _circumstances(counted).items() if added),
        more_than_100=(counted.persons or 0) > MORE_THAN,
        unintelligible=unreadable,
    )


def _circumstances(counted: Facts) -> dict[str, float]:
    known = counted.holder in (Holder.TRUSTED, Holder.KNOWN)
    right = counted.undone is Undone.FULLY
    return {
        "confidentiality": (0.25 if known else 0.5) if counted.confidentiality else 0.0,
        "integrity": (0.25 if right else 0.5) if counted.integrity else 0.0,
        "availability": (0.25 if right else 0.5) if counted.availability else 0.0,
        "intent": 0.5 if counted.intent else 0.0,
    }
