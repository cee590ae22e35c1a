"""The sections of the case page, in the order of the work."""

from waarborg_breach.pages import deciding, facts, grievances, handling, likeness, questions
from waarborg_breach.pages.sections import Section

SECTIONS: tuple[Section, ...] = (
    handling.FIRST,
    questions.SECTION,
    facts.SECTION,
    deciding.SECTION,
    handling.AFTERWARDS,
    grievances.SECTION,
    likeness.SECTION,
)
