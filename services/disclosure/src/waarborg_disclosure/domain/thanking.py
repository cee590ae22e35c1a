"""The reward that the policy promises: for which reports, how much by which marks, and who says so (J14, B22)."""

from collections.abc import Collection
from enum import StrEnum

from waarborg_disclosure.domain.answering import Verdict
from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_disclosure.domain.reporting import Reporter
from waarborg_shared.hooks.values import DisclosurePolicy, Prize, SeverityBand, Text


class RewardNotPossible(DisclosureError):
    """The policy has no reward for this report."""

    field = ""
    text = Text(
        "Voor deze melding is geen beloning toegezegd: alleen voor een onbekend probleem dat klopt, en soms niet voor "
        "wie anoniem meldt.",
        "No reward was promised for this report: only for an unknown problem that is right, and in places not for who "
        "reports anonymously.",
    )


class SeverityNeeded(DisclosureError):
    """A reward goes by the severity, which nobody has said yet."""

    field = ""
    text = Text(
        "Bepaal eerst hoe ernstig het is; daar gaat de beloning naar.",
        "Say first how severe it is; the reward goes by that.",
    )


class RewardChanged(DisclosureError):
    """What was proposed is not what the severity and the table say now."""

    field = ""
    text = Text(
        "De ernst of de tabel is gewijzigd sinds dit voorstel. Stel de beloning opnieuw voor.",
        "The severity or the table has changed since this was proposed. Propose the reward again.",
    )


class RewardSettled(DisclosureError):
    """A reward that was approved or paid is not proposed, approved or refused again."""

    field = ""
    text = Text("Deze beloning is al goedgekeurd.", "This reward was approved already.")


class NotApproved(DisclosureError):
    """Only what was approved is paid, and once."""

    field = "paid_on"
    text = Text(
        "Er is geen goedgekeurde beloning die nog betaald moet worden.",
        "There is no approved reward that still has to be paid.",
    )


class NoLongerEarned(DisclosureError):
    """What was found of the report since has another reward, or none."""

    field = ""
    text = Text(
        "Sinds deze beloning is goedgekeurd is de ernst of het oordeel gewijzigd. Trek haar in, met de reden, en stel "
        "haar opnieuw voor als de melding nog een beloning verdient.",
        "Since this reward was approved the severity or the verdict has changed. Withdraw it, with the reason, and "
        "propose it again if the report still earns one.",
    )


class NothingToWithdraw(DisclosureError):
    """Only what was approved and not paid is withdrawn."""

    field = "reward_withdrawn_why"
    text = Text(
        "Er is geen goedgekeurde beloning die nog niet is betaald.",
        "There is no approved reward that has not been paid.",
    )


class PaidInTheFuture(DisclosureError):
    """What is noted as paid was paid."""

    field = "paid_on"
    text = Text("Die dag moet nog komen.", "That day is still to come.")


class Mark(StrEnum):
    """What makes a report a good one; each is worth one."""

    CLEAR = "clear"
    REPRODUCIBLE = "reproducible"
    IMPACT = "impact"
    CAREFUL = "careful"


class RewardState(StrEnum):
    """Where a reward stands."""

    PROPOSED = "proposed"
    REFUSED = "refused"
    APPROVED = "approved"
    PAID = "paid"
    WITHDRAWN = "withdrawn"


SETTLED = frozenset({RewardState.APPROVED, RewardState.PAID})


def reward_possible(
    policy: DisclosurePolicy, reporter: Reporter, verdict: Verdict, *, known: bool | None = None
) -> bool:
    """Whether the policy can thank with a reward: for a problem still unknown, and (BQR) not for the anonymous.

    ``known``: whether the organisation knew the problem when the report came in; None: nobody has said. What was
    reported before counts as known unless it was said that it was not.
    """
    told_by = reporter is not Reporter.ANONYMOUS or policy.reward_for_anonymous
    unknown = known is not True if verdict is Verdict.IN_SCOPE else verdict is Verdict.DUPLICATE and known is False
    return policy.reward is not None and bool(policy.rewards) and told_by and unknown


def quality_of(marks: Collection[Mark]) -> int:
    """Return the quality of a report: how many of the four marks it has."""
    return len(set(marks))


def prize_for(policy: DisclosurePolicy, severity: SeverityBand, marks: Collection[Mark]) -> Prize:
    """Return what the organisation's table gives for this severity and quality. Raises RewardNotPossible."""
    for row in policy.rewards:
        if row.severity is severity:
            return row.by_quality[quality_of(marks)]
    raise RewardNotPossible(severity.value)


def reward(
    policy: DisclosurePolicy,
    reporter: Reporter,
    verdict: Verdict | None,
    *,
    known: bool | None,
    severity: SeverityBand | None,
    marks: Collection[Mark],
) -> Prize:
    """Return the reward for a report, by the policy and its table.

    Raises:
        RewardNotPossible, SeverityNeeded.
    """
    if verdict is None or not reward_possible(policy, reporter, verdict, known=known):
        raise RewardNotPossible(reporter.value)
    if severity is None:
        raise SeverityNeeded
    return prize_for(policy, severity, marks)
