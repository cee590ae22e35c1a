"""Count reports by year for the board: codes and moments, nothing that anybody wrote."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from waarborg_disclosure.domain import Verdict
from waarborg_disclosure.domain.figures import YEARS, Counted
from waarborg_disclosure.domain.promises import Standing, standing
from waarborg_disclosure.models import Report, ReportPromise
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.uow import Work


def counted(work: Work) -> Sequence[Counted]:
    """Return what is counted of the reports of the last years, this one among them."""
    columns = Report.id, Report.received_at, Report.answered_at, Report.fixed_at, Report.verdict
    query = select(*columns, Report.exposes_personal_data).where(Report.organisation == work.organisation)
    rows = work.session.execute(query.where(Report.received_at >= _first_moment(work.now))).all()
    made: dict[str, list[tuple[str, Standing]]] = {}
    of_these = ReportPromise.organisation == work.organisation, ReportPromise.made_at >= _first_moment(work.now)
    for row in work.session.scalars(select(ReportPromise).where(*of_these)):
        made.setdefault(row.report_id, []).append((row.name, standing(row, work.now)))
    return [
        Counted(
            received_at=row.received_at,
            answered_at=row.answered_at,
            fixed_at=row.fixed_at,
            verdict=Verdict(row.verdict) if row.verdict else None,
            exposed=row.exposes_personal_data,
            promises=made.get(row.id, ()),
        )
        for row in rows
    ]


def _first_moment(now: datetime) -> datetime:
    local = now.astimezone(AMSTERDAM)
    return datetime(local.year - YEARS + 1, 1, 1, tzinfo=AMSTERDAM)
