"""The sections of the case page for staff, in the order of the work."""

from waarborg_requests.pages.desk import section as desk
from waarborg_requests.pages.sections import Section

SECTIONS: tuple[Section, ...] = (desk.SECTION,)
