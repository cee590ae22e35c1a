"""The dossier for the authority as PDF/A and PDF/UA."""

from waarborg_breach.typesetting.pdf import MEDIA_TYPE, DossierText, Question, Section, shown, typeset

__all__ = ["MEDIA_TYPE", "DossierText", "Question", "Section", "shown", "typeset"]
