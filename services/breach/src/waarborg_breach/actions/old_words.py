"""What people typed before it was sealed: how persons were told stood plainly in a column beside the codes."""

from collections.abc import Collection

from sqlalchemy import select

from waarborg_breach.actions.settling import sealed
from waarborg_breach.models import BreachCase
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import Work


def left_plain(work: Work, codes: Collection[str], *, limit: int = 100) -> list[str]:
    """Return breaches in which it still stands; ``codes`` are those of the organisation's channels and ours."""
    query = select(BreachCase.id).where(
        BreachCase.organisation == work.organisation,
        BreachCase.informed_how.is_not(None),
        BreachCase.informed_how.not_in(sorted(codes)),
    )
    return list(work.session.scalars(query.order_by(BreachCase.id).limit(limit)))


def seal_what_was_plain(work: Work, breach_id: str, codes: Collection[str]) -> None:
    """Seal it under the case's key; where that was destroyed the words go too. Twice changes nothing."""
    case = work.case(BreachCase, breach_id)
    if case.informed_how is None or case.informed_how in codes:
        return
    try:
        case.informed_how_sealed = sealed(work, case, "informed_how", case.informed_how)
    except KeyDestroyed:
        case.informed_how_sealed = None
    case.informed_how = None
