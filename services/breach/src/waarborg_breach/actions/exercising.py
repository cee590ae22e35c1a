"""Exercises: a breach that did not happen, on clocks of its own, counted nowhere and told to nobody."""

from collections.abc import Sequence

from sqlalchemy import select

from waarborg_breach.actions.reporting import NewBreach, report_breach
from waarborg_breach.domain import Times
from waarborg_breach.models import BreachCase
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def begin_exercise(work: Work, *, what: str, rules: Rules) -> BreachCase:
    """Open an exercise that is discovered now; ``what`` is the story, sealed as a real report is."""
    times = Times(discovered_at=work.now, aware_at=work.now)
    return report_breach(work, NewBreach(times=times, origin="exercise", summary=what, drill=True), rules=rules)


def exercises(work: Work, *, limit: int = 50) -> Sequence[BreachCase]:
    """Return the exercises, newest first."""
    query = select(BreachCase).where(BreachCase.drill.is_(True)).order_by(BreachCase.id.desc())
    return list(work.session.scalars(query.limit(limit)))
