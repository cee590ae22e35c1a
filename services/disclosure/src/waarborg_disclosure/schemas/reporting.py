"""What somebody who reports sends: the report, the receipt, a message."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import post_load

from waarborg_disclosure.actions import NewReport
from waarborg_disclosure.domain import Reporter
from waarborg_shared.web.schemas import Choice, Flag, Line, Schema, Words

MESSAGE = 10_000


class NewReportSchema(Schema):
    """A report of a vulnerability, in the form and over the API."""

    what = Words(
        required=True,
        label=lazy_gettext("What did you find?"),
        hint=lazy_gettext(
            "In your own words. Do not send data of clients: a directory listing or a description serves."
        ),
    )
    where = Words(
        2_000,
        required=True,
        label=lazy_gettext("Where is it?"),
        hint=lazy_gettext("The web address (URL) or IP address, or the name of the system."),
    )
    how = Words(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("How can we see it for ourselves?"),
        hint=lazy_gettext("Step by step, as you did it."),
    )
    exposes_personal_data = Flag(
        load_default=False,
        label=lazy_gettext("Personal data can be seen"),
        hint=lazy_gettext("Tick this when data of people can be seen, changed or taken away. Then we act at once."),
    )
    reporter = Choice(Reporter, required=True, label=lazy_gettext("How do you report?"))
    name = Line(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Your name or pseudonym"),
        hint=lazy_gettext("Leave this empty when you report anonymously."),
    )
    contact = Words(
        500,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("How can we reach you?"),
        hint=lazy_gettext(
            "An e-mail address or telephone number, if you wish. Leave this empty when you report anonymously."
        ),
    )
    may_credit = Flag(load_default=False, label=lazy_gettext("You may name me as the discoverer once it is fixed"))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewReport:
        """Make the action's command of it."""
        return NewReport(**loaded)


class ReceiptForm(Schema):
    """The receipt that opens a mailbox."""

    receipt = Line(
        60,
        required=True,
        label=lazy_gettext("Receipt code"),
        hint=lazy_gettext("Sixteen digits; spaces do not matter."),
    )


class MessageForm(ReceiptForm):
    """A message of the reporter; the receipt goes along in the form."""

    text = Words(MESSAGE, required=True, label=lazy_gettext("Your message"))
