"""The sections of the case page for staff, in the order of the work."""

from waarborg_requests.pages import complaining_sections, speaking_sections
from waarborg_requests.pages.sections import Section

SECTIONS: tuple[Section, ...] = (
    Section("complaint", "requests/complaining/case.html", complaining_sections.on_case),
    Section("messages", "requests/speaking/case.html", speaking_sections.messages),
)
