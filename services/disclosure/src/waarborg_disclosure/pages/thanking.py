"""Thanks on the page of a report and in its mailbox: the reward with its marks, and the name of the discoverer."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from flask_babel import format_currency

from waarborg_disclosure.actions import crediting, rewarding
from waarborg_disclosure.actions.found import may_be_rewarded, severity_of, verdict_of
from waarborg_disclosure.domain import Verdict
from waarborg_disclosure.domain.thanking import SETTLED, Mark, RewardState
from waarborg_disclosure.models import Report, Reward
from waarborg_disclosure.pages.sections import Section
from waarborg_disclosure.pages.steps import ReporterStep, Step, plain
from waarborg_disclosure.schemas import ReceiptForm
from waarborg_disclosure.schemas.thanking import (
    ApproveRewardForm,
    CreditForm,
    PaidForm,
    RefuseCreditForm,
    RefuseRewardForm,
    RewardForm,
    WithdrawRewardForm,
)
from waarborg_disclosure.texts import SEVERITIES
from waarborg_disclosure.texts.thanking import LOOKED, MARKS, REWARD_STATES
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Prize, SeverityBand, Text
from waarborg_shared.second_look import Looked
from waarborg_shared.uow import Work
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.schemas import Schema


def _worth(cents: int, thing: Text | None) -> str:
    whole = cents % 100 == 0
    amount = format_currency(Decimal(cents) / 100, "EUR", "¤ #,##0" if whole else None, currency_digits=not whole)
    return f"{said(thing)} ({amount})" if thing is not None else str(amount)


def _prize(prize: Prize) -> str:
    return _worth(prize.cents, prize.thing)


def _told(row: Reward) -> dict[str, Any]:
    """Return a reward in words, as staff and the reporter may both read it."""
    marks = [(said(MARKS[mark][0]), mark.value in row.marks) for mark in Mark]
    return {
        "row": row,
        "state": said(REWARD_STATES[RewardState(row.state)]),
        "worth": _worth(row.cents, rewarding.thing_of(row)),
        "severity": said(SEVERITIES[SeverityBand(row.severity)]),
        "marks": marks,
        "quality": len(row.marks),
        "looked": said(LOOKED[Looked(row.looked_how)]) if row.looked_how else "",
    }


def _reward(work: Work, report: Report, rules: Rules) -> Mapping[str, Any] | None:
    policy, me = rules.disclosure_policy, current.actor.ref
    possible = may_be_rewarded(report, policy)
    found = rewarding.rewarded(work, report)
    if not possible and found is None:
        return None
    severity = severity_of(report)
    row = next((each for each in policy.rewards if each.severity is severity), None)
    waits = found is not None and found.row.state == RewardState.PROPOSED
    return {
        "possible": possible,
        "told": _told(found.row) if found is not None else None,
        "outsider": found.outsider if found is not None else None,
        "note": found.note if found is not None else None,
        "own": found is not None and found.row.proposed_by == me,
        "judged": waits and me in rewarding.judged_by(work, report),
        "one_person": rules.organisation.one_person,
        "severity": said(SEVERITIES[severity]) if severity is not None else "",
        "amounts": [(count, _prize(prize)) for count, prize in enumerate(row.by_quality)] if row is not None else [],
        "marks": [(mark.value, said(name), said(hint)) for mark, (name, hint) in MARKS.items()],
        "proposing": possible and (found is None or RewardState(found.row.state) not in SETTLED),
        "RewardState": RewardState,
    }


def _marks_kept(work: Work, report: Report) -> Mapping[str, Any]:
    row = rewarding.reward_of(work, report)
    return {"marks": list(row.marks)} if row is not None else {}


def _credit(work: Work, report: Report, rules: Rules) -> Mapping[str, Any] | None:
    named = crediting.named(work, report)
    if named is None:
        return None
    return {"named": named, "fits": verdict_of(report) is Verdict.IN_SCOPE, "offered": rules.disclosure_policy.credit}


def _reward_in_mailbox(work: Work, report: Report, _rules: Rules) -> Mapping[str, Any] | None:
    row = rewarding.reward_of(work, report)
    if row is None or RewardState(row.state) not in SETTLED:
        return None
    return {"told": _told(row), "RewardState": RewardState}


def _credit_in_mailbox(work: Work, report: Report, rules: Rules) -> Mapping[str, Any] | None:
    named = crediting.named(work, report)
    verdict, open_to_it = verdict_of(report), report.erased_at is None
    offered = rules.disclosure_policy.credit and verdict in {None, Verdict.IN_SCOPE} and open_to_it
    if named is None and not offered:
        return None
    return {"named": named, "offered": offered}


SECTIONS = (
    Section("reward", "disclosure/thanking/reward.html", _reward),
    Section("credit", "disclosure/thanking/credit.html", _credit),
)
MAILBOX_SECTIONS = (
    Section("reward", "disclosure/thanking/mailbox_reward.html", _reward_in_mailbox),
    Section("credit", "disclosure/thanking/mailbox_credit.html", _credit_in_mailbox),
)
STEPS: Mapping[str, Step] = {
    "reward-propose": Step(
        plain(RewardForm),
        lambda work, row, typed, rules: rewarding.propose_reward(work, row, typed["marks"], rules=rules),
        kept=_marks_kept,
    ),
    "reward-approve": Step(
        plain(ApproveRewardForm),
        lambda work, row, typed, rules: rewarding.approve_reward(
            work, row, outsider=typed["reward_outsider"], rules=rules
        ),
    ),
    "reward-refuse": Step(
        plain(RefuseRewardForm),
        lambda work, row, typed, _rules: rewarding.refuse_reward(work, row, why=typed["reward_why"]),
    ),
    "reward-paid": Step(
        plain(PaidForm),
        lambda work, row, typed, rules: rewarding.note_paid(
            work, row, on=typed["paid_on"], note=typed["paid_note"], rules=rules
        ),
    ),
    "reward-withdraw": Step(
        plain(WithdrawRewardForm),
        lambda work, row, typed, _rules: rewarding.withdraw_reward(work, row, why=typed["reward_withdrawn_why"]),
    ),
    "credit-accept": Step(plain(Schema), lambda work, row, _typed, _rules: crediting.accept_credit(work, row)),
    "credit-refuse": Step(
        plain(RefuseCreditForm),
        lambda work, row, typed, _rules: crediting.refuse_credit(work, row, why=typed["credit_why"]),
    ),
}
MAILBOX_STEPS: Mapping[str, ReporterStep] = {
    "credit": ReporterStep(
        plain(CreditForm),
        lambda work, row, typed, rules: crediting.give_credit(
            work,
            row,
            name=typed["credit_name"],
            link=typed["credit_link"],
            keep=typed["credit_keep"],
            rules=rules,
        ),
        done=Text("Uw naam is bewaard", "Your name was kept"),
    ),
    "credit-withdraw": ReporterStep(
        plain(ReceiptForm),
        lambda work, row, _typed, _rules: crediting.withdraw_credit(work, row),
        done=Text("Uw naam is weg", "Your name is gone"),
    ),
}
