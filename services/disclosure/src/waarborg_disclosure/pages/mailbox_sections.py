"""The sections of the mailbox, in the order in which a reporter needs them."""

from waarborg_disclosure.pages import course_mailbox
from waarborg_disclosure.pages.sections import Section

SECTIONS: tuple[Section, ...] = (*course_mailbox.SECTIONS,)
