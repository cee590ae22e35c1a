"""The table by which a report of a vulnerability is rewarded: how severe the leak is, and how good the report (J14)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from waarborg_shared.hooks.values.text import BadValue, Text

QUALITIES = 5
"""No good mark at all up to four of them."""


class SeverityBand(StrEnum):
    """How severe a vulnerability is, from the least to the most (the bands of CVSS)."""

    NONE = "none"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Its place among the bands, the severest last."""
        return tuple(SeverityBand).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prize:
    """One reward: what it is worth in eurocents, and what it is where it is a thing and no money."""

    cents: int
    thing: Text | None = None

    def __post_init__(self) -> None:
        if self.cents < 0:
            raise BadValue("prize: less than nothing")


@dataclass(frozen=True, slots=True, kw_only=True)
class RewardRow:
    """The rewards for one band of severity, for a report with no, one, two, three and four good marks."""

    severity: SeverityBand
    by_quality: tuple[Prize, ...]

    def __post_init__(self) -> None:
        if len(self.by_quality) != QUALITIES:
            raise BadValue(f"reward row {self.severity}: {QUALITIES} rewards, for no good mark up to four")


def check_rewards(rows: tuple[RewardRow, ...]) -> None:
    """Check that a table has every band once and that a graver leak, or a better report, is never worth less.

    Raises:
        BadValue.
    """
    if not rows:
        return
    if [row.severity for row in rows] != list(SeverityBand):
        raise BadValue("rewards: every severity once, from none to critical")
    for row in rows:
        _check_rising(prize.cents for prize in row.by_quality)
    for column in zip(*(row.by_quality for row in rows), strict=True):
        _check_rising(prize.cents for prize in column)


def _check_rising(worths: Iterable[int]) -> None:
    several = list(worths)
    if several != sorted(several):
        raise BadValue("rewards: a graver leak or a better report is worth no less")


def euros(severity: SeverityBand, *amounts: int) -> RewardRow:
    """Return a row of rewards in whole euros."""
    return RewardRow(severity=severity, by_quality=tuple(Prize(cents=amount * 100) for amount in amounts))


STANDARD_REWARDS = (
    euros(SeverityBand.NONE, 10, 15, 20, 25, 30),
    euros(SeverityBand.LOW, 25, 35, 45, 55, 65),
    euros(SeverityBand.MEDIUM, 50, 75, 100, 125, 150),
    euros(SeverityBand.HIGH, 100, 150, 200, 250, 300),
    euros(SeverityBand.CRITICAL, 250, 325, 400, 475, 550),
)
"""What an organisation gives that promises a reward and names no amounts. Nobody is promised these."""
