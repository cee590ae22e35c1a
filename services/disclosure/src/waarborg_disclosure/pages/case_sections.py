"""The sections of the page of a report, in the order of the work."""

from waarborg_disclosure.pages import encrypted
from waarborg_disclosure.pages.sections import Section

SECTIONS: tuple[Section, ...] = (encrypted.SECTION,)
from waarborg_disclosure.pages import conduct, keeping, publishing, thanking
from waarborg_disclosure.pages.sections import Section

SECTIONS: tuple[Section, ...] = (
    *thanking.SECTIONS,
    publishing.SECTION,
    conduct.SECTION,
    keeping.SECTION,
)
