"""All steps of the mailbox by the name in their address."""

from collections.abc import Mapping

from waarborg_disclosure import actions
from waarborg_disclosure.pages import course_mailbox, publishing, thanking
from waarborg_disclosure.pages.steps import ReporterStep, plain
from waarborg_disclosure.schemas import MessageForm

STEPS: Mapping[str, ReporterStep] = {
    "messages": ReporterStep(
        plain(MessageForm),
        lambda work, row, typed, _rules: actions.write_to_us(work, row, typed["text"], files=typed["files"]),
        files=True,
    ),
    **course_mailbox.STEPS,
    **thanking.MAILBOX_STEPS,
    **publishing.MAILBOX_STEPS,
}
