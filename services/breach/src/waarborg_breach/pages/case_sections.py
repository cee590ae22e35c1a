"""The sections of the case page, in the order of the work."""

from waarborg_breach.pages import deciding, facts, questions
from waarborg_breach.pages.sections import Section

SECTIONS: tuple[Section, ...] = (
    questions.SECTION,
    facts.SECTION,
    deciding.SECTION,
)
