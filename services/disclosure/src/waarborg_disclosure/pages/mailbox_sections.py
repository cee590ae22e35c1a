"""The sections of the mailbox, in the order in which a reporter needs them."""

from waarborg_disclosure.pages import conduct, keeping, publishing, thanking
from waarborg_disclosure.pages.sections import Section

SECTIONS: tuple[Section, ...] = (
    keeping.MAILBOX_SECTION,
    *thanking.MAILBOX_SECTIONS,
    publishing.MAILBOX_SECTION,
    conduct.MAILBOX_SECTION,
)
