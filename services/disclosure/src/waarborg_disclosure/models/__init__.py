"""The tables of disclosure."""

from waarborg_disclosure.models.base import Base
from waarborg_disclosure.models.keys import OpenPgpKey
from waarborg_disclosure.models.reports import Report, ReportMessage, ReportNumber
from waarborg_shared.db import plumbing

PLUMBING = plumbing(Base.metadata)

__all__ = ["PLUMBING", "Base", "OpenPgpKey", "Report", "ReportMessage", "ReportNumber"]
