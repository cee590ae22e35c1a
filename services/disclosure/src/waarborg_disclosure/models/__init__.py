"""The tables of disclosure."""

from waarborg_disclosure.models.base import Base
from waarborg_disclosure.models.carrying_out import CarriedStep, LegalHold
from waarborg_disclosure.models.conduct import Finding, HandedOver
from waarborg_disclosure.models.files import ReportFile, ReportPiece
from waarborg_disclosure.models.keys import OpenPgpKey
from waarborg_disclosure.models.promises import ReportPromise, ReportQuestion
from waarborg_disclosure.models.publishing import Advisory, AdvisoryNumber
from waarborg_disclosure.models.reports import Report, ReportMessage, ReportNumber
from waarborg_disclosure.models.thanking import Credit, Reward
from waarborg_shared.db import plumbing

PLUMBING = plumbing(Base.metadata)

__all__ = [
    "PLUMBING",
    "Advisory",
    "AdvisoryNumber",
    "Base",
    "CarriedStep",
    "Credit",
    "Finding",
    "HandedOver",
    "LegalHold",
    "OpenPgpKey",
    "Report",
    "ReportFile",
    "ReportMessage",
    "ReportNumber",
    "ReportPiece",
    "ReportPromise",
    "ReportQuestion",
    "Reward",
]
