"""The sections of the person's own page, in the order in which a person needs them."""

from waarborg_requests.pages.beginning_sections import on_status
from waarborg_requests.pages.sections import Section

SECTIONS: tuple[Section, ...] = (Section("beginning", "requests/beginning/status.html", on_status),)
