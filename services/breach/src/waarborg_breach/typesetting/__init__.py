"""The dossier for the authority, the register and letters to persons as PDF/A and PDF/UA."""

from waarborg_breach.typesetting.characters import shown
from waarborg_breach.typesetting.colours import colour_of
from waarborg_breach.typesetting.dossier import DossierText, Question, Section, typeset_dossier
from waarborg_breach.typesetting.letters import Addressed, LetterWords, Passage, paragraphs, typeset_letters
from waarborg_breach.typesetting.register import Block, Book, typeset_register

MEDIA_TYPE = "application/pdf"

__all__ = [
    "MEDIA_TYPE",
    "Addressed",
    "Block",
    "Book",
    "DossierText",
    "LetterWords",
    "Passage",
    "Question",
    "Section",
    "colour_of",
    "paragraphs",
    "shown",
    "typeset_dossier",
    "typeset_letters",
    "typeset_register",
]
