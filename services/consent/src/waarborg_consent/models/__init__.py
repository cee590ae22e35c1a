"""The tables of consent: a person's file (the case), what was given and withdrawn, other references, decisions."""

from waarborg_consent.models.base import PLUMBING, Base
from waarborg_consent.models.consents import Consent, ConsentFile, PersonAlias
from waarborg_consent.models.decisions import DecisionRecord
from waarborg_consent.models.marks import MarkRow
from waarborg_consent.models.representation import (
    ClientFactRow,
    RepresentationActRow,
    RepresentationEventRow,
    RepresentationRow,
)

__all__ = [
    "PLUMBING",
    "Base",
    "ClientFactRow",
    "Consent",
    "ConsentFile",
    "DecisionRecord",
    "MarkRow",
    "PersonAlias",
    "RepresentationActRow",
    "RepresentationEventRow",
    "RepresentationRow",
]
