"""The sections of the case page, in the order of the work."""

from waarborg_breach.pages import advising, deciding, facts, questions
from waarborg_breach.pages.sections import Section

SECTIONS: tuple[Section, ...] = (
    questions.SECTION,
    facts.SECTION,
    advising.SECTION,
    deciding.SECTION,
)
