"""The sections of the case page for staff, in the order of the work."""

from waarborg_requests.pages.carrying_sections import ON_CASE as CARRYING
from waarborg_requests.pages.sections import Section

SECTIONS: tuple[Section, ...] = (CARRYING,)
