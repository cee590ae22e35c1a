"""The tables of consent: a person's file (the case), consents, marks, other references, decisions and messages."""

from waarborg_consent.models.base import PLUMBING, Base
from waarborg_consent.models.consents import Consent, ConsentFile, PersonAlias
from waarborg_consent.models.decisions import DecisionRecord
from waarborg_consent.models.marks import MarkRow
from waarborg_consent.models.messages import LinkKey, MessageCheck, MessageLink

__all__ = [
    "PLUMBING",
    "Base",
    "Consent",
    "ConsentFile",
    "DecisionRecord",
    "LinkKey",
    "MarkRow",
    "MessageCheck",
    "MessageLink",
    "PersonAlias",
]
