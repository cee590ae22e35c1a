"""The tables of consent: a person's file (the case), what was given and withdrawn, aliases, decisions, keys."""

from waarborg_consent.models.base import PLUMBING, Base
from waarborg_consent.models.consents import Consent, ConsentFile, PersonAlias
from waarborg_consent.models.decisions import DecisionRecord
from waarborg_consent.models.marks import MarkRow
from waarborg_consent.models.receipt_keys import ReceiptKey

__all__ = ["PLUMBING", "Base", "Consent", "ConsentFile", "DecisionRecord", "MarkRow", "PersonAlias", "ReceiptKey"]
