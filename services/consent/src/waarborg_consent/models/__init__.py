"""The tables of consent: a person's file (the case), what was said, other references, decisions; statements, lists."""

from waarborg_consent.models.base import PLUMBING, Base
from waarborg_consent.models.consents import Consent, ConsentFile, PersonAlias, ShownTextRow
from waarborg_consent.models.decisions import DecisionRecord
from waarborg_consent.models.disclosures import ThirdPartyDisclosure
from waarborg_consent.models.emergencies import Emergency
from waarborg_consent.models.lists import Compatibility, RecipientAgreement
from waarborg_consent.models.marks import MarkRow
from waarborg_consent.models.relations import EntityRow, RelationRow
from waarborg_consent.models.role_table import RoleTable, TableCell
from waarborg_consent.models.statements import RuleBook, StatementDraft, StatementLook, StatementVersion

__all__ = [
    "PLUMBING",
    "Base",
    "Compatibility",
    "Consent",
    "ConsentFile",
    "DecisionRecord",
    "Emergency",
    "EntityRow",
    "MarkRow",
    "PersonAlias",
    "RecipientAgreement",
    "RelationRow",
    "RoleTable",
    "RuleBook",
    "ShownTextRow",
    "StatementDraft",
    "StatementLook",
    "StatementVersion",
    "TableCell",
    "ThirdPartyDisclosure",
]
