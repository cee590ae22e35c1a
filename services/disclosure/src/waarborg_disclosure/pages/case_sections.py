"""The sections of the page of a report, in the order of the work."""

from waarborg_disclosure.pages import fixing, triage
from waarborg_disclosure.pages.sections import Section

SECTIONS: tuple[Section, ...] = (*triage.SECTIONS, *fixing.SECTIONS)
