"""Letters as PDF/A and PDF/UA: what stands in them, in both languages, and how it is set."""

from waarborg_requests.typesetting.facts import LetterFacts, Passage
from waarborg_requests.typesetting.letter import LetterText, Section, write
from waarborg_requests.typesetting.pdf import MEDIA_TYPE, typeset

__all__ = ["MEDIA_TYPE", "LetterFacts", "LetterText", "Passage", "Section", "typeset", "write"]
