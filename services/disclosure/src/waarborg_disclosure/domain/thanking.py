"""Who is thanked, and how: the reward that the policy promises (J14, B22)."""

from waarborg_disclosure.domain.answering import Verdict
from waarborg_disclosure.domain.reporting import Reporter
from waarborg_shared.hooks.values import DisclosurePolicy


def reward_possible(policy: DisclosurePolicy, reporter: Reporter, verdict: Verdict, *, known: bool = False) -> bool:
    """Whether the policy can thank with a reward: for a problem not ``known``, and (BQR) not for the anonymous."""
    may_have = reporter is not Reporter.ANONYMOUS or policy.reward_for_anonymous
    return policy.reward is not None and may_have and not known and verdict is Verdict.IN_SCOPE
