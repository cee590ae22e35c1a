"""The sections of the case page for staff, in the order of the work."""

from waarborg_requests.pages import intake_case
from waarborg_requests.pages.sections import Section

SECTIONS: tuple[Section, ...] = (intake_case.SECTION,)
