"""Plants what comes with a report of a vulnerability: a file."""

from sqlalchemy import select

from waarborg_disclosure.models import ReportFile
from waarborg_tests.cast import Cast


def file_of(cast: Cast, report_id: str) -> str:
    """Return the reference of the file that came with a report."""
    with cast.product.work("disclosure", cast.organisation) as work:
        mine = ReportFile.organisation == cast.organisation, ReportFile.report_id == report_id
        return work.session.scalars(select(ReportFile.id).where(*mine)).one()
