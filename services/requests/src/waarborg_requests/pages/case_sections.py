"""The sections of the case page for staff, in the order of the work."""

from waarborg_requests.pages import (
    beginning_sections,
    complaining_sections,
    intake_case,
    letter_sections,
    speaking_sections,
)
from waarborg_requests.pages import identification_sections as identification
from waarborg_requests.pages.carrying_sections import ON_CASE as CARRYING
from waarborg_requests.pages.case_groups import ANSWER, MESSAGES, WHO
from waarborg_requests.pages.collecting_sections import ON_THE_CASE
from waarborg_requests.pages.desk import section as desk
from waarborg_requests.pages.package_section import STAFF_SECTION as PACKAGE
from waarborg_requests.pages.review import SECTION as REVIEW
from waarborg_requests.pages.sections import Section

SECTIONS: tuple[Section, ...] = (
    desk.SECTION,
    Section("beginning", "requests/beginning/case.html", beginning_sections.on_case, group=WHO, open_when=bool),
    intake_case.SECTION,
    Section("messages", "requests/speaking/case.html", speaking_sections.messages, group=MESSAGES),
    Section("complaint", "requests/complaining/case.html", complaining_sections.judged, group=ANSWER),
    Section("complaints", "requests/complaining/case.html", complaining_sections.complained_about),
    Section("identification", "requests/identification/case.html", identification.on_case, group=WHO),
    ON_THE_CASE,
    REVIEW,
    CARRYING,
    letter_sections.ON_CASE,
    PACKAGE,
)
