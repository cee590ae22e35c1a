"""The tables of consent: a person's file (the case), what was said, other references, decisions."""

from waarborg_consent.models.base import PLUMBING, Base
from waarborg_consent.models.consents import Consent, ConsentFile, PersonAlias, ShownTextRow
from waarborg_consent.models.decisions import DecisionRecord
from waarborg_consent.models.emergencies import Emergency
from waarborg_consent.models.marks import MarkRow
from waarborg_consent.models.relations import EntityRow, RelationRow
from waarborg_consent.models.role_table import RoleTable, TableCell

__all__ = [
    "PLUMBING",
    "Base",
    "Consent",
    "ConsentFile",
    "DecisionRecord",
    "MarkRow",
    "PersonAlias",
    "ShownTextRow",
]
__all__ = [
    "PLUMBING",
    "Base",
    "Consent",
    "ConsentFile",
    "DecisionRecord",
    "Emergency",
    "EntityRow",
    "MarkRow",
    "PersonAlias",
    "RelationRow",
    "RoleTable",
    "TableCell",
]
