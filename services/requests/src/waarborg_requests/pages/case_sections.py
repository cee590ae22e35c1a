"""The sections of the case page for staff, in the order of the work."""

from waarborg_requests.pages import identification_sections as identification
from waarborg_requests.pages.sections import Section

SECTIONS: tuple[Section, ...] = (
    Section("identification", "requests/identification/case.html", identification.on_case),
)
