"""Read what the authority was told of a breach: each notification, supplement and withdrawal, in its order."""

from sqlalchemy import select

from waarborg_breach.models import BreachCase, BreachNotice
from waarborg_shared.uow import Work, Written


def notices_of(work: Work, case: BreachCase) -> list[BreachNotice]:
    """Return everything that the authority was told of a case, in its order."""
    query = select(BreachNotice).where(BreachNotice.breach_id == case.id)
    return list(work.session.scalars(query.order_by(BreachNotice.number)))


def reason_of_notice(work: Work, row: BreachNotice) -> Written | None:
    """Return why a notification was late or was withdrawn, opened."""
    if row.reason_sealed is None:
        return None
    place = f"{row.breach_id}/{row.number}"
    return work.unseal_to_show(
        row.reason_sealed, holder=row.breach_id, table="breach_notice", column="reason", row=place
    )
