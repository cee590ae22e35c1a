"""Count breaches by year for the board. Exercises are not among them."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from waarborg_breach.domain.years import YEARS, Counted
from waarborg_breach.models import BreachCase
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.uow import Work


def counted(work: Work) -> Sequence[Counted]:
    """Return what is counted of the breaches of the last years, this one among them."""
    case = BreachCase
    columns = (
        case.discovered_at, case.created_at, case.decided_at, case.notified_at, case.informed_at, case.origin
    )  # fmt: skip
    query = select(*columns).where(case.organisation == work.organisation, case.drill.is_(False))
    rows = work.session.execute(query.where(case.discovered_at >= _first_moment(work.now))).all()
    return [
        Counted(
            discovered_at=row.discovered_at,
            reported_at=row.created_at,
            decided_at=row.decided_at,
            notified_at=row.notified_at,
            informed_at=row.informed_at,
            origin=row.origin,
        )
        for row in rows
    ]


def _first_moment(now: datetime) -> datetime:
    local = now.astimezone(AMSTERDAM)
    return datetime(local.year - YEARS + 1, 1, 1, tzinfo=AMSTERDAM)
