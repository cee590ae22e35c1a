"""Read what the authority was told of a breach: each notification, supplement and withdrawal, in its order.

Whether a notification was late is not kept: it follows from the authority's clock as it stands now, so that a time that
is corrected counts for what was told before too (art. 33(1) AVG).
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, Select, select

from waarborg_breach import domain
from waarborg_breach.actions.of_case import rows_of
from waarborg_breach.domain.deciding import FIRST_NOTICES, late_notice
from waarborg_breach.models import PLUMBING, BreachCase, BreachNotice
from waarborg_shared.uow import Work, Written


def notices_of(work: Work, case: BreachCase) -> list[BreachNotice]:
    """Return everything that the authority was told of a case, in its order."""
    return list(rows_of(work, case, BreachNotice, "number"))


def reason_of_notice(work: Work, row: BreachNotice) -> Written | None:
    """Return why a notification was late or was withdrawn, opened."""
    if row.reason_sealed is None:
        return None
    return work.unseal_to_show(
        row.reason_sealed, holder=row.breach_id, table="breach_notice", column="reason", row=_place(row)
    )


def seal_reason(work: Work, row: BreachNotice, reason: str | None) -> bytes | None:
    """Seal why a notification was late or was withdrawn; None where nothing was said."""
    if not (reason and reason.strip()):
        return None
    return work.seal(reason, holder=row.breach_id, table="breach_notice", column="reason", row=_place(row))


def due_of(work: Work, breach_ids: Collection[str]) -> Mapping[str, datetime]:
    """Return until when a notification is in time, by case, as the authority's clock of each stands now."""
    return {
        breach_id: clock.due_at
        for breach_id, clocks in work.clocks.of_many(breach_ids).items()
        for clock in clocks
        if clock.name == domain.AUTHORITY
    }


def due_for(work: Work, case: BreachCase) -> datetime | None:
    """Return until when a notification of a case is in time; None where no such clock ever ran."""
    return due_of(work, [case.id]).get(case.id)


def is_late(row: BreachNotice, due_at: datetime | None) -> bool:
    """Whether a notice is a first notification that came after the term."""
    return late_notice(row.kind, at=row.at, due_at=due_at)


def unexplained(rows: Iterable[BreachNotice], due_at: datetime | None) -> list[BreachNotice]:
    """Return the notifications that are late and say no reasons."""
    return [row for row in rows if row.reason_sealed is None and is_late(row, due_at)]


def late_without_reasons(organisation: str) -> Select[str]:
    """Return the query, over notices and their cases, for cases with a late notification that says no reasons."""
    clock, notice = PLUMBING.deadline.c, BreachNotice
    timed = (clock.organisation == notice.organisation) & (clock.case_ref == notice.breach_id)
    of_it = (BreachCase.organisation == notice.organisation) & (BreachCase.id == notice.breach_id)
    query = select(notice.breach_id).join(PLUMBING.deadline, timed).join(BreachCase, of_it)
    return query.where(
        notice.organisation == organisation,
        clock.organisation == organisation,
        BreachCase.organisation == organisation,
        notice.reason_sealed.is_(None),
        notice.kind.in_(FIRST_NOTICES),
        clock.name == domain.AUTHORITY,
        notice.at > clock.due_at,
    )


def any_late(organisation: str) -> ColumnElement[bool]:
    """For a query over cases: whether a notification of the case was late, by its clock as it stands now."""
    clock, notice = PLUMBING.deadline.c, BreachNotice
    query = (
        select(notice.number)
        .join(PLUMBING.deadline, (clock.organisation == notice.organisation) & (clock.case_ref == notice.breach_id))
        .where(
            notice.organisation == BreachCase.organisation,
            clock.organisation == organisation,
            notice.breach_id == BreachCase.id,
            notice.kind.in_(FIRST_NOTICES),
            clock.name == domain.AUTHORITY,
            notice.at > clock.due_at,
        )
    )
    return query.exists()


def _place(row: BreachNotice) -> str:
    return f"{row.breach_id}/{row.number}"
