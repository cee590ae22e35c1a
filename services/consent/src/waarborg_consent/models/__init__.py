"""The tables of consent: a person's file (the case), what was given and withdrawn, references, decisions, the log."""

from waarborg_consent.models.base import PLUMBING, Base
from waarborg_consent.models.consents import Consent, ConsentFile, PersonAlias
from waarborg_consent.models.decisions import DecisionRecord
from waarborg_consent.models.looks import KnownPerson, LogHeadRow, LogKey, LogNode, LogTree, LookRow
from waarborg_consent.models.marks import MarkRow

__all__ = [
    "PLUMBING",
    "Base",
    "Consent",
    "ConsentFile",
    "DecisionRecord",
    "KnownPerson",
    "LogHeadRow",
    "LogKey",
    "LogNode",
    "LogTree",
    "LookRow",
    "MarkRow",
    "PersonAlias",
]
