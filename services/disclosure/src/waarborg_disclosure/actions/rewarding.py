"""The reward for a report: proposed by its assessor, approved by a second look, paid outside and noted here (J14)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from waarborg_disclosure.actions.found import may_be_rewarded, severity_of, verdict_of
from waarborg_disclosure.actions.looking_twice import look
from waarborg_disclosure.actions.sealing import put_message, seal_in, unseal_in
from waarborg_disclosure.domain import Reporter
from waarborg_disclosure.domain.four_eyes import NothingProposed, OwnJudgement, OwnProposal
from waarborg_disclosure.domain.thanking import (
    SETTLED,
    Mark,
    NoLongerEarned,
    NotApproved,
    NothingToWithdraw,
    PaidInTheFuture,
    RewardChanged,
    RewardSettled,
    RewardState,
    quality_of,
    reward,
)
from waarborg_disclosure.models import Report, Reward
from waarborg_shared.clocks import due_on
from waarborg_shared.events.disclosure import RewardApproved, RewardWithdrawn
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Prize, Text
from waarborg_shared.second_look import Looked, Refusal
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.uow import Work, Written

_TABLE = Reward.__tablename__
_JUDGING = frozenset({"assessed-report", "rated"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rewarded:
    """A reward with what was sealed about it, opened for staff."""

    row: Reward
    outsider: Written | None
    note: Written | None


def reward_of(work: Work, report: Report) -> Reward | None:
    """Return the reward of a report, in whatever state."""
    mine = Reward.organisation == work.organisation, Reward.report_id == report.id
    return work.session.scalars(select(Reward).where(*mine)).one_or_none()


def rewarded(work: Work, report: Report) -> Rewarded | None:
    """Return the reward of a report with what was written about it."""
    row = reward_of(work, report)
    if row is None:
        return None
    return Rewarded(
        row=row,
        outsider=_unseal(work, report, "outsider", row.outsider_sealed),
        note=_unseal(work, report, "paid_note", row.paid_note_sealed),
    )


def prize_now(report: Report, marks: Collection[Mark], rules: Rules) -> Prize:
    """Return what the table gives for a report with these marks. Raises RewardNotPossible, SeverityNeeded."""
    return reward(
        rules.disclosure_policy,
        Reporter(report.reporter),
        verdict_of(report),
        known=report.known,
        severity=severity_of(report),
        marks=marks,
    )


def propose_reward(work: Work, report: Report, marks: Collection[Mark], *, rules: Rules) -> Reward:
    """Propose the reward that the table gives for the marks that the assessor ticked; it takes a second look.

    A proposal anew that says the same does not begin the night of who works alone anew.

    Raises:
        RewardNotPossible, SeverityNeeded, RewardSettled.
    """
    row = reward_of(work, report)
    if row is not None and RewardState(row.state) in SETTLED:
        raise RewardSettled(row.state)
    prize, ordered = prize_now(report, marks, rules), [mark.value for mark in Mark if mark in set(marks)]
    if row is not None and row.state == RewardState.PROPOSED and _same(row, report, ordered, prize):
        return row
    if row is None:
        row = work.add(Reward(organisation=work.organisation, report_id=report.id))
    row.state, row.severity, row.marks = RewardState.PROPOSED.value, str(report.severity), ordered
    row.cents = prize.cents
    row.thing_nl, row.thing_en = (prize.thing.nl, prize.thing.en) if prize.thing else (None, None)
    row.proposed_at, row.proposed_by = work.now, work.actor.ref
    row.looked_at = row.looked_by = row.looked_how = row.outsider_sealed = None
    report.revision += 1
    facts = {"severity": row.severity, "marks": ordered, "cents": prize.cents}
    work.record(report, verb="proposed-reward", facts=facts)
    return row


def approve_reward(work: Work, report: Report, *, outsider: str | None, rules: Rules) -> Reward:
    """Approve what was proposed, by a second look, and tell the reporter.

    Who judged the report is no more the second than who proposed the reward: both decide what it comes to.

    Raises:
        NothingProposed, RewardSettled, OwnProposal, OwnJudgement, NotBeforeTomorrow.
        RewardNotPossible, SeverityNeeded, RewardChanged: what was found, or the table, is not what it was.
    """
    row = _waiting(work, report)
    marks = [Mark(each) for each in row.marks]
    if not _same(row, report, list(row.marks), prize_now(report, marks, rules)):
        raise RewardChanged(row.severity)
    how = _second_look(work, report, row, outsider=outsider, rules=rules)
    row.state = RewardState.APPROVED.value
    row.looked_at, row.looked_by, row.looked_how = work.now, work.actor.ref, how.value
    if outsider and outsider.strip():
        row.outsider_sealed = _seal(work, report, "outsider", outsider)
    report.revision += 1
    work.record(report, verb="approved-reward", facts={"how": how.value, "cents": row.cents}, why=outsider or "")
    event = RewardApproved(
        report_ref=report.id, severity_kind=row.severity, quality_number=quality_of(marks), look_kind=how.value
    )
    work.emit(event, case=report)
    return row


def refuse_reward(work: Work, report: Report, *, why: str) -> Reward:
    """Refuse what was proposed, with the reason; it can be proposed again. Raises NothingProposed, RewardSettled."""
    row = _waiting(work, report)
    row.state = RewardState.REFUSED.value
    row.looked_at, row.looked_by = work.now, work.actor.ref
    report.revision += 1
    work.record(report, verb="refused-reward", why=why)
    return row


def withdraw_reward(work: Work, report: Report, *, why: str) -> Reward:
    """Withdraw an approved reward that was not paid, and tell the reporter why; another can be proposed.

    Raises:
        NothingToWithdraw.
    """
    row = reward_of(work, report)
    if row is None or row.state != RewardState.APPROVED:
        raise NothingToWithdraw
    row.state = RewardState.WITHDRAWN.value
    report.revision += 1
    put_message(work, report, why, from_reporter=False, kind="reward_withdrawn")
    work.record(report, verb="withdrew-reward", why=why)
    work.emit(RewardWithdrawn(report_ref=report.id), case=report)
    return row


def note_paid(work: Work, report: Report, *, on: date, note: str | None, rules: Rules) -> Reward:
    """Note that an approved reward was paid, or given, outside; the reporter is told.

    A table that was changed since changes nothing of what was approved; what was found of the report does.

    Raises:
        NotApproved, PaidInTheFuture, NoLongerEarned.
    """
    row = reward_of(work, report)
    if row is None or row.state != RewardState.APPROVED:
        raise NotApproved
    if on > due_on(work.now):
        raise PaidInTheFuture(on.isoformat())
    if row.severity != report.severity or not may_be_rewarded(report, rules.disclosure_policy):
        raise NoLongerEarned(row.severity)
    row.state, row.paid_on, row.paid_by = RewardState.PAID.value, on, work.actor.ref
    if note and note.strip():
        row.paid_note_sealed = _seal(work, report, "paid_note", note)
    report.revision += 1
    work.record(report, verb="paid-reward", facts={"on": on.isoformat()})
    return row


def thing_of(row: Reward) -> Text | None:
    """Return what a reward is where it is a thing and no money."""
    return Text(row.thing_nl, row.thing_en or row.thing_nl) if row.thing_nl else None


def duties(work: Work, report: Report, _rules: Rules) -> tuple[str, ...]:
    """Return what still has to be done about the reward."""
    row = reward_of(work, report)
    waits = {RewardState.PROPOSED: "reward-to-approve", RewardState.APPROVED: "reward-to-pay"}
    duty = waits.get(RewardState(row.state)) if row is not None else None
    return (duty,) if duty else ()


def judged_by(work: Work, report: Report) -> frozenset[str]:
    """Return who judged a report: who answered it, and who rated it."""
    return frozenset(step.actor_ref for step in steps_of(work, report) if step.verb in _JUDGING)


def _second_look(work: Work, report: Report, row: Reward, *, outsider: str | None, rules: Rules) -> Looked:
    first, me = row.proposed_by, work.actor.ref
    own: Refusal = OwnProposal
    if me != first and me in judged_by(work, report):
        first, own = me, OwnJudgement
    return look(work, rules, proposed_by=first, proposed_at=row.proposed_at, outsider=outsider, own=own)


def _waiting(work: Work, report: Report) -> Reward:
    row = reward_of(work, report)
    if row is not None and RewardState(row.state) in SETTLED:
        raise RewardSettled(row.state)
    if row is None or row.state != RewardState.PROPOSED:
        raise NothingProposed
    return row


def _same(row: Reward, report: Report, marks: list[str], prize: Prize) -> bool:
    proposed = (row.severity, list(row.marks), row.cents, row.thing_nl)
    return proposed == (report.severity, marks, prize.cents, prize.thing.nl if prize.thing else None)


def _seal(work: Work, report: Report, column: str, text: str) -> bytes:
    return seal_in(work, report, text, table=_TABLE, column=column, row=report.id)


def _unseal(work: Work, report: Report, column: str, sealed: bytes | None) -> Written | None:
    if sealed is None:
        return None
    return unseal_in(work, report, sealed, table=_TABLE, column=column, row=report.id)
