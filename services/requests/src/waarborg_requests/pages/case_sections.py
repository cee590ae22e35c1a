"""The sections of the case page for staff, in the order of the work."""

from waarborg_requests.pages.collecting_sections import ON_THE_CASE
from waarborg_requests.pages.sections import Section

SECTIONS: tuple[Section, ...] = (ON_THE_CASE,)
