"""The sections of the page of a report, in the order of the work."""

from waarborg_disclosure.pages import entering
from waarborg_disclosure.pages.sections import Section

SECTIONS: tuple[Section, ...] = (entering.SECTION,)
