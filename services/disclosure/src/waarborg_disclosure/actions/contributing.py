"""What this service has about a person when he asks to see his data: the reports that he made while he was signed in.

A report that was made without signing in is nobody's here: who made it is found by its receipt, which he alone has.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from waarborg_disclosure.models import Report
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import due_on
from waarborg_shared.db import select_for
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work
from waarborg_shared.web.contributions import Contributed, Source


def reports(
    work: Work, subject_ref: str, _rules: Rules, after: str | None, limit: int
) -> Sequence[tuple[str, Contributed]]:
    """Give the reports in which this person did something himself."""
    query = select(Report).where(
        Report.organisation == work.organisation, Report.id.in_(reports_by(work, [subject_ref]))
    )
    if after is not None:
        query = query.where(Report.id > after)
    return [
        (
            row.id,
            Contributed(
                category="reports",
                title=Text(
                    f"Een zwakke plek die u meldde, {row.number}", f"A weak spot that you reported, {row.number}"
                ),
                occurred_on=due_on(row.received_at),
                content={"number": row.number, "received_at": row.received_at, "state": row.state},
            ),
        )
        for row in work.session.scalars(query.order_by(Report.id).limit(limit))
    ]


def looked(work: Work, subject_ref: str) -> None:
    """Write on each report that it was looked at for the person."""
    for report_id in reports_by(work, [subject_ref]):
        work.record(work.case(Report, report_id), verb="looked")


def reports_by(work: Work, refs: Collection[str]) -> list[str]:
    """Return which reports somebody did something in while he was signed in, under any of these references."""
    table = work.plumbing.timeline
    own = table.c.actor_kind == ActorKind.PERSON.value, table.c.actor_ref.in_(sorted(refs))
    rows = work.session.execute(select_for(table, work.organisation, table.c.case_ref).where(*own).distinct())
    return sorted(str(row.case_ref) for row in rows)


SOURCES: Mapping[str, Source] = {"reports": reports}
