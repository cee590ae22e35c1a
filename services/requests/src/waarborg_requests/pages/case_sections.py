"""The sections of the case page for staff, in the order of the work."""

from waarborg_requests.pages.beginning_sections import on_case
from waarborg_requests.pages.sections import Section

SECTIONS: tuple[Section, ...] = (Section("beginning", "requests/beginning/case.html", on_case),)
