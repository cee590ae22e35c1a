"""Reading reports: the work list, most urgent first, and one report with what was written."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select, tuple_

from waarborg_disclosure.actions.sealing import Opened, open_report
from waarborg_disclosure.domain import ReportState
from waarborg_disclosure.domain.fixing import ComplaintLeave
from waarborg_disclosure.domain.noticing import NoticeState
from waarborg_disclosure.models import Report
from waarborg_shared.clocks import Clock
from waarborg_shared.uow import Work

Place = tuple[datetime, str]
BY_TIME = (ReportState.RECEIVED, ReportState.REOPENED, ReportState.FIXING, ReportState.FIXED)
"""The states in which the most urgent comes first; of the others the newest answer does."""

_TO_TELL = Report.notice_state == NoticeState.DESK.value
_STILL_WAITING = (Report.state == ReportState.CLOSED.value, or_(Report.unread_since.is_not(None), _TO_TELL))

_PASSED_ON_AND_UNREAD = (
    Report.complaint == ComplaintLeave.GIVEN.value,
    Report.unread_since.is_not(None),
    Report.erased_at.is_(None),
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A report as lists show it: codes and clocks, nothing that anybody wrote."""

    report: Report
    clocks: tuple[Clock, ...]


def list_reports(
    work: Work, *, state: ReportState = ReportState.RECEIVED, after: Place | None = None, limit: int = 50
) -> tuple[Listed, ...]:
    """Return reports in one state that come after a place: those that wait for us by the moment that it is due, the
    others with the newest answer first. A place is that moment and the report's id."""
    query = select(Report).where(Report.organisation == work.organisation, Report.state == state.value)
    if state in BY_TIME:
        query = query.order_by(Report.due_at, Report.id)
        query = query if after is None else query.where(tuple_(Report.due_at, Report.id) > after)
    else:
        query = query.order_by(Report.answered_at.desc(), Report.id.desc())
        query = query if after is None else query.where(tuple_(Report.answered_at, Report.id) < after)
    return _listed(work, work.session.scalars(query.limit(limit)).all())


def open_reports(work: Work, *, limit: int) -> tuple[Listed, ...]:
    """Return the reports that are not closed: first those that wait for an answer, the most urgent first.

    After them those that are closed, and in which the reporter said something since or has to be told something.
    """
    found: list[Listed] = []
    for state in (*BY_TIME, ReportState.ANSWERED):
        if len(found) < limit:
            found.extend(list_reports(work, state=state, limit=limit - len(found)))
    if len(found) < limit:
        unread = select(Report).where(Report.organisation == work.organisation, *_STILL_WAITING)
        oldest = func.coalesce(Report.unread_since, Report.notice_since)
        found.extend(_listed(work, work.session.scalars(unread.order_by(oldest).limit(limit - len(found))).all()))
    return tuple(found)


def complaints(work: Work, *, limit: int) -> tuple[Listed, ...]:
    """Return the reports that were passed on as complaints, and in which the reporter said something since."""
    query = select(Report).where(Report.organisation == work.organisation, *_PASSED_ON_AND_UNREAD)
    return _listed(work, work.session.scalars(query.order_by(Report.unread_since).limit(limit)).all())


def passed_on(work: Work, *, limit: int) -> Sequence[Report]:
    """Return the reports that were passed on as complaints, those in which there is something new first."""
    mine = Report.organisation == work.organisation, Report.complaint == ComplaintLeave.GIVEN.value
    query = select(Report).where(*mine, Report.erased_at.is_(None))
    order = Report.unread_since.is_(None), Report.complaint_at.desc(), Report.id
    return work.session.scalars(query.order_by(*order).limit(limit)).all()


def count_complaints(work: Work) -> int:
    """Return in how many of the reports that were passed on as complaints there is something new."""
    mine = select(func.count()).select_from(Report).where(Report.organisation == work.organisation)
    return work.session.scalar(mine.where(*_PASSED_ON_AND_UNREAD)) or 0


def count_open(work: Work) -> int:
    """Return how many reports are not closed, or have something new from the reporter or for him."""
    open_ones = or_(Report.state != ReportState.CLOSED.value, Report.unread_since.is_not(None), _TO_TELL)
    query = select(func.count()).select_from(Report).where(Report.organisation == work.organisation, open_ones)
    return work.session.scalar(query) or 0


def place_of(report: Report) -> Place:
    """Return the place of a report in the list of its state."""
    by_time = ReportState(report.state) in BY_TIME
    return (report.due_at if by_time else report.answered_at or report.due_at), report.id


def read_report(work: Work, report_id: str) -> tuple[Report, Opened]:
    """Return a report with what was written, and record that this actor looked. Raises UnknownCase."""
    report = work.case(Report, report_id)
    opened = open_report(work, report)
    work.record(report, verb="looked")
    return report, opened


def _listed(work: Work, reports: Sequence[Report]) -> tuple[Listed, ...]:
    clocks = work.clocks.of_many([report.id for report in reports])
    return tuple(Listed(report, clocks.get(report.id, ())) for report in reports)
