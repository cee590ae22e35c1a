"""The sections of the person's own page, in the order in which a person needs them."""

from waarborg_requests.pages import letter_sections
from waarborg_requests.pages.sections import Section

SECTIONS: tuple[Section, ...] = (letter_sections.ON_STATUS,)
