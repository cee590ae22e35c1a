"""The sections of the case page for staff, in the order of the work."""

from waarborg_requests.pages import letter_sections
from waarborg_requests.pages.sections import Section

SECTIONS: tuple[Section, ...] = (letter_sections.ON_CASE,)
