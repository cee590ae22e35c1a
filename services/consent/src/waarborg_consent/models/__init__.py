"""The tables of consent: a person's file (the case), what was given and withdrawn, other references, decisions."""

from waarborg_consent.models.base import PLUMBING, Base
from waarborg_consent.models.consents import Consent, ConsentFile, PersonAlias
from waarborg_consent.models.decisions import DecisionRecord
from waarborg_consent.models.imports import ExportCase, ImportCase, ImportFinding, ImportPiece
from waarborg_consent.models.marks import MarkRow

__all__ = [
    "PLUMBING",
    "Base",
    "Consent",
    "ConsentFile",
    "DecisionRecord",
    "ExportCase",
    "ImportCase",
    "ImportFinding",
    "ImportPiece",
    "MarkRow",
    "PersonAlias",
]
