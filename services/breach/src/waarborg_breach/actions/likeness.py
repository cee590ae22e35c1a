"""Link breaches that are alike, so that a repetition is seen (B24 art. 11)."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import or_, select

from waarborg_breach.domain.likeness import AlikeAlready, NoSuchNumber, pair
from waarborg_breach.models import BreachCase, BreachLikeness
from waarborg_shared.uow import Work, Written


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """A case that is like the one that is looked at, and why."""

    id: str
    number: str
    why: Written = field(repr=False)


def link_alike(work: Work, case: BreachCase, number: str, *, why: str) -> None:
    """Record that a case is like another of the register, also one that is closed.

    Raises:
        NoSuchNumber, AlikeAlready
    """
    query = select(BreachCase).where(BreachCase.number == number.strip().upper(), BreachCase.drill.is_(case.drill))
    other = work.session.scalars(query).one_or_none()
    if other is None or other.id == case.id:
        raise NoSuchNumber(case.id)
    earlier, later = pair(case.id, other.id)
    known = select(BreachLikeness).where(BreachLikeness.earlier_id == earlier, BreachLikeness.later_id == later)
    if work.session.scalars(known).one_or_none() is not None:
        raise AlikeAlready(case.id)
    sealed = work.seal(why, holder=earlier, table="breach_likeness", column="why", row=later)
    work.add(BreachLikeness(earlier_id=earlier, later_id=later, why_sealed=sealed, linked_at=work.now))
    case.revision += 1
    work.record(case, verb="linked-alike", facts={"number": other.number})
    work.record(work.case(BreachCase, other.id), verb="linked-alike", facts={"number": case.number})


def alike(work: Work, case: BreachCase) -> Sequence[Alike]:
    """Return the cases that are like this one, the newest first."""
    mine = or_(BreachLikeness.earlier_id == case.id, BreachLikeness.later_id == case.id)
    rows = work.session.scalars(select(BreachLikeness).where(mine)).all()
    if not rows:
        return []
    others = {row.earlier_id if row.later_id == case.id else row.later_id: row for row in rows}
    cases = work.session.scalars(
        select(BreachCase).where(BreachCase.id.in_(sorted(others))).order_by(BreachCase.id.desc())
    )
    return [Alike(id=each.id, number=each.number, why=_why(work, others[each.id])) for each in cases]


def _why(work: Work, row: BreachLikeness) -> Written:
    return work.unseal_to_show(
        row.why_sealed, holder=row.earlier_id, table="breach_likeness", column="why", row=row.later_id
    )
