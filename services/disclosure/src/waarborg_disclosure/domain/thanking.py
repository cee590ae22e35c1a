"""Who is thanked, and how: the reward that the policy promises (J14, B22)."""

from waarborg_disclosure.domain.answering import Verdict
from waarborg_disclosure.domain.reporting import Reporter
from waarborg_shared.hooks.values import DisclosurePolicy


def reward_possible(policy: DisclosurePolicy, reporter: Reporter, verdict: Verdict) -> bool:
    """Whether the policy can thank with a reward: for a problem still unknown, and (BQR) not for the anonymous."""
    known = reporter is not Reporter.ANONYMOUS or policy.reward_for_anonymous
    return policy.reward is not None and known and verdict is Verdict.IN_SCOPE
