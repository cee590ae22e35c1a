"""Warn who may decide that a clock has nearly run down, or has: made ready with the clock's mark, sent by the worker.

A warning is made once, in the transaction that marks the clock, and has the same message id however often it is tried.
What no channel takes stands on the case and the desk until somebody says that he gave it, or the clock has stopped.
"""

from collections.abc import Collection, Mapping
from datetime import timedelta

from sqlalchemy import ColumnElement, func, select

from waarborg_breach import domain
from waarborg_breach.domain.reminding import (
    LAPSED,
    MOST_ATTEMPTS,
    NEARED,
    NobodyToWarn,
    ReminderState,
    channel_of,
    message_id,
    recipients,
    wait_after,
)
from waarborg_breach.models import PLUMBING, BreachCase, BreachDeputy, BreachReminder
from waarborg_shared.deadlines import Deadline, Moment
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Content, Delivery, DeliveryState, Message
from waarborg_shared.uow import Work

_CLAIMED_FOR = timedelta(minutes=10)


def make_ready(work: Work, case: BreachCase, deadline: Deadline, moment: str, rules: Rules) -> None:
    """Make a warning ready for each who may decide; of an exercise nobody hears. Twice changes nothing."""
    if case.drill or case.case_state not in domain.HANDLED:
        return
    by_channel = channel_of(tuple(rules.channels.values()), rules.breach_protocol.remind_by) is not None
    state = ReminderState.TO_SEND if by_channel else _left_to(rules)
    for recipient in recipients(rules.breach_protocol, _appointed(work)):
        parts = (work.organisation, deadline.case_ref, deadline.name, deadline.due_at.isoformat(), moment, recipient)
        made = message_id(*parts)
        if work.session.get(BreachReminder, (work.organisation, made)) is None:
            work.add(
                BreachReminder(
                    id=made,
                    breach_id=case.id,
                    clock_ref=deadline.case_ref,
                    clock=deadline.name,
                    due_at=deadline.due_at,
                    moment=moment,
                    recipient=recipient,
                    state=state.value,
                    ready_at=work.now,
                    attempts=0,
                    next_try_at=work.now,
                )
            )
    work.session.flush()


def waiting(work: Work, *, limit: int = 20) -> list[str]:
    """Return the warnings that may be sent now, those that wait longest first."""
    query = select(BreachReminder.id).where(
        BreachReminder.organisation == work.organisation,
        BreachReminder.state == ReminderState.TO_SEND.value,
        BreachReminder.next_try_at <= work.now,
    )
    return list(work.session.scalars(query.order_by(BreachReminder.next_try_at, BreachReminder.id).limit(limit)))


def take_up(work: Work, reminder_id: str, rules: Rules) -> Message | None:
    """Take a warning up, so that nobody else sends it meanwhile; None where that is done, or it is needed no more.

    Who takes it up and never says what came of it (a crash) leaves it to be taken up again with the same id.
    """
    row = _locked(work, reminder_id)
    if row is None or row.next_try_at > work.now:
        return None
    channel = channel_of(tuple(rules.channels.values()), rules.breach_protocol.remind_by)
    if not _counts(work, row):
        row.state, row.over_at = ReminderState.NOT_NEEDED.value, work.now
        return None
    if channel is None:
        row.state = _left_to(rules).value
        return None
    row.attempts, row.next_try_at = row.attempts + 1, work.now + _CLAIMED_FOR
    return Message(
        id=row.id,
        organisation=work.organisation,
        channel=channel,
        template=LAPSED if row.moment == Moment.LAPSED else NEARED,
        content=Content.NOTICE,
        case_ref=row.breach_id,
        recipient_ref=row.recipient,
        at=row.ready_at,
    )


def note_outcome(work: Work, reminder_id: str, outcome: Delivery, rules: Rules) -> None:
    """Keep what came of a warning: it went, it is tried again, or somebody gives it by hand."""
    known = work.session.get(BreachReminder, (work.organisation, reminder_id))
    if known is None:
        return
    case = work.case(BreachCase, known.breach_id)
    row = _locked(work, reminder_id)
    if row is None:
        return
    if outcome.state is DeliveryState.SENT:
        row.state, row.over_at = ReminderState.SENT.value, work.now
        work.record(case, verb="reminder-sent", facts={"clock": row.clock, "moment": row.moment})
    elif outcome.state is DeliveryState.FAILED and row.attempts < MOST_ATTEMPTS:
        row.next_try_at = work.now + wait_after(row.attempts)
    else:
        row.state = _left_to(rules).value


def to_warn(work: Work, breach_ids: Collection[str]) -> Mapping[str, int]:
    """Return of each case how many warnings wait to be given by hand; a case without any is left out."""
    query = select(BreachReminder.breach_id, func.count().label("number")).where(
        BreachReminder.organisation == work.organisation,
        BreachReminder.breach_id.in_(sorted(breach_ids)),
        BreachReminder.state == ReminderState.DESK.value,
        _still(work.organisation),
    )
    return {row.breach_id: row.number for row in work.session.execute(query.group_by(BreachReminder.breach_id))}


def by_hand(work: Work, case: BreachCase) -> list[BreachReminder]:
    """Return the warnings of a case that wait to be given by hand, the oldest first."""
    query = select(BreachReminder).where(
        BreachReminder.organisation == work.organisation,
        BreachReminder.breach_id == case.id,
        BreachReminder.state == ReminderState.DESK.value,
        _still(work.organisation),
    )
    return list(work.session.scalars(query.order_by(BreachReminder.ready_at, BreachReminder.recipient)))


def note_given(work: Work, case: BreachCase) -> None:
    """Note that those who may decide were warned by hand, by telephone or in person. Raises NobodyToWarn."""
    rows = by_hand(work, case)
    if not rows:
        raise NobodyToWarn(case.id)
    for row in rows:
        row.state, row.over_at = ReminderState.GIVEN.value, work.now
    case.revision += 1
    work.record(case, verb="warned-responsible", facts={"count": len(rows)})


def _left_to(rules: Rules) -> ReminderState:
    """Return what becomes of a warning that no channel takes.

    Where one person works she reads the desk herself, and the clock that is late stands there already.
    """
    return ReminderState.NOT_NEEDED if rules.organisation.one_person else ReminderState.DESK


def _still(organisation: str) -> ColumnElement[bool]:
    """For a query over warnings: whether the clock still runs, to the end of which was warned."""
    clock = PLUMBING.deadline.c
    query = select(clock.name).where(
        clock.organisation == organisation,
        clock.case_ref == BreachReminder.clock_ref,
        clock.name == BreachReminder.clock,
        clock.due_at == BreachReminder.due_at,
        clock.stopped_at.is_(None),
    )
    return query.exists()


def _locked(work: Work, reminder_id: str) -> BreachReminder | None:
    """Return the warning, locked, while it is to be sent."""
    query = select(BreachReminder).where(
        BreachReminder.organisation == work.organisation,
        BreachReminder.id == reminder_id,
        BreachReminder.state == ReminderState.TO_SEND.value,
    )
    return work.session.scalars(query.with_for_update().execution_options(populate_existing=True)).one_or_none()


def _counts(work: Work, row: BreachReminder) -> bool:
    query = select(BreachReminder.id).where(
        BreachReminder.organisation == work.organisation, BreachReminder.id == row.id, _still(work.organisation)
    )
    return work.session.scalar(query) is not None


def _appointed(work: Work) -> list[str]:
    """Return who was appointed as a deputy for now, by account."""
    query = select(BreachDeputy.who).where(
        BreachDeputy.organisation == work.organisation,
        BreachDeputy.from_at <= work.now,
        BreachDeputy.until_at > work.now,
        BreachDeputy.ended_at.is_(None),
    )
    return list(work.session.scalars(query.order_by(BreachDeputy.id)))
