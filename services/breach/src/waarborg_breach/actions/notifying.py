"""What the responsible person told the authority: a notification, its supplements, its withdrawal (B24 art. 10).

The authority takes notifications through its own web form only: this keeps that it was done, and sends nothing.
"""

from dataclasses import dataclass, field
from datetime import datetime

from waarborg_breach import domain
from waarborg_breach.actions import course
from waarborg_breach.actions.clocks import start_later_clocks
from waarborg_breach.actions.notices import due_for, notices_of, reason_of_notice, seal_reason
from waarborg_breach.actions.responsible import require_responsible
from waarborg_breach.actions.settling import check_done_at, settle, states_of
from waarborg_breach.domain import NoticeKind
from waarborg_breach.models import BreachCase, BreachNotice
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import BreachStart
from waarborg_shared.uow import Work

__all__ = [
    "Notice",
    "note_notified",
    "notices_of",
    "notify",
    "reason_of_notice",
    "supplement",
    "withdraw",
    "would_be_late",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """That the authority was told something, and when; ``reason`` is sealed (why so late, or why it is withdrawn)."""

    at: datetime
    complete: bool = True
    authority_number: str | None = None
    reason: str | None = field(default=None, repr=False)


def notify(work: Work, case: BreachCase, notice: Notice, *, rules: Rules) -> BreachCase:
    """Keep that the authority was notified, provisionally or in full; too late takes the reasons (art. 33(1) AVG).

    Raises:
        NotResponsible, AlreadyNotified, NoSuchMove, WrongTimes, ReasonNeeded.
    """
    role = require_responsible(work, case, rules)
    check_done_at(work, case, notice.at, field_name="at")
    notified = domain.notified(states_of(case), complete=notice.complete)
    late = would_be_late(work, case, notice.at)
    if late:
        domain.check_reason(notice.reason, "late")
    case.notified_at = notice.at
    kind = NoticeKind.COMPLETE if notice.complete else NoticeKind.PROVISIONAL
    _keep(work, case, kind, notice, role=role)
    if not notice.complete:
        start_later_clocks(work, case, BreachStart.PROVISIONAL, at=notice.at, rules=rules)
    settle(work, case, notified)
    _record(work, case, "notified-authority", notice, {"kind": kind.value, "late": late, "role": role})
    course.run(course.ON_NOTIFIED, work, case, rules)
    return case


def supplement(work: Work, case: BreachCase, notice: Notice, *, rules: Rules) -> BreachCase:
    """Keep that the notification was supplemented; ``complete`` ends the clock that a provisional one began.

    Raises:
        NotResponsible, NotNotified, NoSuchMove, WrongTimes.
    """
    role = require_responsible(work, case, rules)
    _check_after_notified(work, case, notice.at)
    supplemented = domain.supplemented(states_of(case), complete=notice.complete)
    _keep(work, case, NoticeKind.SUPPLEMENT, notice, role=role)
    settle(work, case, supplemented)
    _record(work, case, "supplemented-notification", notice, {"complete": notice.complete, "role": role})
    course.run(course.ON_NOTIFIED, work, case, rules)
    return case


def withdraw(work: Work, case: BreachCase, notice: Notice, *, rules: Rules) -> BreachCase:
    """Keep that the notification was withdrawn, and why.

    Raises:
        NotResponsible, NotNotified, ReasonNeeded, NoSuchMove, WrongTimes.
    """
    role = require_responsible(work, case, rules)
    _check_after_notified(work, case, notice.at)
    withdrawn = domain.withdrawn(states_of(case), reason=notice.reason)
    _keep(work, case, NoticeKind.WITHDRAWAL, notice, role=role)
    settle(work, case, withdrawn)
    _record(work, case, "withdrew-notification", notice, {"role": role})
    course.run(course.ON_NOTIFIED, work, case, rules)
    return case


def note_notified(work: Work, case: BreachCase, *, at: datetime, rules: Rules) -> BreachCase:
    """Keep that the authority was notified in full and in time. Raises as ``notify``."""
    return notify(work, case, Notice(at=at), rules=rules)


def would_be_late(work: Work, case: BreachCase, at: datetime) -> bool:
    """Whether a notification at a moment comes after the authority's clock ran out."""
    due_at = due_for(work, case)
    return due_at is not None and at > due_at


def _check_after_notified(work: Work, case: BreachCase, at: datetime) -> None:
    check_done_at(work, case, at, field_name="at")
    if case.notified_at is not None and at < case.notified_at:
        raise domain.WrongTimes("at", "before-notified")


def _keep(work: Work, case: BreachCase, kind: NoticeKind, notice: Notice, *, role: str) -> None:
    row = BreachNotice(
        breach_id=case.id,
        number=len(notices_of(work, case)) + 1,
        kind=kind.value,
        at=notice.at,
        authority_number=notice.authority_number,
        noted_at=work.now,
        noted_by=work.actor.ref,
        role=role,
    )
    row.reason_sealed = seal_reason(work, row, notice.reason)
    work.add(row)
    work.session.flush()


def _record(work: Work, case: BreachCase, verb: str, notice: Notice, facts: dict[str, object]) -> None:
    work.record(case, verb=verb, why=notice.reason or "", facts={"at": notice.at.isoformat(), **facts})
