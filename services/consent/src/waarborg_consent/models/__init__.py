"""The tables of consent: a person's file (the case), what was said, who speaks for him, decisions, who looked."""

from waarborg_consent.models.base import PLUMBING, Base
from waarborg_consent.models.consents import Consent, ConsentFile, PersonAlias, ShownTextRow
from waarborg_consent.models.decisions import DecisionRecord
from waarborg_consent.models.emergencies import Emergency
from waarborg_consent.models.imports import ExportCase, ImportCase, ImportFinding, ImportPiece
from waarborg_consent.models.looks import KnownPerson, LogHeadRow, LogKey, LogNode, LogTree, LookRow
from waarborg_consent.models.marks import MarkRow
from waarborg_consent.models.receipt_keys import ReceiptKey
from waarborg_consent.models.relations import EntityRow, RelationRow
from waarborg_consent.models.representation import (
    ClientFactRow,
    RepresentationActRow,
    RepresentationEventRow,
    RepresentationRow,
)
from waarborg_consent.models.role_table import RoleTable, TableCell

__all__ = [
    "PLUMBING",
    "Base",
    "ClientFactRow",
    "Consent",
    "ConsentFile",
    "DecisionRecord",
    "Emergency",
    "EntityRow",
    "ExportCase",
    "ImportCase",
    "ImportFinding",
    "ImportPiece",
    "KnownPerson",
    "LogHeadRow",
    "LogKey",
    "LogNode",
    "LogTree",
    "LookRow",
    "MarkRow",
    "PersonAlias",
    "ReceiptKey",
    "RelationRow",
    "RepresentationActRow",
    "RepresentationEventRow",
    "RepresentationRow",
    "RoleTable",
    "ShownTextRow",
    "TableCell",
]
