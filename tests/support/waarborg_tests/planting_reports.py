"""Plants what comes with a report of a vulnerability: a file, and leave to pass it on as a complaint."""

from sqlalchemy import select

from waarborg_disclosure.domain.fixing import ComplaintLeave
from waarborg_disclosure.models import Report, ReportFile
from waarborg_tests.cast import Cast


def file_of(cast: Cast, report_id: str) -> str:
    """Return the reference of the file that came with a report."""
    with cast.product.work("disclosure", cast.organisation) as work:
        mine = ReportFile.organisation == cast.organisation, ReportFile.report_id == report_id
        return work.session.scalars(select(ReportFile.id).where(*mine)).one()


def complaint_of(cast: Cast, report_id: str) -> str:
    """Return the reference of a report that was passed on as a complaint, which it is from now on."""
    with cast.product.work("disclosure", cast.organisation) as work:
        work.case(Report, report_id).complaint = ComplaintLeave.GIVEN.value
    return report_id
