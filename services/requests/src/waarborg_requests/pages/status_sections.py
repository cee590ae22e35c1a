"""The sections of the person's own page, in the order in which a person needs them."""

from waarborg_requests.pages.collecting_sections import ON_THE_OWN_PAGE
from waarborg_requests.pages.sections import Section

SECTIONS: tuple[Section, ...] = (ON_THE_OWN_PAGE,)
