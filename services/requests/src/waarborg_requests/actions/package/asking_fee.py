"""What a copy costs is told to the person before it is made, who may say yes, ask for less or take the request back.

No clock stands still for it: the law lets a term wait for who somebody is (art. 12(6) AVG), and for nothing else.
"""

from dataclasses import dataclass, field

from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.delivering import NotDelivered, bring_fee, call_off
from waarborg_requests.actions.handling import unchanged
from waarborg_requests.actions.own import may_be_shown
from waarborg_requests.actions.package.fee_course import still_asked
from waarborg_requests.actions.package.fees import fee_of, is_further_copy, kept_fee
from waarborg_requests.actions.policies import policy_of
from waarborg_requests.actions.stale import Stale
from waarborg_requests.domain import Told
from waarborg_requests.domain.package.fees import (
    FeeNotSent,
    FeeReason,
    FeeToBeSaidAnew,
    NoFeeAsked,
    NotKnownYet,
    check_fee,
)
from waarborg_requests.models import CopyFee, Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.timeline.reading import Step, steps_of
from waarborg_shared.uow import Work

SET, AGREED = "fee-set", "fee-agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What a copy is to cost, and on which ground; ``why`` is told to the person. 0 waives it."""

    cents: int
    reason: FeeReason
    why: str = field(default="", repr=False)


def ask_fee(work: Work, request_id: str, asked: Fee, *, revision: int, rules: Rules) -> Request:
    """Say what a copy costs, and make the letter about it ready; what was said before, and a yes to it, counts no more.

    Raises:
        Stale, UnknownCase, TooLateToAsk, FirstIsFree, TooDear, WhyExcessive, NoCopyToMake, NotKnownYet, FeeNotSent
        KeyDestroyed
    """
    row = unchanged(work, request_id, revision)
    check_fee(
        asked.cents,
        kind=RequestKind(row.kind),
        reason=asked.reason,
        why=asked.why,
        is_further=is_further_copy(work, row),
        most_cents=policy_of(row, rules).copy_fee_cents,
        answered=row.answered_at is not None,
    )
    if asked.cents and not may_be_shown(work, row):
        raise NotKnownYet(request_id)
    fee = kept_fee(work, row) or CopyFee(organisation=work.organisation, request_id=row.id)
    fee.cents, fee.reason, fee.subject_ref = asked.cents, asked.reason.value, row.subject_ref
    fee.asked_by, fee.asked_at, fee.agreed_at, fee.agreed_by = work.actor.ref, work.now, None, None
    work.session.add(fee)
    row.revision += 1
    facts = {"cents": asked.cents, "reason": asked.reason.value, **in_role(work)}
    work.record(row, verb=SET, why=asked.why, facts=facts)
    call_off(work, row, Told.FEE)
    work.session.flush()
    if asked.cents:
        try:
            bring_fee(work, row, asked.why, rules=rules)
        except NotDelivered as failed:
            raise FeeNotSent(row.id) from failed
    return row


def agree(work: Work, row: Request, *, cents: int, why: str = "") -> Request:
    """Record that the person pays what was asked; saying so a second time changes nothing. ``why``: on which word.

    Raises:
        Stale: another amount was seen. NoFeeAsked, FeeToBeSaidAnew
    """
    fee = fee_of(work, row)
    if row.answered_at is not None or fee is None or fee.cents == 0:
        raise NoFeeAsked(row.id)
    if fee.cents != cents:
        raise Stale
    if not still_asked(fee, row):
        raise FeeToBeSaidAnew(row.id)
    if fee.agreed_at is None:
        fee.agreed_at, fee.agreed_by = work.now, work.actor.ref
        row.revision += 1
        work.record(row, verb=AGREED, why=why, facts={"cents": cents, **in_role(work)})
        call_off(work, row, Told.FEE)
    return row


def why_of(work: Work, row: Request) -> Step | None:
    """Return the step in which the fee was said last, with the reason in words."""
    said = [step for step in steps_of(work, row, with_why=True) if step.verb == SET]
    return said[-1] if said else None
