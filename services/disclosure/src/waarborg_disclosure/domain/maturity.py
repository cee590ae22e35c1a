"""How grown up a policy is, by the six levels of disclose.io's maturity model, and what lacks for the next."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from waarborg_shared.hooks.values import DisclosurePolicy

HIGHEST = 5


class Criterion(StrEnum):
    """What a level takes, from being found to being held to account."""

    FOUND = "found"
    RULES = "rules"
    PROMISE = "promise"
    NO_LEGAL_STEPS = "no_legal_steps"
    ALLOWED = "allowed"
    TIMELINE = "timeline"


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion: to which level it belongs, 1 to 5, and whether the policy meets it."""

    level: int
    criterion: Criterion
    met: bool


def judge(policy: DisclosurePolicy) -> Sequence[Judged]:
    """Return each criterion of the model, the lowest level first.

    The first is met by the platform itself: every organisation has a form, a security.txt and a key.
    """
    rules = all((policy.in_scope, policy.we_ask, policy.please_avoid))
    return (
        Judged(1, Criterion.FOUND, True),
        Judged(2, Criterion.RULES, rules),
        Judged(2, Criterion.PROMISE, bool(policy.promises)),
        Judged(3, Criterion.NO_LEGAL_STEPS, policy.good_faith is not None),
        Judged(4, Criterion.ALLOWED, policy.research_allowed),
        Judged(5, Criterion.TIMELINE, policy.published_within is not None),
    )


def level_of(judged: Sequence[Judged]) -> int:
    """Return the level that is reached, 0 to 5: the highest of which everything is met, and of all below it too."""
    missed = [each.level for each in judged if not each.met]
    return min(missed, default=HIGHEST + 1) - 1
