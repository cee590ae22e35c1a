"""The sections of the mailbox, in the order in which a reporter needs them."""

from waarborg_disclosure.pages import conduct, course_mailbox, keeping, publishing, thanking
from waarborg_disclosure.pages.sections import Section

SECTIONS: tuple[Section, ...] = (
    keeping.MAILBOX_SECTION,
    *course_mailbox.SECTIONS,
    *thanking.MAILBOX_SECTIONS,
    publishing.MAILBOX_SECTION,
    conduct.MAILBOX_SECTION,
)
