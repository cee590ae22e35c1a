"""The sections of the page of a report, in the order of the work."""

from waarborg_disclosure.pages import (
    conduct,
    encrypted,
    entering,
    fixing,
    keeping,
    noticing,
    publishing,
    thanking,
    triage,
)
from waarborg_disclosure.pages.sections import Section

SECTIONS: tuple[Section, ...] = (
    noticing.SECTION,
    encrypted.SECTION,
    entering.SECTION,
    *triage.SECTIONS,
    *fixing.SECTIONS,
    *thanking.SECTIONS,
    publishing.SECTION,
    conduct.SECTION,
    keeping.SECTION,
)
