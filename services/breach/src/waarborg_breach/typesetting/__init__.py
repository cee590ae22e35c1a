"""The dossier for the authority and the register as PDF/A and PDF/UA."""

from waarborg_breach.typesetting.characters import shown
from waarborg_breach.typesetting.dossier import DossierText, Question, Section, typeset_dossier
from waarborg_breach.typesetting.register import Block, Book, typeset_register

MEDIA_TYPE = "application/pdf"

__all__ = [
    "MEDIA_TYPE",
    "Block",
    "Book",
    "DossierText",
    "Question",
    "Section",
    "shown",
    "typeset_dossier",
    "typeset_register",
]
