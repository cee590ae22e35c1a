"""Deputies by appointment: who decides and notifies for the responsible person, from when, until when, and why."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select

from waarborg_breach import domain
from waarborg_breach.models import BreachDeputy
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import due
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import ERASED, Work, Written
from waarborg_shared.uow.work import DEFAULT_RETENTION

RETENTION_OVER = "retention-over"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDeputy:
    """Whom to appoint, for how long; ``reason`` is sealed."""

    who: str
    until_at: datetime
    from_at: datetime | None = None
    reason: str | None = field(default=None, repr=False)


def appoint(work: Work, command: NewDeputy, *, rules: Rules) -> BreachDeputy:
    """Appoint a deputy for a time. Only the responsible person does, and no deputy in his place.

    Raises:
        NotResponsible, NoSuchAppointment, ReasonNeeded.
    """
    require_himself(work, rules)
    if command.who == work.actor.ref:
        raise domain.NoSuchAppointment("himself")
    from_at = command.from_at or work.now
    domain.check_appointment(from_at=from_at, until_at=command.until_at, now=work.now)
    domain.check_reason(command.reason, "appointing")
    made = new_id()
    row = work.add(
        BreachDeputy(
            id=made,
            who=command.who,
            from_at=from_at,
            until_at=command.until_at,
            reason_sealed=work.seal(
                command.reason or "", holder=made, table="breach_deputy", column="reason", row=made
            ),
            appointed_by=work.actor.ref,
        )
    )
    work.session.flush()
    work.record(row, verb="appointed-deputy", facts={"role": rules.breach_protocol.responsible_role})
    return row


def end_appointment(work: Work, deputy_id: str, *, rules: Rules) -> BreachDeputy:
    """End an appointment now. Raises NotResponsible, NoSuchAppointment: it is over already, UnknownCase."""
    require_himself(work, rules)
    row = work.case(BreachDeputy, deputy_id)
    if row.ended_at is not None or row.until_at <= work.now:
        raise domain.NoSuchAppointment("ended")
    row.ended_at = work.now
    work.record(row, verb="ended-deputy", facts={"role": rules.breach_protocol.responsible_role})
    return row


def appointments(work: Work, *, limit: int = 50) -> list[BreachDeputy]:
    """Return who is and was appointed, the newest first."""
    return list(work.session.scalars(select(BreachDeputy).order_by(BreachDeputy.id.desc()).limit(limit)))


def reason_of_appointment(work: Work, row: BreachDeputy, *, rules: Rules) -> Written | None:
    """Return why somebody was appointed, opened; None for who may not read it."""
    if not may_read_reasons(work, rules):
        return None
    if row.reason_destroyed_at is not None:
        return ERASED
    return work.unseal_to_show(row.reason_sealed, holder=row.id, table="breach_deputy", column="reason", row=row.id)


def may_read_reasons(work: Work, rules: Rules) -> bool:
    """Whether this actor may read why deputies were appointed, which may be somebody's illness.

    The responsible person himself may, and whoever oversees: who reads breaches and logs, and changes nothing.
    """
    duties = work.actor.duties
    oversees = {Duty.BREACH_READ, Duty.LOG_READ} <= set(duties) and Duty.BREACH_DECIDE not in duties
    return is_responsible(work, rules) or oversees


def reasons_over(work: Work, rules: Rules, *, limit: int = 100) -> list[str]:
    """Return the appointments that ended so long ago that why they were made is kept no longer."""
    ends = func.coalesce(BreachDeputy.ended_at, BreachDeputy.until_at)
    query = select(BreachDeputy).where(BreachDeputy.reason_destroyed_at.is_(None), ends < work.now)
    rows = work.session.scalars(query.order_by(ends, BreachDeputy.id).limit(limit))
    return [row.id for row in rows if _kept_until(row, rules) < work.now]


def destroy_reason(work: Work, deputy_id: str, rules: Rules) -> bool:
    """Destroy why a deputy was appointed, if its term is over; that there was a reason stays. Twice changes nothing."""
    row = work.case(BreachDeputy, deputy_id)
    if row.reason_destroyed_at is not None or _kept_until(row, rules) >= work.now:
        return False
    kept = rules.breach_protocol.deputy_reason_kept
    row.reason_sealed, row.reason_destroyed_at = b"", work.now
    work.record(row, verb="destroyed-reason", facts={"keep": kept.amount, "unit": kept.unit.value})
    work.session.flush()
    work.destroy_key(row.id, DEFAULT_RETENTION, reason=RETENTION_OVER)
    return True


def is_responsible(work: Work, rules: Rules) -> bool:
    """Whether this actor is the responsible person himself."""
    return work.actor.kind is ActorKind.STAFF and rules.breach_protocol.responsible_role in work.actor.roles


def require_himself(work: Work, rules: Rules) -> None:
    """Let nobody but the responsible person himself pass. Raises NotResponsible."""
    if not is_responsible(work, rules) or work.actor.organisation != work.organisation:
        raise domain.NotResponsible(rules.breach_protocol.responsible_role)


def _kept_until(row: BreachDeputy, rules: Rules) -> datetime:
    ends = row.until_at if row.ended_at is None else min(row.ended_at, row.until_at)
    return due(rules.breach_protocol.deputy_reason_kept, ends, rules.calendar)
