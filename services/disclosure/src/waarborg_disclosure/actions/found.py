"""What was found of a report, as thanking and publishing ask for it: what it is, how severe, known or not, fixed."""

from waarborg_disclosure.domain import Reporter, Verdict, reward_possible
from waarborg_disclosure.models import Report
from waarborg_shared.hooks.values import DisclosurePolicy, SeverityBand


def verdict_of(report: Report) -> Verdict | None:
    """Return what the assessor found; None before the first answer."""
    return Verdict(report.verdict) if report.verdict else None


def severity_of(report: Report) -> SeverityBand | None:
    """Return how severe it is; None until somebody has said so."""
    return SeverityBand(report.severity) if report.severity else None


def is_fixed(report: Report) -> bool:
    """Whether what was reported is right, and was fixed."""
    return report.fixed_at is not None and verdict_of(report) is Verdict.IN_SCOPE


def may_be_rewarded(report: Report, policy: DisclosurePolicy) -> bool:
    """Whether the policy has a reward for what was found of a report; not before the first answer."""
    verdict = verdict_of(report)
    return verdict is not None and reward_possible(policy, Reporter(report.reporter), verdict, known=report.known)
