"""The tables of consent: a person's file, what was said, who speaks, statements, decisions, messages, looks."""

from waarborg_consent.models.base import PLUMBING, Base
from waarborg_consent.models.consents import Consent, ConsentFile, PersonAlias, ShownTextRow
from waarborg_consent.models.decisions import DecisionRecord
from waarborg_consent.models.disclosures import ThirdPartyDisclosure
from waarborg_consent.models.emergencies import Emergency
from waarborg_consent.models.holds import LegalHold
from waarborg_consent.models.imports import ExportCase, ImportCase, ImportFinding, ImportPiece
from waarborg_consent.models.lists import Compatibility, RecipientAgreement
from waarborg_consent.models.looks import KnownPerson, LogHeadRow, LogKey, LogNode, LogTree, LookRow
from waarborg_consent.models.marks import MarkRow
from waarborg_consent.models.messages import LinkKey, MessageCheck, MessageLink
from waarborg_consent.models.receipt_keys import ReceiptKey
from waarborg_consent.models.relations import EntityRow, RelationRow
from waarborg_consent.models.representation import (
    ClientFactRow,
    RepresentationActRow,
    RepresentationEventRow,
    RepresentationRow,
)
from waarborg_consent.models.role_table import RoleTable, TableCell
from waarborg_consent.models.statements import RuleBook, StatementDraft, StatementLook, StatementVersion

__all__ = [
    "PLUMBING",
    "Base",
    "ClientFactRow",
    "Compatibility",
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
    "LegalHold",
    "LinkKey",
    "LogHeadRow",
    "LogKey",
    "LogNode",
    "LogTree",
    "LookRow",
    "MarkRow",
    "MessageCheck",
    "MessageLink",
    "PersonAlias",
    "ReceiptKey",
    "RecipientAgreement",
    "RelationRow",
    "RepresentationActRow",
    "RepresentationEventRow",
    "RepresentationRow",
    "RoleTable",
    "RuleBook",
    "ShownTextRow",
    "StatementDraft",
    "StatementLook",
    "StatementVersion",
    "TableCell",
    "ThirdPartyDisclosure",
]
