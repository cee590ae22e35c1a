"""The sections of the person's own page, in the order in which a person needs them."""

from waarborg_requests.pages.carrying_sections import ON_STATUS as CARRYING
from waarborg_requests.pages.sections import Section

SECTIONS: tuple[Section, ...] = (CARRYING,)
