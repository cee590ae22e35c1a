"""The tables of consent: a person's file (the case), what was given and withdrawn, decisions; statements and lists."""

from waarborg_consent.models.base import PLUMBING, Base
from waarborg_consent.models.consents import Consent, ConsentFile, PersonAlias
from waarborg_consent.models.decisions import DecisionRecord
from waarborg_consent.models.disclosures import ThirdPartyDisclosure
from waarborg_consent.models.lists import Compatibility, RecipientAgreement
from waarborg_consent.models.marks import MarkRow
from waarborg_consent.models.statements import RuleBook, StatementDraft, StatementLook, StatementVersion

__all__ = [
    "PLUMBING",
    "Base",
    "Compatibility",
    "Consent",
    "ConsentFile",
    "DecisionRecord",
    "MarkRow",
    "PersonAlias",
    "RecipientAgreement",
    "RuleBook",
    "StatementDraft",
    "StatementLook",
    "StatementVersion",
    "ThirdPartyDisclosure",
]
