"""The tables of disclosure."""

from waarborg_disclosure.models.base import Base
from waarborg_disclosure.models.files import ReportFile, ReportPiece
from waarborg_disclosure.models.reports import Report, ReportMessage, ReportNumber
from waarborg_shared.db import plumbing

PLUMBING = plumbing(Base.metadata)

__all__ = ["PLUMBING", "Base", "Report", "ReportFile", "ReportMessage", "ReportNumber", "ReportPiece"]
