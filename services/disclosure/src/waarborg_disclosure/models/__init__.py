"""The tables of disclosure."""

from waarborg_disclosure.models.base import Base
from waarborg_disclosure.models.promises import ReportPromise, ReportQuestion
from waarborg_disclosure.models.reports import Report, ReportMessage, ReportNumber
from waarborg_shared.db import plumbing

PLUMBING = plumbing(Base.metadata)

__all__ = ["PLUMBING", "Base", "Report", "ReportMessage", "ReportNumber", "ReportPromise", "ReportQuestion"]
