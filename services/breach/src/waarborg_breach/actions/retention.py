"""How long what was written of a breach is kept, what holds it longer, and destroying it when its term is over.

The number, the states, the dates and the counts stay, with when it was destroyed and by which rule: that row is the
proof. Nothing else of the register is ever deleted.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.orm import aliased

from waarborg_breach.actions.grievances import left_by_grievances
from waarborg_breach.actions.settling import sealed
from waarborg_breach.domain.register_book import AlreadyDestroyed, AlreadyHeld, HoldReason, kept_until
from waarborg_breach.models import (
    BreachAnnouncement,
    BreachAnswer,
    BreachCase,
    BreachDossierKept,
    BreachDossierText,
    BreachEarlierAnswer,
    BreachGrievance,
    BreachHandling,
    BreachHelper,
    BreachLikeness,
    BreachMeasure,
    BreachMessage,
    BreachNotice,
    BreachPerson,
    BreachPersonCare,
    BreachPersonFault,
    BreachPersonLink,
    BreachQuestionCode,
    BreachReminder,
    BreachTelling,
    KeptDecision,
)
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RetentionRule
from waarborg_shared.uow import Work
from waarborg_shared.uow.work import DEFAULT_RETENTION

REASON = "retention-over"
_OF_THE_CASE = (
    *("summary", "reporter", "reason", "processor", "processor_ref", "wiped", "retracted_why", "facts_note"),
    *("hold_why", "informed_how"),
)
_WRITTEN = (
    *(BreachAnswer, BreachEarlierAnswer, BreachQuestionCode),
    *(BreachHandling, BreachMeasure, BreachHelper, BreachGrievance),
    *(BreachDossierText, BreachDossierKept, BreachReminder),
    *(BreachPerson, BreachPersonFault, BreachMessage, BreachTelling, BreachAnnouncement),
)
"""The tables that hold what was written in a case, or whom it concerned."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Until when a breach is kept and by which rule; ``until`` is None while its case is open or no rule ends it.

    ``held_by_grievance``: it is kept on until somebody has said what comes of a grievance, and it is decided again
    where that was right.
    """

    rule: RetentionRule | None
    until: datetime | None
    held_by_another: str | None = None
    held_by_grievance: bool = False


def rule_of(rules: Rules, on: datetime) -> RetentionRule | None:
    """Return the rule by which the organisation destroys what was written of breaches; None: nothing does."""
    code = rules.breach_protocol.retention
    return rules.retention(on.astimezone(AMSTERDAM).date()).get(code) if code else None


def kept(work: Work, case: BreachCase, rules: Rules) -> Kept:
    """Return until when a breach is kept; one that goes on under another number is kept as long as that one."""
    root = _root(work, case)
    rule = rule_of(rules, work.now)
    held = root.number if root is not case and root.held_at is not None else None
    over = _over_since(case, root)
    until = kept_until(over, rule, rules.calendar) if rule is not None and over is not None else None
    return Kept(rule=rule, until=until, held_by_another=held, held_by_grievance=_grieved(work, case, root))


def hold(work: Work, case: BreachCase, *, why: str) -> None:
    """Keep a breach beyond its term, with the reason; it may be open or closed.

    Raises:
        HoldReason, AlreadyHeld, AlreadyDestroyed.
    """
    if case.destroyed_at is not None:
        raise AlreadyDestroyed(case.id)
    if case.held_at is not None:
        raise AlreadyHeld(case.id)
    if not why.strip():
        raise HoldReason("empty")
    case.held_at, case.hold_why_sealed = work.now, sealed(work, case, "hold_why", why)
    case.revision += 1
    work.record(case, verb="held", why=why)


def lift(work: Work, case: BreachCase, *, why: str) -> None:
    """Let the term count again, with the reason. Raises HoldReason, AlreadyHeld."""
    if case.held_at is None:
        raise AlreadyHeld(case.id)
    if not why.strip():
        raise HoldReason("empty")
    case.held_at, case.hold_why_sealed = None, None
    case.revision += 1
    work.record(case, verb="hold-lifted", why=why)


def over_now(work: Work, rules: Rules, *, limit: int = 100) -> list[str]:
    """Return the breaches whose term is over and that nothing holds, the longest ago first.

    The organisation's plugin is asked only where something is closed.
    """
    root = aliased(BreachCase)
    over = func.coalesce(root.closed_at, BreachCase.closed_at).label("over")
    grieved = left_by_grievances(work.organisation).scalar_subquery()
    query = (
        select(BreachCase.id, BreachCase.closed_at, root.closed_at.label("root_closed_at"))
        .outerjoin(root, (root.organisation == BreachCase.organisation) & (root.id == BreachCase.merged_into))
        .where(
            BreachCase.organisation == work.organisation,
            BreachCase.closed_at.is_not(None),
            BreachCase.destroyed_at.is_(None),
            BreachCase.held_at.is_(None),
            or_(BreachCase.merged_into.is_(None), root.closed_at.is_not(None) & root.held_at.is_(None)),
            BreachCase.id.not_in(grieved),
            or_(BreachCase.merged_into.is_(None), BreachCase.merged_into.not_in(grieved)),
        )
        .order_by(over, BreachCase.id)
        .limit(limit)
    )
    closed = work.session.execute(query).all()
    rule = rule_of(rules, work.now) if closed else None
    if rule is None:
        return []
    return [
        row.id for row in closed if kept_until(row.root_closed_at or row.closed_at, rule, rules.calendar) < work.now
    ]


def destroy_if_over(work: Work, breach_id: str, rules: Rules) -> bool:
    """Destroy what was written of a breach if its term is over and nothing holds it, looked at anew under its lock.

    Twice changes nothing. The key goes last: who stops before the commit finds the row as it was and does it again.
    """
    case = work.case(BreachCase, breach_id)
    root = _root(work, case)
    rule, over = rule_of(rules, work.now), _over_since(case, root)
    held = case.held_at is not None or root.held_at is not None or _grieved(work, case, root)
    if case.destroyed_at is not None or held or rule is None or over is None:
        return False
    if kept_until(over, rule, rules.calendar) >= work.now:
        return False
    _let_go(work, case)
    case.destroyed_at, case.destroyed_rule = work.now, rule.code
    case.revision += 1
    facts = {
        "rule": rule.code,
        "keep": rule.keep.amount,
        "unit": rule.keep.unit.value,
        "over_since": over.isoformat(),
    }
    work.record(case, verb="destroyed", facts=facts)
    work.session.flush()
    work.destroy_key(case.id, DEFAULT_RETENTION, reason=REASON)
    return True


def _let_go(work: Work, case: BreachCase) -> None:
    for name in _OF_THE_CASE:
        setattr(case, f"{name}_sealed", None)
    case.reported_by = case.informed_how = None
    concerned = select(BreachPerson.id).where(
        BreachPerson.organisation == work.organisation, BreachPerson.breach_id == case.id
    )
    for of_person in (BreachPersonCare, BreachPersonLink):
        his = of_person.person_id.in_(concerned)
        work.session.execute(delete(of_person).where(of_person.organisation == work.organisation, his))
    for table in _WRITTEN:
        work.session.execute(delete(table).where(table.organisation == work.organisation, table.breach_id == case.id))
    either = (BreachLikeness.earlier_id == case.id) | (BreachLikeness.later_id == case.id)
    work.session.execute(delete(BreachLikeness).where(BreachLikeness.organisation == work.organisation, either))
    for decision in work.session.scalars(select(KeptDecision).where(KeptDecision.breach_id == case.id)):
        decision.reason_sealed = None
    for notice in work.session.scalars(select(BreachNotice).where(BreachNotice.breach_id == case.id)):
        notice.reason_sealed = None


def _grieved(work: Work, *cases: BreachCase) -> bool:
    """Whether a grievance about one of them waits, or was right and is not decided on again yet."""
    query = left_by_grievances(work.organisation).where(BreachGrievance.breach_id.in_({each.id for each in cases}))
    return work.session.scalars(query.limit(1)).first() is not None


def _root(work: Work, case: BreachCase) -> BreachCase:
    return case if case.merged_into is None else work.case(BreachCase, case.merged_into, lock=False)


def _over_since(case: BreachCase, root: BreachCase) -> datetime | None:
    """Return since when nothing is to be done any more, of it and of the case under which it goes on."""
    return root.closed_at if case.closed_at is not None else None
