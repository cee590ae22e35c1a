"""Disclosure for programs: what staff do after the answer, each step as its form on the page of a report has it."""

from collections.abc import Callable, Mapping
from typing import Any

from waarborg_disclosure import actions, shown
from waarborg_disclosure.actions import conduct, crediting, publishing, retention, rewarding, silence
from waarborg_disclosure.api.blueprint import ASSESS, api
from waarborg_disclosure.domain.publishing import Side
from waarborg_disclosure.models import Report
from waarborg_disclosure.schemas import CloseForm, ReportSchema
from waarborg_disclosure.schemas.conduct import DecideForm, DropForm, FindingForm, HandOverForm
from waarborg_disclosure.schemas.keeping import HoldForm, LiftForm
from waarborg_disclosure.schemas.publishing import (
    AdvisoryForm,
    DayForm,
    GoneOnForm,
    GoOnForm,
    RefuseDayForm,
    ReviewForm,
    WithdrawForm,
)
from waarborg_disclosure.schemas.thanking import (
    ApproveRewardForm,
    PaidForm,
    RefuseCreditForm,
    RefuseRewardForm,
    RewardForm,
    WithdrawRewardForm,
)
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.uow import Work
from waarborg_shared.web import current, etag_of, require_match
from waarborg_shared.web.schemas import Schema

Sent = Mapping[str, Any]
Change = Callable[[Work, Report, Sent, Rules], object]


def _offer(path: str, schema: type[Schema], change: Change, told: str) -> None:
    """Serve one step at ``path`` below a report; ``told`` is what the document says of it."""

    def step(sent: Sent, report_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
        require_duty(current.actor, Duty.DISCLOSURE_ASSESS, scope=ASSESS)
        with current.begin() as work:
            row = work.case(Report, report_id)
            require_match(row.revision)
            change(work, row, sent, current.rules)
            given = shown.in_codes(row, work.clocks.of(row))
        return given, 200, {"ETag": etag_of(given["revision"])}

    step.__name__ = step.__qualname__ = path.replace("/", "_").replace("-", "_")
    step.__doc__ = f"{told} Name the version that you saw in If-Match."
    view = api.versioned()(api.secured(ASSESS)(step))
    view = api.arguments(schema)(api.response(200, ReportSchema)(view))
    api.route(f"/reports/<report_id>/{path}", methods=["POST"])(view)


def _hand_over(work: Work, row: Report, sent: Sent) -> None:
    told, on = sent["handed_told"], sent["handed_on"]
    whom, why = sent["handed_to"], sent["handed_why"]
    conduct.hand_over(work, row, sent["ground"], to_whom=whom, why=why, on=on, told=told)


_offer(
    "closing",
    CloseForm,
    lambda work, row, sent, rules: actions.close_report(work, row, rules=rules, why=sent["close_why"]),
    "Close a report; one that is right and was not fixed with the reason, which the reporter reads.",
)
_offer(
    "reward",
    RewardForm,
    lambda work, row, sent, rules: rewarding.propose_reward(work, row, sent["marks"], rules=rules),
    "Propose the reward that the table gives for these marks; it takes a second look.",
)
_offer(
    "reward/approval",
    ApproveRewardForm,
    lambda work, row, sent, rules: rewarding.approve_reward(work, row, outsider=sent["reward_outsider"], rules=rules),
    "Approve the reward that somebody else proposed.",
)
_offer(
    "reward/refusal",
    RefuseRewardForm,
    lambda work, row, sent, _rules: rewarding.refuse_reward(work, row, why=sent["reward_why"]),
    "Refuse the reward that was proposed.",
)
_offer(
    "reward/payment",
    PaidForm,
    lambda work, row, sent, rules: rewarding.note_paid(
        work, row, on=sent["paid_on"], note=sent["paid_note"], rules=rules
    ),
    "Note that an approved reward was paid or given, outside.",
)
_offer(
    "reward/withdrawal",
    WithdrawRewardForm,
    lambda work, row, sent, _rules: rewarding.withdraw_reward(work, row, why=sent["reward_withdrawn_why"]),
    "Withdraw an approved reward that was not paid, with the reason, which the reporter reads.",
)
_offer(
    "credit/acceptance",
    Schema,
    lambda work, row, _sent, _rules: crediting.accept_credit(work, row),
    "Say that the discoverer's name can stand on the page as it is.",
)
_offer(
    "credit/refusal",
    RefuseCreditForm,
    lambda work, row, sent, _rules: crediting.refuse_credit(work, row, why=sent["credit_why"]),
    "Leave the discoverer's name off the page, with the reason, which he reads.",
)
_offer(
    "advisory",
    AdvisoryForm,
    lambda work, row, sent, _rules: publishing.write_advisory(work, row, **sent),
    "Write the text for the public, or change it: it is reviewed and agreed to anew.",
)
_offer(
    "advisory/review",
    ReviewForm,
    lambda work, row, sent, rules: publishing.review_advisory(
        work, row, outsider=sent["advisory_outsider"], rules=rules
    ),
    "Say that anybody can read the text that somebody else wrote.",
)
_offer(
    "advisory/day",
    DayForm,
    lambda work, row, sent, _rules: publishing.propose_day(
        work, row, sent["publish_on"], side=Side.US, field="publish_on"
    ),
    "Propose the day before which nothing is published.",
)
_offer(
    "advisory/agreement",
    Schema,
    lambda work, row, _sent, _rules: publishing.agree_to_day(work, row, side=Side.US),
    "Agree to the day that the reporter proposes.",
)
_offer(
    "advisory/refusal",
    RefuseDayForm,
    lambda work, row, sent, _rules: publishing.refuse_day(work, row, side=Side.US, why=sent["day_why"]),
    "Refuse the day that the reporter proposes, with the reason, which he reads.",
)
_offer(
    "advisory/reminder",
    Schema,
    lambda work, row, _sent, rules: silence.remind(work, row, rules=rules),
    "Remind the reporter, once, of the day that he was asked about.",
)
_offer(
    "advisory/silence",
    GoOnForm,
    lambda work, row, sent, rules: silence.propose(work, row, why=sent["silence_why"], rules=rules),
    "Propose to go on without the reporter's word; it takes a second look.",
)
_offer(
    "advisory/silence/decision",
    GoneOnForm,
    lambda work, row, sent, rules: silence.decide(work, row, outsider=sent["silence_outsider"], rules=rules),
    "Go on without the reporter's word, as somebody else proposed.",
)
_offer(
    "advisory/withdrawal",
    WithdrawForm,
    lambda work, row, sent, _rules: publishing.withdraw_advisory(work, row, Text(sent["note_nl"], sent["note_en"])),
    "Take a published advisory back, with a note in its place.",
)
_offer(
    "conduct",
    FindingForm,
    lambda work, row, sent, _rules: conduct.propose_finding(
        work, row, sent["conduct"], evidence=sent["conduct_evidence"], reason=sent["conduct_reason"]
    ),
    "Write down, with the evidence, whether the rules of play were kept; it takes a second look.",
)
_offer(
    "conduct/decision",
    DecideForm,
    lambda work, row, sent, rules: conduct.decide_finding(work, row, outsider=sent["conduct_outsider"], rules=rules),
    "Decide what somebody else found of the reporter's conduct.",
)
_offer(
    "conduct/dropping",
    DropForm,
    lambda work, row, sent, _rules: conduct.drop_finding(work, row, why=sent["drop_why"]),
    "Take a finding back that nobody decided.",
)
_offer(
    "conduct/handing-over",
    HandOverForm,
    lambda work, row, sent, _rules: _hand_over(work, row, sent),
    "Record that the reporter's contact data were handed over, on a ground that allows it.",
)
_offer(
    "hold",
    HoldForm,
    lambda work, row, sent, _rules: retention.hold(work, row, why=sent["hold_why"], until=sent["hold_until"]),
    "Keep a report beyond its term, with the reason and the last day.",
)
_offer(
    "hold/lifting",
    LiftForm,
    lambda work, row, sent, _rules: retention.lift(work, row, why=sent["lift_why"]),
    "Let the term count again before that day, with the reason.",
)
