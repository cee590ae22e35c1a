"""How severe a weak spot is for a care organisation: the score of CVSS, and beside it people and their health data.

The three are laid side by side and the highest counts. So more of any of them never makes it less severe.
"""

from enum import StrEnum

from waarborg_shared.hooks.values import SeverityBand

Severity = SeverityBand
"""How severe, in the five steps of CVSS."""


class ClientSafety(StrEnum):
    """Whether somebody who gets care could come to harm."""

    NO = "no"
    POSSIBLE = "possible"
    DIRECT = "direct"


class HealthData(StrEnum):
    """Of how many people data about health lie open or can be changed."""

    NO = "no"
    FEW = "few"
    MANY = "many"


BY_SAFETY = {
    ClientSafety.NO: Severity.NONE,
    ClientSafety.POSSIBLE: Severity.HIGH,
    ClientSafety.DIRECT: Severity.CRITICAL,
}
BY_HEALTH_DATA = {HealthData.NO: Severity.NONE, HealthData.FEW: Severity.HIGH, HealthData.MANY: Severity.CRITICAL}
_FROM = ((90, Severity.CRITICAL), (70, Severity.HIGH), (40, Severity.MEDIUM), (1, Severity.LOW))


def rating(tenths: int) -> Severity:
    """Return the step of a CVSS score, given in tenths (CVSS 3.1 section 5, 4.0 section 6).

    Raises:
        ValueError: it does not lie between 0.0 and 10.0.
    """
    if not 0 <= tenths <= 100:
        raise ValueError(f"a score lies between 0 and 100 tenths, not {tenths}")
    return next((severity for least, severity in _FROM if tenths >= least), Severity.NONE)


def severity(tenths: int | None, safety: ClientSafety | None, health: HealthData | None) -> Severity | None:
    """Return how severe it is, of what is known; None where nothing is."""
    known = [rating(tenths)] if tenths is not None else []
    known += [BY_SAFETY[safety]] if safety is not None else []
    known += [BY_HEALTH_DATA[health]] if health is not None else []
    return max(known, key=lambda each: each.rank, default=None)
